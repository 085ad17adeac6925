import Foundation
import Kiosk
import Reception

/// What a keyboard scanner has made of the test code, and so how it is set. Pure.
struct ScannerDiagnosis: Equatable {
    /// Whether the kiosk can read passes from it.
    private(set) var works = false
    /// The most important first.
    private(set) var findings: [Finding] = []

    private static let expected = OwnCode.test
    private static let subject = "keyboard"

    /// - Parameters:
    ///   - strokes: one scan, with its suffix.
    ///   - isTimed: whether the times say how fast the scanner types; they do not where lines are piped in.
    init(_ strokes: [Keystroke], isTimed: Bool = true) {
        let typed = TypedScan(strokes)
        judge(typed)
        if works { judge(speedOf: strokes, isTimed: isTimed) }
        guard typed.text.count >= TypedScan.shortest else { return }
        judge(suffix: typed.suffix)
        judge(formOf: typed.text)
    }

    private mutating func add(_ grade: Finding.Grade, _ sentence: String) {
        findings.append(Finding(grade: grade, subject: Self.subject, sentence: sentence))
    }

    // MARK: - The text

    private mutating func judge(_ typed: TypedScan) {
        let copies = typed.folded.ranges(of: Self.expected)
        guard let first = copies.first, let last = copies.last else { return judge(wrong: typed) }
        works = true
        add(.fine, "The test code arrived whole.")
        if copies.count > 1 {
            add(.worth, "It arrived \(copies.count) times; let the scanner send each code once.")
        } else if typed.pieces.count > 1 {
            add(.worth, "It came in \(typed.pieces.count) pieces; let the scanner send the suffix only at the end.")
        }
        judge(prefix: String(typed.folded[..<first.lowerBound]), end: String(typed.folded[last.upperBound...]))
    }

    private mutating func judge(prefix: String, end: String) {
        if TypedScan.isSymbologyIdentifier(prefix) {
            add(.fine, "It sends the AIM identifier \(prefix) first, which does no harm.")
        } else if !prefix.isEmpty {
            add(.fine, "It sends “\(prefix)” before each code; that does no harm.")
        }
        if !end.isEmpty { add(.fine, "It sends “\(end)” after each code; that does no harm.") }
    }

    private mutating func judge(wrong typed: TypedScan) {
        let text = typed.withoutIdentifier
        if text.count < TypedScan.shortest {
            add(.worth, "Only \(text.count) characters came: a person's keys, or a scanner that sends nothing else.")
        } else if TypedScan.isDoubled(text) {
            add(.bad, "Each character arrives twice; reset the scanner to its defaults.")
        } else if let lost = TypedScan.lost(in: text) {
            add(.bad, lost)
        } else if let layout = KeyboardLayout(typing: Self.expected, as: text) {
            add(.bad, layout.sentence)
        } else if typed.hasKana {
            add(.bad, "An input method turns the keys into kana; switch it to direct input.")
        } else {
            add(.worth, "Another code came, of \(text.count) characters; scan the test code to be sure.")
        }
    }

    // MARK: - How it was typed

    private mutating func judge(speedOf strokes: [Keystroke], isTimed: Bool) {
        let times = strokes.filter { if case .character = $0.key { true } else { false } }.map(\.time)
        let gaps = zip(times.dropFirst(), times).map { $0 - $1 }
        guard isTimed, let longest = gaps.max(), let first = gaps.prefix(WedgeReader.shortestScan - 1).max()
        else { return }
        let usual = gaps.sorted()[gaps.count / 2]
        if usual > WedgeReader.pairGap {
            works = false
            add(
                .bad,
                "Its keys are \(usual.wholeMilliseconds) ms apart, as slow as a person's; set the inter-character delay "
                    + "below \(WedgeReader.pairGap.wholeMilliseconds) ms, best to 0.")
        } else if first > WedgeReader.pairGap {
            works = false
            add(
                .bad,
                "It paused for \(first.wholeMilliseconds) ms after its first keys, which look like a person's then; "
                    + "keep the scanner, its radio and the USB port from sleeping.")
        } else if longest > WedgeReader.pieceGap {
            works = false
            add(
                .bad,
                "It paused for \(longest.wholeMilliseconds) ms within the code; see the cable, the hub or the radio.")
        } else {
            add(.fine, "Its keys are \(usual.wholeMilliseconds) ms apart, at most \(longest.wholeMilliseconds) ms.")
        }
    }

    private mutating func judge(suffix: [Key]) {
        switch suffix {
        case []: add(.worth, "No suffix; passes are read all the same, but set Enter if you can.")
        case [.enter]: add(.fine, "The suffix is Enter.")
        case [.tab]: add(.fine, "The suffix is Tab.")
        default: add(.fine, "The suffix is \(suffix.count) keys of Enter or Tab; one is enough.")
        }
    }

    private mutating func judge(formOf text: String) {
        if text.unicodeScalars.contains(where: { (0xFF01...0xFF5E).contains($0.value) }) {
            add(.worth, "The characters are full-width: an input method is on. It does no harm, but switch it off.")
        }
        if text.contains(where: \.isLowercase), !text.contains(where: \.isUppercase) {
            add(.fine, "The letters are small: Caps Lock is on, or the scanner changes them. It does no harm.")
        }
    }
}

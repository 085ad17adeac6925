import Foundation
import Kiosk
import Reception

/// The text of a scan and what stands around it.
struct TypedScan {
    /// What stood between Enter or Tab keys; none of them empty.
    let pieces: [String]
    /// The Enter and Tab keys at the end.
    let suffix: [Key]

    /// Fewer characters are no scan.
    static let shortest = WedgeReader.shortestScan

    init(_ strokes: [Keystroke]) {
        let keys = strokes.map(\.key).filter { $0.isSuffix || $0.text != nil }
        let end = keys.lastIndex { !$0.isSuffix }.map { $0 + 1 } ?? 0
        suffix = Array(keys[end...])
        pieces = keys[..<end].split(whereSeparator: \.isSuffix).map { $0.compactMap(\.text).joined() }
    }

    /// As it was typed.
    var text: String { pieces.joined() }

    /// In one form: no full-width ones, no small letters.
    var folded: String { text.precomposedStringWithCompatibilityMapping.uppercased() }

    /// ``folded`` without an AIM identifier before it.
    var withoutIdentifier: String {
        Self.isSymbologyIdentifier(String(folded.prefix(3))) ? String(folded.dropFirst(3)) : folded
    }

    var hasKana: Bool {
        folded.unicodeScalars.contains { (0x3041...0x30FF).contains($0.value) }
    }

    /// Whether it is `]`, a letter, a letter or digit (ISO/IEC 15424).
    static func isSymbologyIdentifier(_ text: String) -> Bool {
        text.wholeMatch(of: /\][A-Z][A-Z0-9]/) != nil
    }

    /// Whether each character of the test code stands there twice.
    static func isDoubled(_ text: String) -> Bool {
        text == String(OwnCode.test.flatMap { [$0, $0] })
    }

    /// What is missing of the test code, in a sentence; `nil` when that is not what is wrong.
    static func lost(in text: String) -> String? {
        let expected = OwnCode.test
        guard text.count < expected.count, text.count * 2 > expected.count else { return nil }
        var missing: [Character] = []
        var rest = Substring(text)
        for character in expected {
            if rest.first == character { rest.removeFirst() } else { missing.append(character) }
        }
        guard rest.isEmpty else { return nil }
        let count = "\(missing.count) of \(expected.count) characters were lost"
        return expected.hasPrefix(text)
            ? "\(count), all at the end; look for a limit of length in the scanner's settings."
            : "\(count) (\(String(missing))); set a longer inter-character delay, such as 5 ms."
    }
}

extension Key {
    fileprivate var isSuffix: Bool { self == .enter || self == .tab }

    /// What it types.
    fileprivate var text: String? {
        switch self {
        case .character(let character), .alternate(let character): String(character)
        case .pasted(let text): text.trimmingCharacters(in: .newlines)
        default: nil
        }
    }
}

import Foundation
import Kiosk
import Reception
import Testing

@testable import RunKiosk

/// What the self-test makes of a keyboard scanner's typing.
@Suite struct ScannerDiagnosisTests {
    private static let code = OwnCode.test

    /// One scan, key by key.
    private func diagnosis(
        _ text: String, every gap: Duration = .milliseconds(2), then suffix: [Key] = [.enter], pause: Duration = .zero
    ) -> ScannerDiagnosis {
        var time = Duration.seconds(5)
        var strokes: [Keystroke] = []
        for (offset, key) in (text.map(Key.character) + suffix).enumerated() {
            time += gap + (offset == 20 ? pause : .zero)
            strokes.append(Keystroke(key: key, time: time))
        }
        return ScannerDiagnosis(strokes)
    }

    private func sentences(_ diagnosis: ScannerDiagnosis) -> String {
        diagnosis.findings.map(\.text).joined(separator: "\n")
    }

    @Test func `a scanner as it should be has nothing to be noted`() {
        let found = diagnosis(Self.code)
        #expect(found.works)
        #expect(found.findings.allSatisfy { $0.grade == .fine })
        #expect(sentences(found).contains("The suffix is Enter."))
        #expect(sentences(found).contains("2 ms apart"))
    }

    @Test(arguments: [
        ([Key.tab], "The suffix is Tab."), ([], "No suffix"), ([.enter, .enter], "2 keys of Enter or Tab"),
    ]) func `the suffix is named`(suffix: [Key], sentence: String) {
        let found = diagnosis(Self.code, then: suffix)
        #expect(found.works)
        #expect(sentences(found).contains(sentence))
    }

    @Test(arguments: [
        ("]Q1" + code, "AIM identifier ]Q1"), ("QR:" + code, "“QR:” before each code"),
        (code + "$", "“$” after each code"), (code.lowercased(), "Caps Lock is on"),
        (fullWidth, "input method is on"), (code + code, "arrived 2 times"),
    ]) func `what does no harm is named and works`(typed: String, sentence: String) {
        let found = diagnosis(typed)
        #expect(found.works, "\(sentences(found))")
        #expect(sentences(found).contains(sentence), "\(sentences(found))")
    }

    private static let harmful: [(typed: String, sentence: String)] = [
        ("UKCTESTà&é\"'(-è_çQBCDEFGHJKL?NPARSTUVZX", "French (AZERTY): À for 0, & for 1"),
        ("UKCTESTà&é\"'(-è_çqbcdefghjkl,nparstuvzx", "French (AZERTY)"),
        ("UKCTESTé+ěščřžýáíABCDEFGHJKLMNPQRSTUVWX", "Czech: É for 0"),
        ("UKCTEST0123456789UBCDEFGHJKLMNPQRSTUVWX", "The keyboard layout is wrong, Turkish F"),
        ("UKCTEST0123456798ABCDEFGHJKLMNPQRSTUVWX", "not a known one: 9 for 8, 8 for 9"),
        (String(code.dropLast(4)), "4 of 39 characters were lost, all at the end"),
        ("UKCTEST012" + code.dropFirst(12), "2 of 39 characters were lost (34)"),
        (doubled, "Each character arrives twice"), ("うけくてすと0123456789", "kana"),
        ("4901234567894", "Another code came, of 13 characters"),
        ("]Q1" + code.dropLast(1), "1 of 39 characters were lost"),
    ]
    private static let doubled = code.map { "\($0)\($0)" }.joined()
    private static let fullWidth = code.unicodeScalars.compactMap { Unicode.Scalar($0.value + 0xFEE0) }
        .map { String($0) }.joined()

    @Test(arguments: harmful)
    func `what keeps the kiosk from reading passes is named`(typed: String, sentence: String) {
        let found = diagnosis(typed)
        #expect(!found.works)
        #expect(sentences(found).lowercased().contains(sentence.lowercased()), "\(sentences(found))")
    }

    @Test func `at most six exchanged signs are listed`() {
        let layout = KeyboardLayout(typing: "ABCDEFGH", as: "BCDEFGHA")
        #expect(layout?.exchanged.count == 8)
        #expect(layout?.sentence.contains("G for F and 2 more") == true)
        #expect(KeyboardLayout(typing: "ABA", as: "QBX") == nil)
        #expect(KeyboardLayout(typing: "AB", as: "AB") == nil)
    }

    @Test func `a scanner as slow as a person is told so, with its speed`() {
        let slow = diagnosis(Self.code, every: WedgeReader.pairGap + .milliseconds(5))
        #expect(!slow.works)
        #expect(sentences(slow).contains("40 ms apart"))
        #expect(diagnosis(Self.code, every: WedgeReader.pairGap).works)
        let pausing = diagnosis(Self.code, pause: .milliseconds(400))
        #expect(!pausing.works)
        #expect(sentences(pausing).contains("paused for 402 ms"))
        #expect(diagnosis(Self.code, pause: .milliseconds(200)).works)
    }

    @Test func `a scanner that sleeps after its first key is told so`() {
        var strokes = Self.code.enumerated().map { offset, character in
            Keystroke(key: .character(character), time: .seconds(1) + .milliseconds(offset))
        }
        strokes[0].time -= .milliseconds(80)
        let found = ScannerDiagnosis(strokes)
        #expect(!found.works)
        #expect(sentences(found).contains("paused for 81 ms after its first keys"))
        strokes[0].time += .milliseconds(60)
        #expect(ScannerDiagnosis(strokes).works)
    }

    @Test func `pieces are counted`() {
        let keys = Self.code.prefix(20).map(Key.character) + [.enter] + Self.code.dropFirst(20).map(Key.character)
        let found = ScannerDiagnosis((keys + [.enter]).map { Keystroke(key: $0, time: .zero) })
        #expect(found.works)
        #expect(sentences(found).contains("2 pieces"))
    }

    @Test func `control keys and a paste are understood`() {
        let keys: [Key] = [.control("b"), .pasted(Self.code), .control("c"), .enter]
        let found = ScannerDiagnosis(keys.map { Keystroke(key: $0, time: .zero) })
        #expect(found.works)
        #expect(sentences(found).contains("The suffix is Enter."))
    }

    @Test func `piped lines say nothing about speed`() {
        let found = ScannerDiagnosis(Self.code.map { Keystroke(key: .character($0), time: .zero) }, isTimed: false)
        #expect(!sentences(found).contains("apart"))
    }

    @Test func `a capture ends with a rest, a person's sooner`() {
        var capture = KeystrokeCapture()
        #expect(capture.deadline == nil)
        capture.add(.character("q"), at: .seconds(1))
        #expect(capture.take(at: .milliseconds(1249)) == nil)
        #expect(capture.take(at: .milliseconds(1250))?.count == 1)
        #expect(capture.take(at: .seconds(9)) == nil)
        for offset in 0..<3 { capture.add(.character("A"), at: .seconds(10) + .milliseconds(offset)) }
        #expect(capture.deadline == .milliseconds(10_602))
    }

    @Test func `no finding holds what another code says`() {
        #expect(!sentences(diagnosis("WIFI:S:lobby;P:geheim;;")).contains("geheim"))
    }
}

import Kiosk
import Reception
import Testing

/// A scanner's typing against a person's, on a clock that the tests turn.
@Suite struct WedgeReaderTests {
    private let code = Typing.code

    /// Types `text` with the same time between keys, then lets the line rest.
    private func outputs(_ text: String, every gap: Duration, then suffix: [Key] = []) -> [WedgeReader.Output] {
        var reader = WedgeReader()
        var time = Duration.seconds(1)
        var outputs: [WedgeReader.Output] = []
        for key in text.map(Key.character) + suffix {
            outputs += reader.pause(at: time) + reader.take(key, at: time)
            time += gap
        }
        return outputs + reader.pause(at: time + .seconds(1))
    }

    @Test(arguments: [[Key.enter], [.tab], []])
    func `a code is read with any suffix or none`(suffix: [Key]) {
        #expect(outputs(code, every: .milliseconds(3), then: suffix) == [.code(code)])
        #expect(
            outputs("https://example.com", every: .milliseconds(20), then: suffix) == [.code("https://example.com")])
    }

    @Test func `a person's keys stay keys`() {
        let keys = outputs("1234 5678", every: .milliseconds(90), then: [.enter])
        #expect(keys == "1234 5678".map { .key(.character($0)) } + [.key(.enter)])
    }

    @Test func `two keys rolled over in a hurry are no scan`() {
        #expect(outputs("co", every: .milliseconds(15)) == [.key(.character("c")), .key(.character("o"))])
    }

    @Test func `a key held down is no scan`() {
        #expect(outputs(String(repeating: "8", count: 40), every: .milliseconds(33)) == [])
    }

    @Test func `what stands between a whole code and its suffix is nobody's key`() {
        #expect(outputs(code + "7", every: .milliseconds(2), then: [.enter]) == [.code(code)])
    }

    @Test func `two codes run together are two codes`() {
        #expect(outputs(code + code, every: .milliseconds(2), then: [.enter]) == [.code(code), .code(code)])
    }

    @Test func `half a code left by an unplugged scanner is not glued to the next`() {
        var reader = WedgeReader()
        var outputs: [WedgeReader.Output] = []
        for character in code.prefix(70) { outputs += reader.take(.character(character), at: .seconds(1)) }
        for character in code { outputs += reader.take(.character(character), at: .seconds(9)) }
        #expect(outputs == [.code(String(code.prefix(70))), .code(code)])
    }

    @Test func `control keys inside a code are dropped, alone they are keys`() {
        var reader = WedgeReader()
        var outputs: [WedgeReader.Output] = []
        for key in "ABCDE".map(Key.character) + [.escape, .control("q"), .other] + "FG".map(Key.character) + [.enter] {
            outputs += reader.take(key, at: .seconds(1))
        }
        #expect(outputs == [.code("ABCDEFG")])
        #expect(reader.take(.escape, at: .seconds(3)) == [])
        #expect(reader.pause(at: .milliseconds(3036)) == [.key(.escape)])
        #expect(reader.take(.enter, at: .seconds(4)) == [.key(.enter)])
    }

    @Test func `a single key waits no longer than the gap`() {
        var reader = WedgeReader()
        #expect(reader.take(.character("5"), at: .seconds(1)) == [])
        #expect(reader.deadline == .seconds(1) + WedgeReader.pairGap)
        #expect(reader.pause(at: .milliseconds(1034)) == [])
        #expect(reader.pause(at: .milliseconds(1036)) == [.key(.character("5"))])
        #expect(reader.deadline == nil)
    }

    @Test func `time the program took itself is not the scanner's silence`() {
        var reader = WedgeReader()
        for character in "ABCDE" { _ = reader.take(.character(character), at: .seconds(1)) }
        reader.excuse(.seconds(2))
        #expect(reader.take(.character("F"), at: .milliseconds(3010)) == [])
        #expect(reader.take(.enter, at: .milliseconds(3020)) == [.code("ABCDEF")])
    }

    @Test func `a code that a busy machine finds late is whole`() {
        var reader = WedgeReader()
        let keys = code.map(Key.character)
        #expect(reader.take(found: Array(keys.prefix(70)), at: .seconds(1)) == [])
        #expect(reader.take(found: Array(keys.dropFirst(70)) + [.enter], at: .seconds(4)) == [.code(code)])
        #expect(reader.take(found: [.character("U")], at: .seconds(8)) == [])
        #expect(reader.take(found: Array(keys.dropFirst()) + [.enter], at: .seconds(9)) == [.code(code)])
        #expect(reader.take(found: [.character("5")], at: .seconds(20)) == [])
        #expect(reader.pause(at: .milliseconds(20_036)) == [.key(.character("5"))])
    }

    @Test func `an endless burst is cut and is no token`() {
        let endless = String(repeating: "AB", count: 10_000)
        guard case .code(let text)? = outputs(endless, every: .milliseconds(1), then: [.enter]).first else {
            Issue.record("no code")
            return
        }
        #expect(text.count == WedgeReader.longestScan)
        #expect(Token.reading(text) == .notOurs)
    }
}

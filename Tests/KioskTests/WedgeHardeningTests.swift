import Kiosk
import Reception
import Testing

/// What scanners, input methods, stuck keys and hostile codes do to the wedge reader.
@Suite struct WedgeHardeningTests {
    private let code = Typing.code
    private let other = Typing.other

    // MARK: - What stands around a code

    @Test(arguments: [
        ([], [Key.enter]), ([], [.tab]), ([], [.enter, .enter]), ([], [.tab, .enter]), ([], []),
        ("]Q1".keys, [.enter]), ("]C1".keys, []), ("]d2".keys, [.tab]), ([.control("b")], [.control("c")]),
        ([.control("b")], [.control("c"), .enter]), ([.other], [.other, .enter]), ("QR:".keys, [.enter]),
        ([.function(1)], [.enter]), ("https://r.example.com/p/".keys, [.enter]), ([.escape], [.enter]), ([], "$$".keys),
        ([], "-END-".keys + [.enter]),
    ]) func `a code is read with any prefix and suffix`(_ prefix: [Key], _ suffix: [Key]) {
        #expect(Typing.outputs(of: prefix + code.keys + suffix) == [.code(code)])
    }

    @Test func `caps lock and full-width forms are read`() {
        #expect(Typing.outputs(of: code.lowercased().keys + [.enter]) == [.code(code.lowercased())])
        #expect(Typing.outputs(of: code.fullWidth.keys + [.enter]) == [.code(code.fullWidth)])
        #expect(Token.reading(code.fullWidth) == Token.reading(code))
    }

    @Test(arguments: [Duration.zero, .milliseconds(20), .milliseconds(119)])
    func `a code is read at any speed of a scanner`(gap: Duration) {
        var typing = Typing()
        typing.type("UK1040", every: .milliseconds(2))
        typing.type(String(code.dropFirst(6)), every: gap)
        #expect(typing.outputs == [.code(code)])
    }

    @Test func `an input method's commit, whole and at once, is one code, and its late Enter is nobody's`() {
        var typing = Typing()
        typing.press(code.fullWidth.keys, every: .zero)
        typing.rest(.milliseconds(700))
        typing.press([.enter])
        #expect(typing.outputs == [.code(code.fullWidth)])
        typing.press("ＡＢＣＤＥ".keys, every: .zero)
        typing.rest(.milliseconds(700))
        typing.press([.enter])
        #expect(typing.outputs == [.code(code.fullWidth), .code("ＡＢＣＤＥ")])
        typing.rest(.seconds(2))
        typing.press([.enter])
        #expect(typing.outputs.last == .key(.enter))
    }

    @Test func `a passcode committed by an input method is typed by a person`() {
        #expect(Typing.outputs(of: "１２３４５６７８".keys, every: .zero) == "１２３４５６７８".map { .key(.character($0)) })
        #expect(Typing.outputs(of: "12345678".keys) == [.code("12345678")])
    }

    // MARK: - Pastes

    @Test func `a paste is one code a line, and none of its characters a key`() {
        #expect(Typing.outputs(of: [.pasted(code)]) == [.code(code)])
        #expect(Typing.outputs(of: [.pasted(code), .enter]) == [.code(code)])
        #expect(Typing.outputs(of: [.pasted(code + "\r\n")]) == [.code(code)])
        #expect(Typing.outputs(of: [.pasted("7")]) == [.code("7")])
        #expect(Typing.outputs(of: [.pasted("\(code)\n\(other)\n")]) == [.code(code), .code(other)])
        #expect(Typing.outputs(of: [.pasted("")]) == [])
    }

    @Test func `a key after a paste is a key`() {
        var typing = Typing()
        typing.press([.pasted(code)])
        typing.rest(.seconds(2))
        typing.type("7")
        typing.rest(.milliseconds(100))
        #expect(typing.outputs == [.code(code), .key(.character("7"))])
    }

    // MARK: - Codes run together

    @Test(arguments: [
        Typing.other, "4901234567894", "https://example.com", String(repeating: "AB", count: 3000), "X",
        String(repeating: "9", count: 50), String(Typing.other.prefix(70)), "UK1", "UK1UK1", "UK",
        String(Typing.other.dropLast()), String(repeating: "日本", count: 6000),
    ]) func `a code is found whatever was typed before it without a suffix`(_ first: String) {
        let outputs = Typing.outputs(of: (first + code).keys + [.enter])
        #expect(outputs == (first == other ? [.code(other), .code(code)] : [.code(code)]))
    }

    @Test func `what follows a code on the same sheet does not take its answer away, unless it is ours`() {
        #expect(Typing.outputs(of: (code + "https://example.com").keys + [.enter]) == [.code(code)])
        let cut = String(other.prefix(99))
        #expect(Typing.outputs(of: (code + cut).keys + [.enter]) == [.code(code), .code(cut)])
    }

    @Test func `a key that a person presses at the sight of the answer is a key`() {
        var typing = Typing()
        typing.type(code)
        typing.rest(.milliseconds(40))
        typing.type("x")
        typing.rest(.seconds(1))
        #expect(typing.outputs == [.code(code), .key(.character("x"))])
    }

    @Test func `a foreign code soon after ours, by itself, is a code of its own`() {
        var typing = Typing()
        typing.press(code.keys + [.enter])
        typing.rest(.milliseconds(200))
        typing.press("4901234567894".keys + [.enter])
        typing.rest(.seconds(1))
        #expect(typing.outputs == [.code(code), .code("4901234567894")])
    }

    @Test(arguments: [[Key.enter], [.enter, .enter], []])
    func `a code in pieces of 64 characters is one code`(between: [Key]) {
        var typing = Typing()
        for start in stride(from: 0, to: code.count, by: 64) {
            typing.type(String(code.dropFirst(start).prefix(64)))
            typing.press(between)
            typing.rest(.milliseconds(150))
        }
        typing.rest(.seconds(1))
        #expect(typing.outputs == [.code(code)])
    }

    @Test func `half a code is told as such, once it is certain that nothing follows`() {
        var typing = Typing()
        typing.press(code.prefix(70).map(Key.character) + [.enter])
        #expect(typing.outputs == [])
        typing.rest(.milliseconds(301))
        #expect(typing.outputs == [.code(String(code.prefix(70)))])
    }

    @Test func `a hundred codes a second are a hundred codes`() {
        var typing = Typing()
        for _ in 0..<50 {
            typing.press(code.keys + [.enter], every: .microseconds(69))
            typing.press(other.keys, every: .microseconds(69))
        }
        #expect(typing.outputs == Array(repeating: [.code(code), .code(other)], count: 50).flatMap { $0 })
        #expect(typing.time < .seconds(2))
    }

    // MARK: - A person at the keyboard

    @Test(arguments: [
        Key.escape, .control("q"), .function(5), .backspace, .up, .other, .character("-"), .character("y"),
    ])
    func `a key pressed during a scan costs nothing`(key: Key) {
        var typing = Typing()
        typing.press(code.prefix(40).map(Key.character) + [key] + code.dropFirst(40).map(Key.character) + [.enter])
        typing.rest(.seconds(2))
        #expect(typing.outputs == [.code(code)])
        typing.press([key])
        typing.rest(.seconds(1))
        #expect(typing.outputs.last == .key(key))
    }

    @Test func `a letter of the other case is a person's, one of the same case garbles the code`() {
        let (start, end) = (code.prefix(40), code.dropFirst(40))
        #expect(Typing.outputs(of: (start + "c" + end).map(Key.character)) == [.code(code)])
        #expect(Typing.outputs(of: (start.lowercased() + "C" + end.lowercased()).keys) == [.code(code.lowercased())])
        guard case .code(let text)? = Typing.outputs(of: (start + "C" + end).map(Key.character)).first else {
            Issue.record("nothing was read")
            return
        }
        #expect(Token.reading(text) == .garbled)
    }

    @Test func `Escape just before a scan, told as Alt and its first letter, costs nothing`() {
        #expect(Typing.outputs(of: [.alternate("U")] + code.dropFirst().map(Key.character)) == [.code(code)])
        let aim: [Key] = [.alternate("]")] + "Q1".keys + code.keys
        #expect(Typing.outputs(of: aim) == [.code(code)])
        #expect(Typing.outputs(of: [.alternate("x")]) == [.key(.alternate("x"))])
    }

    @Test(arguments: [Key.control("q"), .escape, .function(10)])
    func `a command in a code is no command`(command: Key) {
        for keys in [[command] + "ABCD".keys, "AB".keys + [command] + "CD".keys, "ABCD".keys + [command]] {
            #expect(Typing.outputs(of: keys) == [.code("ABCD")])
            #expect(Typing.outputs(of: keys + [.enter]) == [.code("ABCD")])
        }
        #expect(Typing.outputs(of: [command, .enter]) == [.key(.enter)])
        #expect(Typing.outputs(of: [command, .character("7")]) == [.key(.character("7"))])
        #expect(Typing.outputs(of: [command]) == [.key(command)])
    }

    @Test func `a code of nothing but control characters does nothing`() {
        let keys = "abcdefghijklmnopqrstuvwxyz".map(Key.control)
        #expect(Typing.outputs(of: keys + keys + keys) == [])
    }

    // MARK: - Stuck keys

    @Test func `a stuck key is no code, and a scan through it is found`() {
        #expect(Typing.outputs(of: Array(repeating: .character("8"), count: 3000), every: .milliseconds(33)) == [])
        let stuck = String(repeating: "8", count: 300)
        #expect(Typing.outputs(of: (stuck + code + stuck).keys) == [.code(code)])
    }

    @Test(arguments: [Duration.milliseconds(33), .milliseconds(92)])
    func `a stuck Enter is pressed once, and takes no answer away`(gap: Duration) {
        var typing = Typing()
        typing.press(Array(repeating: .enter, count: 40), every: gap)
        #expect(typing.outputs == [.key(.enter)])
        typing.press(code.keys + [.enter])
        typing.press(Array(repeating: .enter, count: 40), every: gap)
        #expect(typing.outputs == [.key(.enter), .code(code)])
        typing.rest(.milliseconds(1100))
        typing.press([.enter])
        #expect(typing.outputs.last == .key(.enter))
    }

    @Test func `a code typed through a stuck Enter is one code`() {
        var keys: [Key] = []
        for (offset, character) in code.enumerated() {
            keys.append(.character(character))
            if offset % 16 == 15 { keys.append(.enter) }
        }
        #expect(Typing.outputs(of: keys) == [.code(code)])
    }

    @Test(arguments: [Key.enter, .escape, .backspace, .other])
    func `a code before a stuck key is told nevertheless`(stuck: Key) {
        for text in ["4901234567894", String(code.prefix(70))] {
            var typing = Typing()
            typing.type(text)
            typing.press(Array(repeating: stuck, count: 15), every: .milliseconds(33))
            #expect(typing.outputs.first == .code(text))
        }
    }

    @Test func `a held Escape or Backspace acts while it is held`() {
        let escapes = Typing.outputs(of: Array(repeating: .escape, count: 60), every: .milliseconds(33))
        #expect(escapes.count > 10 && Set(escapes) == [.key(.escape)])
        let deletions = Typing.outputs(of: Array(repeating: .backspace, count: 60), every: .milliseconds(33))
        #expect(deletions.count == 60)
    }

    // MARK: - Anything at all

    @Test func `whatever is typed, a code after it is read`() {
        var state: UInt64 = 7
        let alphabet: [Key] =
            "UK10日ｕ]".keys + [
                .enter, .tab, .escape, .control("c"), .backspace, .other, .alternate("U"), .pasted("UK1\nX"),
            ]
        for _ in 0..<500 {
            var typing = Typing()
            for _ in 0..<40 {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                typing.press([alphabet[Int(state >> 33) % alphabet.count]], every: .milliseconds(Int(state >> 60) * 9))
            }
            typing.outputs.removeAll()
            typing.press(code.keys + [.enter])
            typing.rest(.seconds(2))
            #expect(typing.outputs.last == .code(code))
            typing.press([.escape])
            typing.rest(.seconds(1))
            #expect(typing.outputs.last == .key(.escape))
        }
    }
}

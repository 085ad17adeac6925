import Curses
import Kiosk
import Testing

struct KeyReaderTests {
    /// The keys that bytes make, when nothing follows them.
    private func keys(_ bytes: [UInt8]) -> [Key] {
        var reader = KeyReader()
        for byte in bytes { reader.take(byte) }
        reader.settle()
        return reader.takeKeys()
    }

    private func inputs(_ text: String) -> [TerminalInput] {
        var reader = KeyReader()
        for byte in text.utf8 { reader.take(byte) }
        reader.settle()
        return reader.takeInputs()
    }

    private func keys(_ text: String) -> [Key] {
        keys(Array(text.utf8))
    }

    private func characters(_ text: String) -> [Key] {
        text.unicodeScalars.map { .character(Character($0)) }
    }

    @Test(arguments: [
        ("\r", Key.enter), ("\n", .enter), ("\r\n", .enter), ("\u{1B}OM", .enter), ("\t", .tab),
        ("\u{7F}", .backspace), ("\u{8}", .backspace), ("\u{1B}", .escape),
        ("\u{1B}[A", .up), ("\u{1B}[B", .down), ("\u{1B}[C", .right), ("\u{1B}[D", .left),
        ("\u{1B}OA", .up), ("\u{1B}OB", .down), ("\u{1B}OC", .right), ("\u{1B}OD", .left),
        ("\u{1B}OP", .function(1)), ("\u{1B}OS", .function(4)), ("\u{1B}[11~", .function(1)),
        ("\u{1B}[15~", .function(5)), ("\u{1B}[17~", .function(6)), ("\u{1B}[21~", .function(10)),
        ("\u{1B}[24~", .function(12)), ("\u{1B}[5~", .pageUp), ("\u{1B}[6~", .pageDown), ("\u{1B}[[A", .function(1)),
        ("\u{1B}[[E", .function(5)),
        ("\u{1B}Op", .character("0")), ("\u{1B}Oy", .character("9")), ("\u{1B}On", .character(".")),
        ("\u{3}", .control("c")), ("\u{1A}", .control("z")), ("\u{1}", .control("a")),
        ("a", .character("a")), ("~", .character("~")), ("é", .character("é")), ("日", .character("日")),
        ("Ａ", .character("Ａ")), ("ｱ", .character("ｱ")), ("😀", .character("😀")),
    ]) func `a key is told`(_ sent: String, _ expected: Key) {
        #expect(keys(sent) == [expected])
    }

    @Test(arguments: [
        "\u{0}", "\u{1C}", "\u{1F}", "\u{1B}[201~", "\u{1B}[3~", "\u{1B}[1;5A", "\u{1B}[Z", "\u{1B}[99~",
        "\u{1B}[<0;0;10M", "\u{1B}[<0;10;10;10M", "\u{1B}[<0;1;1X", "\u{1B}[<0;99999;1M",
        "\u{1B}[<999;1;1M", "\u{1B}[<;;M", "\u{1B}[<M", "\u{1B}[<0;1;00000000000000000000001M", "\u{1B}[M ",
        "\u{1B}[<0;1;-1M", "\u{1B}[<0;1", "\u{1B}[I", "\u{1B}[?1;2c", "\u{1B}[12;40R", "\u{1B}[1;1;1;1;1;1;1;1;1m",
        "\u{1B}]0;title\u{7}", "\u{1B}]52;c;aGk=", "\u{1B}P1$r0m", "\u{1B}_payload", "\u{1B}^x", "\u{1B}Xx",
        "\u{1B}]0;受付\u{7}", "\u{1B}(B", "\u{1B}\u{7F}", "\u{1B}\r",
        "\u{1B}O5P", "\u{1B}[", "\u{1B}O", "\u{1B}[12", "\u{1B}[[", "\u{1B}[M", "\u{1B}[27;5;13~", "\u{1B}[97u",
        "\u{1B}[3$~", "\u{9B}",
    ]) func `what nobody uses does nothing and leaks no letter`(_ sent: String) {
        #expect(keys(sent) == [.other])
    }

    @Test func `a sequence with its terminator of two bytes leaks no letter`() {
        #expect(Set(keys("\u{1B}]0;title\u{1B}\\")) == [.other])
        #expect(Set(keys("\u{1B}P+q544e\u{1B}\\")) == [.other])
    }

    @Test(arguments: [
        ("\u{1B}U", Character("U")), ("\u{1B}x", "x"), ("\u{1B}é", "é"), ("\u{1B}Ｕ", "Ｕ"), ("\u{1B}]", "]"),
    ])
    func `escape and a character at once may be either, and is told so`(_ sent: String, _ character: Character) {
        #expect(keys(sent) == [.alternate(character)])
    }

    @Test func `escape right before a scan takes nothing of it away`() {
        #expect(keys("\u{1B}UK10\r") == [.alternate("U")] + characters("K10") + [.enter])
        #expect(keys("\u{1B}]Q1UK10\r") == [.alternate("]")] + characters("Q1UK10") + [.enter])
        #expect(keys("\u{1B}\u{1B}UK") == [.escape, .alternate("U"), .character("K")])
    }

    // MARK: - The mouse

    @Test(arguments: [
        ("\u{1B}[<0;1;1M", TerminalInput.click(row: 0, column: 0)),
        ("\u{1B}[<0;200;60M", .click(row: 59, column: 199)), ("\u{1B}[<2;9;3M", .click(row: 2, column: 8)),
        ("\u{1B}[<20;9;3M", .click(row: 2, column: 8)), ("\u{1B}[<64;9;3M", .key(.up)),
        ("\u{1B}[<65;9;3M", .key(.down)), ("\u{1B}[<81;9;3M", .key(.down)), ("\u{1B}[M )#", .click(row: 2, column: 8)),
        ("\u{1B}[M`!!", .key(.up)), ("\u{1B}[Ma!!", .key(.down)),
    ]) func `a press and a turn of the wheel are told`(_ sent: String, _ expected: TerminalInput) {
        #expect(inputs(sent) == [expected])
        #expect(inputs("a" + sent + "b") == [.key(.character("a")), expected, .key(.character("b"))])
    }

    @Test(arguments: [
        "\u{1B}[<0;9;3m", "\u{1B}[<35;9;3M", "\u{1B}[<32;9;3M", "\u{1B}[<66;9;3M", "\u{1B}[<3;9;3M", "\u{1B}[<128;9;3M",
        "\u{1B}[M#!!", "\u{1B}[MC!!",
    ]) func `a release, motion and buttons nobody uses say nothing`(_ sent: String) {
        #expect(inputs(sent).isEmpty)
        #expect(inputs(sent + "UK1\r") == (characters("UK1") + [.enter]).map(TerminalInput.key))
    }

    @Test func `a report of the old kind that is cut short takes no Enter with it`() {
        #expect(keys("\u{1B}[M \rUK1") == [.other, .enter] + characters("UK1"))
    }

    // MARK: - Pastes

    @Test func `a paste is one key, whatever it holds`() {
        #expect(
            keys("ab\u{1B}[200~c\u{1B}[A\rd\u{1B}[201~e")
                == characters("ab") + [.pasted("c\u{1B}[A\rd"), .character("e")])
        #expect(keys("\u{1B}[200~\u{1B}[201~") == [.pasted("")])
        #expect(keys("\u{1B}[200~日本\u{1B}[200~\u{1B}[201~") == [.pasted("日本\u{1B}[200~")])
    }

    @Test func `a paste without an end ends with a pause`() {
        var reader = KeyReader()
        for byte in Array("\u{1B}[200~UK1\r\u{1B}[20".utf8) { reader.take(byte) }
        #expect(reader.isPending)
        reader.settle()
        #expect(reader.takeKeys() == [.pasted("UK1\r\u{1B}[20")])
        for byte in Array("UK1\r".utf8) { reader.take(byte) }
        #expect(reader.takeKeys() == characters("UK1") + [.enter])
    }

    @Test func `an endless paste is cut and its end still found`() {
        let endless = String(repeating: "x", count: 50_000)
        let keys = keys("\u{1B}[200~\(endless)\u{1B}[201~y")
        #expect(keys == [.pasted(String(endless.prefix(16_384))), .character("y")])
    }

    @Test func `escape and a key right after it are two keys`() {
        #expect(keys("\u{1B}\u{1B}") == [.escape, .escape])
        #expect(keys("\u{1B}\u{1B}[A") == [.escape, .up])
    }

    @Test(arguments: ["\u{1B}[", "\u{1B}[12;", "\u{1B}O", "\u{1B}]0;x", "\u{1B}P", "\u{1B}(", "\u{1B}[["])
    func `a line that begins with half a sequence still ends`(_ half: String) {
        #expect(keys(half + "\rUK1") == [.other, .enter] + characters("UK1"))
    }

    @Test func `a character of several scalars arrives whole`() {
        let typed = "か\u{3099}"
        #expect(keys(typed) == characters(typed))
        #expect(typed.count == 1)
    }

    @Test(
        arguments: [
            ([0xFF], 1), ([0xC3], 1), ([0xE6, 0x97], 1), ([0x80, 0x80], 2), ([0xC0, 0x80], 2), ([0xED, 0xA0, 0x80], 1),
            ([0xE0, 0x80, 0x80], 1), ([0xF5, 0x80], 2),
        ] as [([UInt8], Int)])
    func `what is not text is told as replacement characters and takes nothing with it`(_ bytes: [UInt8], _ count: Int)
    {
        let marks = Array(repeating: Key.character("\u{FFFD}"), count: count)
        #expect(keys(bytes + Array("UK1\r".utf8)) == marks + characters("UK1") + [.enter])
    }

    @Test func `a key arrives the same when each byte comes alone`() {
        var reader = KeyReader()
        for byte in Array("日\u{1B}[15~".utf8) {
            reader.take(byte)
        }
        #expect(!reader.isPending)
        #expect(reader.takeKeys() == [.character("日"), .function(5)])
        #expect(reader.takeKeys().isEmpty)
        reader.take(0x1B)
        #expect(reader.isPending)
    }

    @Test func `nothing that can be sent keeps the next line from being understood`() {
        var state: UInt64 = 42
        for _ in 0..<2000 {
            var bytes: [UInt8] = []
            for _ in 0..<40 {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                let byte = UInt8(truncatingIfNeeded: state >> 56)
                // Sequences are rare among all bytes, so half of them are made of what sequences are made of.
                bytes.append(byte & 1 == 0 ? byte : Array("\u{1B}\u{1B}[]OPM;~\\".utf8)[Int(byte) % 10])
            }
            var reader = KeyReader()
            for byte in bytes { reader.take(byte) }
            reader.settle()
            _ = reader.takeKeys()
            for byte in Array("UK1\r".utf8) { reader.take(byte) }
            #expect(reader.takeKeys() == characters("UK1") + [.enter], "after \(bytes)")
        }
    }
}

extension KeyReader {
    /// The keys of what is complete.
    fileprivate mutating func takeKeys() -> [Key] {
        takeInputs().compactMap { if case .key(let key) = $0 { key } else { nil } }
    }
}

import Kiosk
import Reception
import Testing

/// What is typed, committed and scanned while the screen takes text.
@Suite struct WedgeTextTests {
    private let code = Typing.code

    private func outputs(
        of keys: [Key], every gap: Duration = .zero, rest: Duration = .seconds(2)
    ) -> [WedgeReader.Output] {
        var typing = Typing()
        typing.reader.isForText = true
        typing.press(keys, every: gap)
        typing.rest(rest)
        return typing.outputs
    }

    private func typed(_ text: String) -> [WedgeReader.Output] { text.keys.map(WedgeReader.Output.key) }

    @Test(arguments: [
        "山田", "山田太郎", "株式会社青空商事東京支店営業第二部", "김민준", "陈伟", "Ｙａｍａｄａ", "やまだ たろう", "ﾔﾏﾀﾞﾀﾛｳ",
        "Acme", "Example Trading Co., Ltd. of London", "UK1", "UK1 Ltd", "UK1040", "ああああ", "１２３４", "wwww",
    ]) func `what an input method commits at once is text`(_ text: String) {
        #expect(outputs(of: text.keys) == typed(text))
        #expect(outputs(of: text.keys, every: .milliseconds(20)) == typed(text))
    }

    @Test func `text and the Enter behind it are both a person's`() {
        #expect(outputs(of: "青空商事".keys + [.enter]) == typed("青空商事") + [.key(.enter)])
        #expect(outputs(of: "UK1 Ltd".keys + [.enter]) == typed("UK1 Ltd") + [.key(.enter)])
        #expect(outputs(of: "青空商事会".keys + [.backspace]) == typed("青空商事会") + [.key(.backspace)])
    }

    @Test func `text waits no longer than a scan`() {
        #expect(outputs(of: "山田太郎".keys, rest: .milliseconds(125)) == typed("山田太郎"))
        #expect(outputs(of: "山".keys, rest: .milliseconds(40)) == typed("山"))
    }

    @Test(arguments: [[Key.enter], [.tab], []])
    func `scenario 3: a pass is a scan also here, in any letters`(suffix: [Key]) {
        for text in [code, code.lowercased(), code.fullWidth, code.lowercased().fullWidth] {
            for gap in [Duration.zero, .milliseconds(2), .milliseconds(30)] {
                #expect(outputs(of: text.keys + suffix, every: gap) == [.code(text)])
            }
        }
    }

    @Test func `a pass behind text that was just typed is a scan and the text is not taken for a code`() {
        var typing = Typing()
        typing.reader.isForText = true
        typing.press("山田太郎".keys, every: .zero)
        typing.rest(.milliseconds(200))
        typing.press(code.keys + [.enter])
        typing.rest(.seconds(2))
        #expect(typing.outputs == typed("山田太郎") + [.code(code)])
    }

    @Test func `half a pass and foreign codes are no text`() {
        let half = String(code.prefix(70))
        #expect(outputs(of: half.keys + [.enter]) == [.code(half)])
        #expect(outputs(of: "https://a.example/".keys + [.enter]) == [.code("https://a.example/")])
        let digits = String(repeating: "49012345", count: 4)
        #expect(outputs(of: digits.keys + [.enter]) == [.code(digits)])
    }

    @Test func `a paste is text without control characters, and a pasted pass is a pass`() {
        #expect(outputs(of: [.pasted("山\u{1B}[31m田\u{7}太郎")]) == typed("山[31m田太郎"))
        #expect(outputs(of: [.pasted(String(repeating: "山", count: 5000))]).count == 200)
        #expect(outputs(of: [.pasted(code)]) == [.code(code)])
    }

    @Test func `elsewhere the same text is a code, as before`() {
        #expect(Typing.outputs(of: "山田太郎".keys, every: .zero) == [.code("山田太郎")])
    }
}

import Foundation
import Reception
import Testing

@testable import Kiosk

/// How texts are chosen and filled in.
@Suite struct WordsInUseTests {
    @Test(arguments: [
        (Language.japanese, "11月25日(水) 10:30"), (.english, "Wed 25 Nov 10:30"), (.chinese, "11月25日 周三 10:30"),
        (.korean, "11월 25일 (수) 10:30"),
    ])
    func `a date is written as the language writes it`(language: Language, text: String) {
        #expect(Words(language: language).dateAndTime(Sample.reading) == text)
    }

    @Test(arguments: [
        (Language.japanese, "山田 太郎 様"), (.english, "山田 太郎"), (.chinese, "山田 太郎"), (.korean, "山田 太郎 님"),
    ])
    func `a visitor is named as the invitation has it, with the language's honorific`(language: Language, text: String)
    {
        #expect(Words(language: language).name("山田 太郎") == text)
    }

    @Test(arguments: Language.allCases)
    func `an answer says who comes and when`(language: Language) {
        let words = Words(language: language)
        func reply(_ state: Reply.State, _ name: String, _ minutes: Int?) -> String {
            words.reply(
                Reply(
                    event: .v7(.live), state: state, name: name, minutes: minutes, phone: "",
                    at: Instant(milliseconds: 0)))
        }
        let named = [reply(.coming, "佐藤", nil), reply(.coming, "佐藤", 0), reply(.coming, "佐藤", 5)]
        #expect(named.allSatisfy { $0.contains("佐藤") })
        #expect(named[2].contains("5") && !named[0].contains("5"))
        let unnamed = [
            reply(.coming, "", nil), reply(.coming, "", 0), reply(.coming, "", 5), reply(.unanswered, "", nil),
        ]
        #expect(Set(named + unnamed).count >= 6)
        #expect(reply(.passedOn, "総務部", nil).contains("総務部"))
        #expect(!reply(.passedOn, "", nil).isEmpty)
    }

    @Test func `the hours of a day with a break are listed`() {
        let spans = [(540, 720), (780, 1050)].map {
            OpeningHours.Span(open: ClockTime(minutes: $0.0), close: ClockTime(minutes: $0.1))
        }
        #expect(Words(language: .japanese).hours(spans) == "09:00〜12:00、13:00〜17:30")
        #expect(Words(language: .english).hours(spans) == "09:00–12:00, 13:00–17:30")
        #expect(Words(language: .japanese).hours([]) == "休み")
    }

    @Test func `an administrator's text is taken in its language only`() {
        let layout = KioskLayout(texts: ["ja": [.notice: "工事中です"], "zh-CN": [.notice: "施工中"], "ko": [.notice: ""]])
        #expect(Words(language: .japanese).own(.notice, of: layout) == "工事中です")
        #expect(Words(language: .chinese).own(.notice, of: layout) == "施工中")
        #expect(Words(language: .english).own(.notice, of: layout) == nil)
        #expect(Words(language: .korean).own(.notice, of: layout) == nil)
        #expect(Words(language: .japanese).own(.closed, of: layout) == nil)
    }

    @Test func `a button has its own text or its action's`() {
        let button = LayoutButton(id: "x", action: .delivery, labels: ["ja": "宅配便", "en": ""])
        #expect(Words(language: .japanese).label(button) == "宅配便")
        #expect(Words(language: .english).label(button) == "Delivery")
        #expect(Set(LayoutButton.Action.allCases.map { Phrase($0) }).count == LayoutButton.Action.allCases.count)
    }

    @Test func `a text in less room is taken where the long one does not fit`() {
        let words = Words(language: .english)
        #expect(words.say(.holdCode, within: 80) == words.say(.holdCode))
        #expect(words.say(.holdCode, within: 40) == words.say(.holdCodeShort))
        #expect(words.say(.back, within: 1) == "Back")
    }

    @Test func `a value that is missing leaves its place empty`() {
        #expect(Words(language: .english).say(.waiting) == " waiting")
    }

    /// A text that nothing says any more would be translated for nobody.
    @Test func `every text is said somewhere`() throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().path + "/../../Sources/Kiosk/"
        let files = try FileManager.default.subpathsOfDirectory(atPath: folder).filter {
            $0.hasSuffix(".swift") && !["Phrase.swift", "Phrase+Placeholders.swift"].contains($0)
        }
        let source = try files.map { try String(contentsOfFile: folder + $0, encoding: .utf8) }.joined()
        for phrase in Phrase.allCases {
            let said = phrase.rawValue.hasSuffix("Short") ? String(phrase.rawValue.dropLast(5)) : phrase.rawValue
            #expect(source.contains(".\(said)"), "\(phrase)")
        }
    }

    // MARK: - Languages

    @Test(arguments: [
        ("ja", Language.japanese), ("ja-JP", .japanese), ("EN_us", .english), ("zh", .chinese), ("zh-CN", .chinese),
        ("zh-Hans-SG", .chinese), ("zh-Hans-TW", .chinese), ("zh-Hant", nil), ("zh-TW", nil), ("ko-KR", .korean),
        ("fr", nil), ("", nil), ("-", nil), ("jam", nil),
    ])
    func `a language is known by its tag`(tag: String, language: Language?) {
        #expect(Language(tag: tag) == language)
    }

    @Test func `the language's key goes round what the layout offers`() {
        let all = ["ja", "en", "zh-Hans", "ko"]
        #expect(Language.japanese.next(among: all) == .english)
        #expect(Language.korean.next(among: all) == .japanese)
        #expect(Language.english.next(among: ["ja", "fr", "en"]) == .japanese)
        #expect(Language.chinese.next(among: ["ko", "en"]) == .korean)
        #expect(Language.english.next(among: []) == .english)
        #expect(Language.english.next(among: ["en"]) == .english)
    }

    @Test func `a language is named in itself`() {
        #expect(Language.allCases.map(\.ownName) == ["日本語", "English", "中文", "한국어"])
    }
}

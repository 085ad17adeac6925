import Reception
import Testing

@testable import Kiosk

/// Each language is written as it is written.
@Suite struct WordsStyleTests {
    /// Names of keys, of things and of this program that stay as they are.
    private static let latin: Set<String> = [
        "QR", "Esc", "Enter", "Backspace", "X", "UTC", "USB", "enrol", "uketsuke", "kiosk", "cloud", "MB", "evacuation",
        "txt",
        "staff", "add",
    ]

    @Test(arguments: [Language.japanese, .chinese, .korean])
    func `no English stands in a text of another language`(language: Language) {
        for phrase in Phrase.allCases {
            let words = Words(language: language).say(phrase).matches(of: /[A-Za-z]+/).map { String($0.output) }
            #expect(Set(words).isSubset(of: Self.latin), "\(phrase): \(words)")
        }
    }

    @Test func `each language has its own letters only`() {
        for phrase in Phrase.allCases {
            let texts = Language.allCases.map { ($0, Words(language: $0).say(phrase)) }
            for (language, text) in texts {
                let hasKana = text.contains(/[\u{3040}-\u{309f}\u{30a1}-\u{30fa}]/)
                let hasHan = text.contains(/[\u{4e00}-\u{9fff}]/)
                let hasHangul = text.contains(/[\u{ac00}-\u{d7a3}]/)
                #expect(!hasKana || language == .japanese, "\(phrase): \(text)")
                #expect(!hasHan || language == .japanese || language == .chinese, "\(phrase): \(text)")
                #expect(!hasHangul || language == .korean, "\(phrase): \(text)")
            }
        }
    }

    @Test(arguments: Language.allCases)
    func `punctuation is the language's own`(language: Language) {
        for phrase in Phrase.allCases {
            let text = Catalogs.own(language).texts[phrase]?.filled(with: Self.blots) ?? ""
            #expect(!text.contains("  "), "\(phrase) has two blanks: \(text)")
            #expect(
                !text.contains(/[\u{ff10}-\u{ff19}\u{ff21}-\u{ff3a}\u{ff41}-\u{ff5a}\u{3000}]/), "\(phrase): \(text)")
            #expect(!text.contains(/[\u{ff61}-\u{ff9f}]/), "\(phrase) has half-width kana: \(text)")
            #expect(!text.contains("..."), "\(phrase) has three dots for …: \(text)")
            #expect(!text.hasSuffix("。") && !text.hasSuffix("."), "\(phrase) ends in a full stop: \(text)")
            #expect(!text.contains(Self.foreignPunctuation(language)), "\(phrase): \(text)")
        }
    }

    private static let blots = Dictionary(
        uniqueKeysWithValues: Set(Phrase.allCases.flatMap(\.placeholders)).map { ($0, "□") })

    /// What would be a mistake: full-width in English and Korean, the ideographic comma's neighbours in Japanese,
    /// half-width in Chinese.
    private static func foreignPunctuation(_ language: Language) -> Regex<Substring> {
        switch language {
        case .japanese: /[\u{ff0c}\u{ff0e}\u{ff1a}\u{ff1f}\u{ff01}\u{ff08}\u{ff09}]|[,;!?]|[^ 日]\(/
        case .english: /[\u{3000}-\u{303f}\u{ff00}-\u{ffef}]/
        case .chinese: /[,;:!?()]|\u{ff01}/
        case .korean: /[\u{3000}-\u{303f}\u{ff00}-\u{ffef}]|;|!/
        }
    }

    /// `10 桁`, not `10桁`: as Japanese and Chinese screens are set here. Dates are set close.
    @Test(arguments: [Language.japanese, .chinese])
    func `a blank stands between ideographs and Latin letters or digits`(language: Language) {
        for phrase in Phrase.allCases where Self.dates.isDisjoint(with: phrase.placeholders) {
            let text = Sample.filled(phrase, language)
            #expect(!text.contains(/[\u{3041}-\u{30fa}\u{4e00}-\u{9fff}][A-Za-z0-9]/), "\(phrase): \(text)")
            #expect(!text.contains(/[A-Za-z0-9][\u{3041}-\u{30fa}\u{4e00}-\u{9fff}]/), "\(phrase): \(text)")
        }
    }

    /// Dates are set close.
    private static let dates: Set<String> = ["moment", "date", "month"]

    @Test func `Korean stays in one level of speech`() {
        for phrase in Phrase.allCases {
            let text = Words(language: .korean).say(phrase)
            #expect(!text.contains(/(세요|해요|어요|아요|예요|에요|해라)/), "\(phrase): \(text)")
        }
    }
}

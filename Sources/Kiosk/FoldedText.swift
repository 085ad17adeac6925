import Foundation

/// A name, or what somebody typed of one, in the form in which the two are compared.
///
/// Width, case, katakana or hiragana, accents and old forms of a character make no difference: `ﾀﾅｶ`, `タナカ` and
/// `たなか` are one, and so are `Müller` and `MULLER`, 髙橋 and 高橋. Hangul is taken apart, so that half a syllable begins
/// a whole one.
package struct FoldedText: Hashable, Sendable {
    /// What stood between blanks (and `・`, `,`, `=`), in order; none of them is empty.
    package let words: [Word]

    /// One word of it.
    package struct Word: Hashable, Sendable {
        /// Folded; a hyphen may stand in it, and after kana it is a long vowel's `ー`.
        package let text: String
        /// How many characters were written, marks aside; a syllable of Hangul counts as one.
        package let count: Int
        /// Whether it is hiragana (and `ー`) from end to end.
        package let isKana: Bool
        /// Whether it is kana and ASCII letters from end to end, with at least one letter.
        package let isRomaji: Bool
        /// Whether it is a single character that can be a whole family name: a kanji, or a syllable of Hangul.
        package let isWholeSign: Bool
    }

    package init(_ text: String) {
        // Most names are plain already, and ten thousand of them are folded before the first search.
        let isPlain = text.unicodeScalars.allSatisfy(\.isPlain)
        let plain = isPlain ? text : text.precomposedStringWithCompatibilityMapping.lowercased()
        words = plain.unicodeScalars.split(whereSeparator: Self.separates).map { Word(folding: $0) }.filter {
            $0.count > 0
        }
    }

    private static func separates(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isWhitespace || separators.contains(scalar)
    }

    private static let separators: Set<Unicode.Scalar> = ["・", ",", "、", "=", "･", ";", "/"]
}

extension FoldedText.Word {
    fileprivate init(folding plain: Substring.UnicodeScalarView) {
        var scalars: [Unicode.Scalar] = []
        var count = 0
        for scalar in plain {
            let before = scalars.count
            Self.append(scalar, to: &scalars)
            if scalars.count > before, scalar != "-" { count += 1 }
        }
        text = String(String.UnicodeScalarView(scalars))
        self.count = count
        isKana = count > 0 && scalars.allSatisfy(\.isKana)
        isRomaji =
            scalars.allSatisfy { $0.isKana || $0.isLetterOfRomaji || $0 == "-" }
            && scalars.contains(where: \.isLetterOfRomaji)
        isWholeSign = count == 1 && plain.contains { $0.isKanji || $0.isHangulSyllable }
    }

    private static func append(_ scalar: Unicode.Scalar, to folded: inout [Unicode.Scalar]) {
        switch scalar.value {
        case 0x30A1...0x30F6:
            if let hiragana = Unicode.Scalar(scalar.value - 0x60) { folded.append(hiragana) }
        case 0x2D, 0x2010...0x2015, 0x2212, 0x301C, 0xFF5E, 0x7E, 0x30FC:
            folded.append(folded.last?.isKana == true ? "ー" : "-")
        case 0x300...0x36F, 0x27, 0x60, 0x2018, 0x2019, 0x2E, 0xB7: break
        case 0xC0...0x24F, 0x1E00...0x1EFF: folded.append(contentsOf: Self.unaccented(scalar))
        case 0xAC00...0xD7A3:
            folded.append(contentsOf: String(scalar).decomposedStringWithCanonicalMapping.unicodeScalars)
        default: folded.append(variants[scalar] ?? scalar)
        }
    }

    private static func unaccented(_ scalar: Unicode.Scalar) -> String.UnicodeScalarView {
        if let plain = letters[scalar] { return plain.unicodeScalars }
        let parts = String(scalar).decomposedStringWithCanonicalMapping.unicodeScalars
        return String.UnicodeScalarView(parts.filter { !(0x300...0x36F).contains($0.value) })
    }

    /// Letters that no accent makes another one of.
    private static let letters: [Unicode.Scalar: String] = [
        "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "þ": "th", "ı": "i", "ħ": "h",
    ]

    /// Forms of one character that names keep apart and people typing them do not.
    private static let variants: [Unicode.Scalar: Unicode.Scalar] = Dictionary(
        [
            "高髙", "崎﨑嵜", "斉斎齋齊", "辺邊邉", "沢澤", "広廣", "国國", "浜濱濵", "桜櫻", "真眞", "恵惠", "徳德", "富冨", "島嶋嶌",
            "竜龍", "滝瀧", "静靜", "万萬", "会會", "栄榮", "吉𠮷", "峰峯", "条條", "実實", "寿壽", "関關", "黒黑", "穂穗", "芦蘆",
            "槙槇", "遥遙", "凜凛", "豊豐", "弥彌", "礼禮", "瀬瀨", "頼賴", "巌巖", "亀龜", "沖冲", "館舘", "曽曾", "桑桒",
        ].flatMap { group in
            group.unicodeScalars.dropFirst().compactMap { form in group.unicodeScalars.first.map { (form, $0) } }
        }, uniquingKeysWith: { first, _ in first })
}

extension Unicode.Scalar {
    /// Its own compatibility form, and in lower case: most of what Japanese names are written with.
    fileprivate var isPlain: Bool {
        (0x4E00...0x9FFF).contains(value) || (0x3041...0x3096).contains(value) || (0x30A1...0x30FC).contains(value)
            || isLetterOfRomaji || value == 0x20
    }
    /// Hiragana, or the mark of a long vowel.
    fileprivate var isKana: Bool { (0x3041...0x3096).contains(value) || value == 0x30FC }
    fileprivate var isLetterOfRomaji: Bool { (0x61...0x7A).contains(value) }
    fileprivate var isKanji: Bool { properties.isIdeographic }
    fileprivate var isHangulSyllable: Bool { (0xAC00...0xD7A3).contains(value) }
}

import Foundation

extension Token {
    /// What a text that was scanned or typed turns out to be, before any key or cache is asked.
    package enum Reading: Hashable, Sendable {
        /// A well-formed token. Whether it is genuine is for the signing keys to say.
        case token(Token)
        /// One of our codes, misread or cut short: it should be shown again.
        case garbled
        /// One of our codes through a scanner set to another keyboard layout: scanning again will not help.
        case wrongLayout
        /// Some other code.
        case notOurs
    }

    /// The longest text that is looked at, in bytes of UTF-8; a QR code holds at most 2,953.
    package static let longestText = 8192

    /// Reads what a camera, a scanner or a person gave: any text, in any case, full-width or not, with or without an
    /// AIM symbology identifier (ISO/IEC 15424) such as `]Q1` before it and white space around it; alone or at the end of
    /// an address (``OwnCode/link(_:)``).
    package static func reading(_ raw: String) -> Reading {
        guard raw.utf8.count <= longestText else { return .notOurs }
        let folded = folded(raw)
        let text = OwnCode.pass(inFoldedLink: folded) ?? folded
        let symbols = Array(text.utf8)
        guard text.hasPrefix(prefix) else { return azerty(text) ? .wrongLayout : .notOurs }
        guard symbols.count == length, hasCheckSymbols(symbols) else { return azerty(text) ? .wrongLayout : .garbled }
        return Token(symbols: Array(symbols[prefix.utf8.count..<(length - 2)])).map(Reading.token) ?? .garbled
    }

    /// Half- and full-width forms made one (Unicode NFKC), capitals, nothing around it.
    package static func folded(_ raw: String) -> String {
        let text = raw.precomposedStringWithCompatibilityMapping
            .trimmingCharacters(in: surroundings)
            .uppercased()
        return hasSymbologyIdentifier(text) ? String(text.dropFirst(3)) : text
    }

    /// Made once: putting such sets together costs more than the rest of the reading.
    private static let surroundings = CharacterSet.whitespacesAndNewlines.union(.controlCharacters)

    /// Whether capitals begin with an AIM identifier: `]`, a letter, a letter or digit.
    private static func hasSymbologyIdentifier(_ text: String) -> Bool {
        let start = Array(text.utf8.prefix(3))
        let letters = UInt8(ascii: "A")...UInt8(ascii: "Z")
        let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
        return start.count == 3 && start[0] == UInt8(ascii: "]") && letters.contains(start[1])
            && (letters.contains(start[2]) || digits.contains(start[2]))
    }

    private static func hasCheckSymbols(_ symbols: [UInt8]) -> Bool {
        symbols.count == length && CheckSymbols.of(symbols.dropLast(2)) == Array(symbols.suffix(2))
    }

    /// Whether the text is one of ours typed by a scanner set for US keys into a French layout.
    ///
    /// Either it has signs that no token has and its keys translated back make a well-formed token, or it has our
    /// first letters and signs that stand where the US layout has digits.
    private static func azerty(_ text: String) -> Bool {
        if text.hasPrefix("UK&") || text.hasPrefix(prefix) && text.contains(where: azertyDigitSigns.contains) {
            return true
        }
        let symbols = Array(String(text.map { usKeyOfAzerty[$0] ?? $0 }).utf8)
        let isForeign = text.utf8.contains { Base32.value(of: $0) == nil }
        return isForeign && hasCheckSymbols(symbols)
            && Base32.decode(symbols[prefix.utf8.count..<(length - 2)]) != nil
    }

    private static let azertyDigitSigns = Set("&É\"'(-È_ÇÀ")
    private static let usKeyOfAzerty: [Character: Character] = Dictionary(
        uniqueKeysWithValues: zip("&É\"'(-È_ÇÀAQZW,?M", "1234567890QAWZMM;"))
}

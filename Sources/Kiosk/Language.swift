/// A language of the screen; the raw value is its BCP 47 tag.
package enum Language: String, Hashable, Sendable, CaseIterable {
    case japanese = "ja"
    case english = "en"
    case chinese = "zh-Hans"
    case korean = "ko"

    /// The language that a BCP 47 tag names, in any case and with any region: `en-GB`, `zh-CN`, `ko_KR`.
    ///
    /// - Returns: `nil` for a language that there are no texts in; Traditional Chinese is one of those.
    package init?(tag: String) {
        let parts = tag.lowercased().split { $0 == "-" || $0 == "_" }
        let isTraditional =
            parts.contains("hant") || !parts.contains("hans") && parts.contains { Self.hant.contains($0) }
        switch parts.first {
        case "ja": self = .japanese
        case "en": self = .english
        case "zh" where !isTraditional: self = .chinese
        case "ko": self = .korean
        default: return nil
        }
    }

    /// Where Chinese is written in traditional characters.
    private static let hant: Set<Substring> = ["tw", "hk", "mo"]

    /// Its name in itself, as it stands on the key that turns to it.
    package var ownName: String {
        switch self {
        case .japanese: "日本語"
        case .english: "English"
        case .chinese: "中文"
        case .korean: "한국어"
        }
    }

    /// The language after this one, round and round among those that a layout offers.
    ///
    /// - Parameter tags: BCP 47; unknown ones are passed over. This language itself comes back where there is no other.
    package func next(among tags: [String]) -> Language {
        // Two tags may name one language: it comes once.
        let offered = tags.compactMap(Language.init(tag:)).reduce(into: [Language]()) {
            if !$0.contains($1) { $0.append($1) }
        }
        guard let place = offered.firstIndex(of: self) else { return offered.first ?? self }
        return offered[(place + 1) % offered.count]
    }
}

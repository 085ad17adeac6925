import ArgumentParser

/// `zh-Hans=销售部`.
struct NameInLanguage: ExpressibleByArgument {
    let language: String
    /// Empty to take that language away.
    let name: String

    init?(argument: String) {
        let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, parts[0].wholeMatch(of: /[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*/) != nil else { return nil }
        (language, name) = (parts[0], parts[1])
    }

    /// By language; the last one of a language counts.
    static func merged(_ names: [NameInLanguage]) -> [String: String] {
        Dictionary(names.map { ($0.language, $0.name) }) { $1 }
    }
}

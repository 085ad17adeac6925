/// One invited person of one appointment.
package struct Visitor: Hashable, Sendable {
    /// As the invitation wrote it.
    package var name: String
    /// Empty when unknown.
    package var company: String
    /// Empty when unknown; never told to kiosks.
    package var mail: String
    /// BCP 47, when the invitation knew it.
    package var language: String?

    package init(name: String, company: String, mail: String, language: String? = nil) {
        self.name = name
        self.company = company
        self.mail = mail
        self.language = language
    }

    /// Reads `Company;Name;mail`, of which only the name is needed: `Company;Name` or just `Name` will do.
    ///
    /// - Returns: `nil` without a name or with more than three parts.
    package init?(line: String, language: String? = nil) {
        let parts = line.split(separator: ";", omittingEmptySubsequences: false)
            .map { $0.trimmingWhitespace() }
        guard parts.count <= 3 else { return nil }
        let name = parts.count == 1 ? parts[0] : parts[1]
        guard !name.isEmpty else { return nil }
        self.init(
            name: name, company: parts.count == 1 ? "" : parts[0], mail: parts.count == 3 ? parts[2] : "",
            language: language)
    }
}

extension Substring {
    fileprivate func trimmingWhitespace() -> String {
        String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }
}

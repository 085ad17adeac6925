package import Reception

/// One host that a search has found, with what tells namesakes apart.
package struct HostMatch: Hashable, Sendable {
    package var host: HostRecord
    /// The department's name; empty when the host has none.
    package var department: String

    package init(host: HostRecord, department: String) {
        self.host = host
        self.department = department
    }

    /// The most matches that a visitor is shown; visitors never browse names (row P8).
    package static let most = 6
    /// The fewest characters that are searched for.
    package static let fewestCharacters = 2
}

package import Foundation

/// A channel: where notices are posted, and the secret that signs them.
package struct Webhook: Hashable, Sendable {
    /// `https`, or `http` within one's own network.
    package var url: URL
    /// Shared with the receiver; kept sealed.
    package var secret: Data

    package init(url: URL, secret: Data) {
        self.url = url
        self.secret = secret
    }

    /// Reads an address that a person gave; `nil` unless it is an absolute `http` or `https` URL with a host
    /// and without a user name or password, which would stand open in the database.
    package static func url(_ text: String) -> URL? {
        guard let url = URL(string: text), let scheme = url.scheme?.lowercased(), let host = url.host,
            !host.isEmpty, scheme == "https" || scheme == "http", url.user == nil, url.password == nil
        else { return nil }
        return url
    }
}

import Foundation

/// Where the cloud is, and which authorities vouch for it. Holds no secret: it may be shown.
package struct CloudAddress: Hashable, Sendable {
    /// Without a slash at its end; may have a path of its own, where the cloud stands behind a proxy.
    package let baseURL: String
    /// The PEM file of the only authorities to trust; `nil` for the system's.
    package let caFile: String?
    /// Only tests may talk without TLS, and only over loopback.
    let allowsPlainHTTP: Bool

    /// - Throws: ``CloudAddressError`` when the text is not the address of a cloud.
    package init(_ text: String, caFile: String? = nil) throws(CloudAddressError) {
        try self.init(text, caFile: caFile, scheme: "https")
    }

    /// A cloud on this machine without TLS, for tests of answers that no real server would give.
    init(plainLoopbackPort port: UInt16) throws(CloudAddressError) {
        try self.init("http://127.0.0.1:\(port)", caFile: nil, scheme: "http")
    }

    private init(_ text: String, caFile: String?, scheme: String) throws(CloudAddressError) {
        let trimmed = text.trimmingCharacters(in: .whitespacesAndNewlines)
        guard var parts = URLComponents(string: trimmed) else { throw .unreadable }
        guard parts.scheme?.lowercased() == scheme else { throw .notHTTPS }
        guard let host = parts.host, !host.isEmpty else { throw .noHost }
        guard parts.user == nil, parts.password == nil else { throw .hasUser }
        guard parts.query == nil, parts.fragment == nil else { throw .hasQuery }
        guard parts.port.map({ (1...65535).contains($0) }) ?? true else { throw .badPort }
        parts.scheme = scheme
        while parts.percentEncodedPath.hasSuffix("/") { parts.percentEncodedPath.removeLast() }
        guard let url = parts.string else { throw .unreadable }
        baseURL = url
        self.caFile = caFile
        allowsPlainHTTP = scheme == "http"
    }
}

/// Why a text is not the address of a cloud. The text itself is not repeated: it may hold a password.
package enum CloudAddressError: Error, Hashable, Sendable {
    case unreadable, notHTTPS, noHost, hasUser, hasQuery, badPort
}

extension CloudAddressError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unreadable: "The cloud's address is not a URL; write it like https://reception.example.com."
        case .notHTTPS: "The cloud's address must begin with https://; visitors' names are never sent in the clear."
        case .noHost: "The cloud's address names no host; write it like https://reception.example.com."
        case .hasUser: "The cloud's address must not hold a user name or a password; the enrolment code is enough."
        case .hasQuery: "The cloud's address must end before any ? or #; write it like https://reception.example.com."
        case .badPort: "The port of the cloud's address must be between 1 and 65535."
        }
    }
}

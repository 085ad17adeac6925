package import Foundation

/// One HTTP call. Redirects are never followed and the environment's proxy variables are ignored.
package struct HTTPRequest: Sendable {
    package enum Method: Sendable {
        case get, post
    }

    package var method: Method
    /// Absolute; https, unless ``allowsPlainHTTP``; without user name and password.
    package var url: String
    /// In the order given; a name or value with a line break makes the call fail before it begins.
    package var headers: [(name: String, value: String)]
    /// Sent with `.post` only; `nil` is an empty body.
    package var body: Data?
    /// For name, TCP and TLS together.
    package var connectTimeout: Duration
    /// For everything, from the name to the last byte.
    package var totalTimeout: Duration
    /// A call without a byte for so long ends as ``HTTPFailure/timedOut``; whole seconds, `nil` for no such limit.
    package var stallTimeout: Duration?
    /// The most bytes of the answer's body, after decompression.
    package var maximumResponse: Int
    /// When a server's certificate has to be valid, in seconds since 1970; `nil` for now by the machine's clock. Matters
    /// only to calls that begin a connection.
    package var certificateTime: Int64?
    /// Whether `http://` will do: for webhooks of a machine in the same room, never for the kiosk's cloud.
    package var allowsPlainHTTP: Bool

    package init(
        _ method: Method, _ url: String, headers: [(name: String, value: String)] = [], body: Data? = nil,
        connectTimeout: Duration = .seconds(5), totalTimeout: Duration = .seconds(15), stallTimeout: Duration? = nil,
        maximumResponse: Int = 10_000_000, certificateTime: Int64? = nil, allowsPlainHTTP: Bool = false
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.connectTimeout = connectTimeout
        self.totalTimeout = totalTimeout
        self.stallTimeout = stallTimeout
        self.maximumResponse = maximumResponse
        self.certificateTime = certificateTime
        self.allowsPlainHTTP = allowsPlainHTTP
    }
}

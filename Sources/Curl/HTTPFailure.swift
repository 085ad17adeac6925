/// Why a call gave no whole answer. No description has a URL's path or query, a header or a body in it.
package enum HTTPFailure: Error, Hashable, Sendable {
    /// The request itself cannot be sent: its URL or a header is not what the protocol allows.
    case invalid(String)
    /// No connection, or it broke before an answer began.
    case unreachable(String)
    /// It was connected, and the answer was not there in time.
    case timedOut
    /// The certificate could not be verified.
    case untrusted(String)
    /// The answer was larger than the request allows.
    case tooLarge
    /// What came back is not HTTP, cannot be decompressed, or was cut off.
    case malformed(String)
    /// The receiver of a streamed body wanted no more of it.
    case stopped
    /// The session was cancelled.
    case cancelled
}

extension HTTPFailure: CustomStringConvertible {
    package var description: String {
        switch self {
        case .invalid(let why): "The request cannot be sent (\(why)); check the address."
        case .unreachable(let why): "The server cannot be reached (\(why))."
        case .timedOut: "The server was reached but did not answer in time."
        case .untrusted(let why):
            "The server's certificate cannot be verified (\(why)); check the CA file and the clock."
        case .tooLarge: "The server's answer is larger than allowed."
        case .malformed(let why): "The server's answer cannot be used (\(why))."
        case .stopped: "The answer was given up half-way."
        case .cancelled: "The call was cancelled."
        }
    }
}

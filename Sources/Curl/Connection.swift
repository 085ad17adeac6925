import CCurl
import Foundation

/// libcurl's handles for one call at a time.
///
/// Sendable unchecked because libcurl lets handles move between threads, never be used by two at once, and the only
/// instance of a session is behind its mutex for the whole of a call.
struct Connection: ~Copyable, @unchecked Sendable {
    private let multi: UnsafeMutableRawPointer?
    private let easy: UnsafeMutableRawPointer?
    private let message: UnsafeMutablePointer<CChar>
    private let caFile: String?
    private let wake: Int32

    /// Once per process, before the first handle.
    private static let isStarted = uk_curl_start()

    init(caFile: String?, wake: Int32) {
        multi = Connection.isStarted ? curl_multi_init() : nil
        easy = Connection.isStarted ? curl_easy_init() : nil
        message = .allocate(capacity: Int(CURL_ERROR_SIZE))
        message.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        self.caFile = caFile
        self.wake = wake
    }

    deinit {
        if let easy { curl_easy_cleanup(easy) }
        if let multi { curl_multi_cleanup(multi) }
        message.deallocate()
    }

    func run(
        _ request: HTTPRequest, _ take: (HTTPHead, UnsafeRawBufferPointer) throws -> Void
    ) throws(HTTPFailure) -> HTTPHead {
        guard let multi, let easy, wake >= 0 else { throw .unreachable("out of memory or of file descriptors") }
        let headers = try headerList(request.headers)
        defer { curl_slist_free_all(headers) }
        let outcome = withoutActuallyEscaping(take) { take in
            let receiver = Receiver(maximum: request.maximumResponse, take: take)
            return withExtendedLifetime(receiver) {
                var code = prepare(easy, request, headers: headers, receiver: receiver)
                if code == CURLE_OK { code = uk_curl_run(multi, easy, wake, request.stallSeconds) }
                return (code: code, head: receiver.head, refusal: receiver.refusal)
            }
        }
        if outcome.code == CURLE_OK { return outcome.head }
        throw failure(outcome.code, easy, hasHead: outcome.head.status != 0, refusal: outcome.refusal)
    }

    private func prepare(
        _ easy: UnsafeMutableRawPointer, _ request: HTTPRequest, headers: UnsafeMutablePointer<curl_slist>?,
        receiver: Receiver
    ) -> CURLcode {
        var code = uk_curl_prepare(easy, message)
        func then(_ step: () -> CURLcode) {
            if code == CURLE_OK { code = step() }
        }
        then { uk_curl_set_address(easy, request.url, caFile, request.allowsPlainHTTP) }
        then {
            uk_curl_set_limits(
                easy, request.connectTimeout.positiveMilliseconds, request.totalTimeout.positiveMilliseconds)
        }
        if let time = request.certificateTime { then { uk_curl_set_certificate_time(easy, time) } }
        then { uk_curl_set_headers(easy, headers) }
        then {
            uk_curl_set_sinks(
                easy, Receiver.takeHead, Receiver.takeBody, Unmanaged.passUnretained(receiver).toOpaque())
        }
        if request.method == .post {
            then { (request.body ?? Data()).withUnsafeBytes { uk_curl_set_post(easy, $0.baseAddress, $0.count) } }
        }
        return code
    }

    private func headerList(
        _ headers: [(name: String, value: String)]
    ) throws(HTTPFailure) -> UnsafeMutablePointer<curl_slist>? {
        var list: UnsafeMutablePointer<curl_slist>?
        // libcurl would hold a larger body back for a second, waiting for leave to send it.
        for (name, value) in headers + [("Expect", "")] {
            let line = "\(name):\(value.isEmpty ? "" : " " + value)"
            guard !line.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) else {
                curl_slist_free_all(list)
                throw .invalid("the header \(name.filter(\.isLetter)) has a control character")
            }
            list = curl_slist_append(list, line)
        }
        return list
    }

    /// What libcurl's code means here. Its own text is used only where it speaks of names, addresses and certificates.
    private func failure(
        _ code: CURLcode, _ easy: UnsafeMutableRawPointer, hasHead: Bool, refusal: HTTPFailure?
    ) -> HTTPFailure {
        let general = String(cString: curl_easy_strerror(code))
        let text = String(cString: message)
        let detail = text.isEmpty ? general : text
        let isConnected = uk_curl_was_connected(easy)
        switch code {
        case CURLE_WRITE_ERROR: return refusal ?? .malformed(general)
        case CURLE_ABORTED_BY_CALLBACK: return .cancelled
        case CURLE_OPERATION_TIMEDOUT: return isConnected ? .timedOut : .unreachable("no connection in time")
        case CURLE_URL_MALFORMAT, CURLE_LOGIN_DENIED: return .invalid(general)
        case CURLE_UNSUPPORTED_PROTOCOL: return isConnected ? .malformed("no HTTP") : .invalid("the URL is not https")
        case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_ISSUER_ERROR,
            CURLE_SSL_INVALIDCERTSTATUS:
            return .untrusted(detail)
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_CONNECT, CURLE_SSL_CONNECT_ERROR: return .unreachable(detail)
        case CURLE_PARTIAL_FILE, CURLE_BAD_CONTENT_ENCODING, CURLE_WEIRD_SERVER_REPLY: return .malformed(general)
        case CURLE_SEND_ERROR, CURLE_RECV_ERROR: return hasHead ? .malformed("cut off") : .unreachable(general)
        default: return .unreachable(general)
        }
    }
}

extension HTTPRequest {
    /// Its limit for a line that stands still, at least a second; 0 for none.
    fileprivate var stallSeconds: Int { stallTimeout.map { max(1, Int($0.components.seconds)) } ?? 0 }
}

extension Duration {
    /// Whole milliseconds, at least one: for libcurl zero means no limit.
    fileprivate var positiveMilliseconds: Int {
        let (seconds, attoseconds) = components
        return max(1, Int(seconds) * 1000 + Int(attoseconds / 1_000_000_000_000_000))
    }
}

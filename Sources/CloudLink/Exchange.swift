import Curl
import Foundation
import Kiosk
import Reception

/// One call of the API: how requests are made and what answers of any kind amount to.
struct Exchange: Sendable {
    let address: CloudAddress
    /// Missing for enrolment alone.
    let credential: HeldCredential?
    let timeouts: CloudTimeouts
    let world: World
    /// When certificates have to be valid; `nil` for now by the machine's clock.
    let certificateTime: @Sendable () -> Instant?
    let session: HTTPSession

    /// The most bytes of an answer that is read as a whole.
    private static let maximumAnswer = 10_000_000

    init(
        address: CloudAddress, credential: Credential?, timeouts: CloudTimeouts, world: World,
        certificateTime: @escaping @Sendable () -> Instant? = { nil }
    ) {
        self.address = address
        self.credential = credential.map(HeldCredential.init)
        self.timeouts = timeouts
        self.world = world
        self.certificateTime = certificateTime
        session = HTTPSession(caFile: address.caFile)
    }

    /// Calls and reads the JSON of a good answer.
    ///
    /// - Parameter wait: how long the cloud was asked to hold the answer back.
    func call<Answer: Decodable>(
        _ method: HTTPRequest.Method, _ path: String, body: Data? = nil, wait: Duration = .zero, as type: Answer.Type
    ) throws(CloudFailure) -> Answer {
        let used = credential?.value
        var response = try perform(method, path, body, wait)
        // The call was under way when the credential was replaced, and the old one has ended.
        if response.head.status == 401, credential?.value != used { response = try perform(method, path, body, wait) }
        if isRevocation(response) { throw .revoked }
        try check(response.head, isOf: "application/json")
        do { return try Wire.decode(type, from: response.body) } catch { throw .unintelligible("wrong JSON") }
    }

    private func perform(
        _ method: HTTPRequest.Method, _ path: String, _ body: Data?, _ wait: Duration
    ) throws(CloudFailure) -> HTTPResponse {
        var request = request(method, path, accepting: "application/json")
        request.totalTimeout += wait
        request.maximumResponse = Exchange.maximumAnswer
        if let body {
            request.body = body
            request.headers.append(("Content-Type", "application/json"))
        }
        do { return try session.perform(request) } catch { throw CloudFailure(error) }
    }

    /// Only the cloud's own word in JSON counts: a mere 401, of whomever, must not make a kiosk delete anything.
    private func isRevocation(_ response: HTTPResponse) -> Bool {
        guard response.head.status == 401, mediaType(of: response.head) == "application/problem+json",
            credential != nil, let problem = try? Wire.decode(Problem.self, from: response.body)
        else { return false }
        return problem.status == 401 && problem.reason == Problem.revoked
    }

    /// A request with everything but a body.
    func request(_ method: HTTPRequest.Method, _ path: String, accepting type: String) -> HTTPRequest {
        var headers = [("Accept", type), ("User-Agent", "uketsuke-kiosk/\(Release.version)")]
        if let credential { headers.append(("Authorization", "Bearer \(credential.value.secret)")) }
        return HTTPRequest(
            method, address.baseURL + path, headers: headers, connectTimeout: timeouts.connect,
            totalTimeout: timeouts.total, certificateTime: certificateTime().map { $0.milliseconds / 1000 },
            allowsPlainHTTP: address.allowsPlainHTTP)
    }

    /// - Throws: unless the answer is a good one of that media type.
    func check(_ head: HTTPHead, isOf type: String) throws(CloudFailure) {
        switch head.status {
        case 200..<300: break
        case 300..<400: throw .unintelligible("a redirect, HTTP \(head.status)")
        case let status where isStrange(head): throw .stranger(status: status)
        case 401, 403: throw .refused(status: head.status)
        case 410: throw .gone
        case 413: throw .tooLarge
        case 429, 503: throw .busy(status: head.status, retryAfter: RetryAfter.wait(head, now: world.now()))
        default: throw .unexpected(status: head.status)
        }
        let given = mediaType(of: head)
        guard given == type else {
            throw .unintelligible(given == "text/html" ? "a web page" : "an answer of another type")
        }
    }

    /// Whether a refusal is of somebody on the way. The cloud explains its own in JSON; what is said by statuses that
    /// only ask for patience is true whoever says it, and 407 and 511 are never the cloud's.
    private func isStrange(_ head: HTTPHead) -> Bool {
        switch head.status {
        case 407, 511: true
        case 408, 425, 429: false
        case 400..<500: mediaType(of: head)?.hasSuffix("json") != true
        default: false
        }
    }

    private func mediaType(of head: HTTPHead) -> String? {
        head["content-type"]?.split(separator: ";").first.map { $0.trimmingCharacters(in: .whitespaces).lowercased() }
    }

    /// A request's JSON.
    func encode(_ value: some Encodable) throws(CloudFailure) -> Data {
        do { return try Wire.encode(value) } catch { throw .interrupted }
    }
}

extension CloudFailure {
    init(_ failure: HTTPFailure) {
        switch failure {
        case .invalid(let why), .unreachable(let why): self = .unreachable(why)
        case .timedOut: self = .timedOut
        case .untrusted(let why): self = .untrusted(why)
        case .tooLarge: self = .unintelligible("larger than any answer of the API")
        case .malformed(let why): self = .unintelligible(why)
        case .stopped, .cancelled: self = .interrupted
        }
    }
}

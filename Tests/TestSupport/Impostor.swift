import Foundation

/// Somebody who answers in the cloud's place, over TLS: a proxy, a sign-in page, a cloud out of order. A
/// ``FaultProxy`` leads there by ``FaultProxy/lead(to:)``, so that it is found at the cloud's own address.
package final class Impostor: Sendable {
    package enum Act: Hashable, Sendable {
        /// Refuses as the cloud itself does, with a problem in JSON.
        case refusing(Int, headers: [String] = [])
        /// Refuses as a proxy does, with a page.
        case refusingInHTML(Int)
        /// Sends everybody elsewhere.
        case redirecting(Int)
        /// Welcomes everybody with a page: a captive portal.
        case page
        /// Answers in good JSON that is not the API's.
        case otherJSON
        /// Begins an answer and sends a byte a second of it.
        case slowLoris
        /// Hands each request to the cloud twice, as a proxy that tries again does, and passes the second answer on.
        case doubling
        /// Hands each request to the cloud, and ends the connection instead of answering.
        case losingAnswers
    }

    package var port: UInt16 { responder.port }
    /// Every request so far.
    package var requests: [RawResponder.Request] { responder.requests }
    private let responder: RawResponder

    /// - Parameter cloud: where the acts that hand requests on hand them; the others need none.
    package init(_ act: Act, over tls: ServerTLS, before cloud: Cloud? = nil) throws {
        responder = try RawResponder(tls: tls) { Impostor.react(as: act, to: $0, before: cloud) }
    }

    /// The real cloud, behind this one.
    package struct Cloud: Hashable, Sendable {
        var port: UInt16
        var caFile: String

        package init(port: UInt16, caFile: String) {
            self.port = port
            self.caFile = caFile
        }
    }

    private static func react(
        as act: Act, to request: RawResponder.Request, before cloud: Cloud?
    ) -> RawResponder.Reaction {
        let html = Data("<html><body>Please sign in</body></html>".utf8)
        switch act {
        case .refusing(let status, let headers):
            let problem = Data(#"{"detail":"a test","status":\#(status),"title":"No"}"#.utf8)
            return .answer(
                RawResponder.http(status, type: "application/problem+json", headers: headers, problem))
        case .refusingInHTML(let status): return .answer(RawResponder.http(status, type: "text/html", html))
        case .redirecting(let status):
            return .answer(
                RawResponder.http(status, type: "text/html", headers: ["Location: https://portal.example/"], html))
        case .page: return .answer(RawResponder.http(200, type: "text/html", html))
        case .otherJSON: return .answer(RawResponder.http(200, Data(#"{"status":"ok"}"#.utf8)))
        case .slowLoris:
            let answer = RawResponder.http(200, Data(#"{"status":"ok"}"#.utf8))
            return .drip(answer.map { Data([$0]) }, pause: .seconds(1))
        case .doubling:
            _ = cloud?.answer(to: request)
            return cloud?.answer(to: request).map { .lastWords($0) } ?? .hangUp
        case .losingAnswers:
            _ = cloud?.answer(to: request)
            return .hangUp
        }
    }
}

extension Impostor.Cloud {
    /// The bytes of the cloud's answer; `nil` when it gives none.
    fileprivate func answer(to request: RawResponder.Request) -> Data? {
        guard let connection = try? TLSProcess(to: port, trusting: caFile) else { return nil }
        defer { connection.close() }
        let fields = request.headers.filter { $0.key != "connection" }.map { "\($0.key): \($0.value)\r\n" }.joined()
        let head = "\(request.method) \(request.target) HTTP/1.1\r\n\(fields)connection: close\r\n\r\n"
        guard LoopbackSocket.write(connection.plain, Data(head.utf8) + request.body) else { return nil }
        var answer = Data()
        while !isWhole(answer), let piece = LoopbackSocket.read(connection.plain) { answer += piece }
        return answer.isEmpty ? nil : answer
    }

    /// Whether nothing more belongs to it: a server need not close a connection because it was asked to.
    private func isWhole(_ answer: Data) -> Bool {
        guard let blank = answer.range(of: Data("\r\n\r\n".utf8)) else { return false }
        let head = String(decoding: answer[..<blank.lowerBound], as: UTF8.self).lowercased()
        if let length = head.firstMatch(of: /content-length: *(\d+)/).flatMap({ Int($0.1) }) {
            return answer.count >= answer.distance(from: answer.startIndex, to: blank.upperBound) + length
        }
        return head.contains("transfer-encoding: chunked") && answer.suffix(5) == Data("0\r\n\r\n".utf8)
    }
}

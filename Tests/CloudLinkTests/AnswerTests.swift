import Foundation
import Kiosk
import Reception
import TestSupport
import Testing

@testable import CloudLink

/// Whatever a server answers, the client says in one word what it is good for.
struct AnswerTests {
    struct Row: Sendable, CustomTestStringConvertible {
        var status: Int
        var headers: [String] = []
        var expected: CloudFailure
        var testDescription: String { "\(status) \(headers.joined())" }
    }

    static let statuses: [Row] = [
        Row(
            status: 301, headers: ["Location: http://portal.example/"],
            expected: .unintelligible("a redirect, HTTP 301")),
        Row(status: 302, headers: ["Location: /"], expected: .unintelligible("a redirect, HTTP 302")),
        Row(status: 400, expected: .unexpected(status: 400)),
        Row(status: 401, expected: .refused(status: 401)),
        Row(status: 403, expected: .refused(status: 403)),
        Row(status: 404, expected: .unexpected(status: 404)),
        Row(status: 408, expected: .unexpected(status: 408)),
        Row(status: 409, expected: .unexpected(status: 409)),
        Row(status: 410, expected: .gone),
        Row(status: 413, expected: .tooLarge),
        Row(status: 425, expected: .unexpected(status: 425)),
        Row(status: 429, expected: .busy(status: 429, retryAfter: nil)),
        Row(status: 429, headers: ["Retry-After: 30"], expected: .busy(status: 429, retryAfter: .seconds(30))),
        Row(status: 500, expected: .unexpected(status: 500)),
        Row(status: 502, expected: .unexpected(status: 502)),
        Row(status: 503, expected: .busy(status: 503, retryAfter: nil)),
        Row(status: 503, headers: ["retry-after: 5"], expected: .busy(status: 503, retryAfter: .seconds(5))),
        Row(
            status: 503,
            headers: ["Date: Mon, 23 Nov 2026 01:00:00 GMT", "Retry-After: Mon, 23 Nov 2026 01:02:00 GMT"],
            expected: .busy(status: 503, retryAfter: .seconds(120))),
        Row(status: 503, headers: ["Retry-After: soon"], expected: .busy(status: 503, retryAfter: nil)),
        Row(status: 504, expected: .unexpected(status: 504)),
    ]

    @Test(arguments: statuses)
    func `a status is one failure, for every call alike`(_ row: Row) throws {
        let responder = try RawResponder { _ in
            .answer(RawResponder.http(row.status, headers: row.headers, Data("{}".utf8)))
        }
        let client = try client(port: responder.port)
        #expect(failure(of: client) == row.expected)
        #expect(throws: row.expected) { try client.send(EventBatch(events: [Samples.event(1)])) }
        #expect(throws: row.expected) { try client.report(Samples.status) }
        #expect(throws: row.expected) { try client.snapshot { _ in } }
        #expect(throws: row.expected) { try client.rotateCredential() }
    }

    @Test func `a status without a body is the same failure for a snapshot`() throws {
        let responder = try RawResponder { _ in .answer(RawResponder.http(410, Data())) }
        #expect(throws: CloudFailure.gone) { try client(port: responder.port).snapshot { _ in } }
    }

    static let wrong: [(name: String, bytes: Data)] = [
        ("portal", RawResponder.http(200, type: "text/html", Data("<html>Sign in</html>".utf8))),
        ("JSON that says it is HTML", RawResponder.http(200, type: "text/html; charset=utf-8", Data("{}".utf8))),
        ("HTML that says it is JSON", RawResponder.http(200, Data("<html>".utf8))),
        ("no type", RawResponder.http(200, type: nil, Data("{}".utf8))),
        ("empty", RawResponder.http(200, Data())),
        ("204", Data("HTTP/1.1 204 No Content\r\n\r\n".utf8)),
        ("another object", RawResponder.http(200, Data(#"{"changes":{}}"#.utf8))),
        ("a number", RawResponder.http(200, Data("1e999".utf8))),
        ("broken UTF-8", RawResponder.http(200, Data([0x22, 0xFF, 0xFE, 0x22]))),
        ("deep", RawResponder.http(200, Data(String(repeating: "[", count: 1_000_000).utf8))),
        ("not gzip", RawResponder.http(200, headers: ["Content-Encoding: gzip"], Data("plain".utf8))),
        ("10 MB", RawResponder.http(200, Data(count: 10_000_001))),
        (
            "a huge head",
            RawResponder.http(200, headers: (0..<2000).map { "X-\($0): \(String(repeating: "x", count: 40))" }, Data())
        ),
    ]

    @Test(arguments: wrong.map(\.name))
    func `an answer that the API does not promise is unintelligible`(_ name: String) throws {
        let bytes = try #require(AnswerTests.wrong.first { $0.name == name }?.bytes)
        let responder = try RawResponder { _ in .lastWords(bytes) }
        let found = failure(of: try client(port: responder.port))
        guard case .unintelligible = found else {
            Issue.record("\(String(describing: found))")
            return
        }
    }

    @Test func `a body that ends before its length is unintelligible`() throws {
        let whole = RawResponder.http(200, try Samples.json(Samples.page))
        let responder = try RawResponder { _ in .lastWords(whole.dropLast(5)) }
        guard case .unintelligible = failure(of: try client(port: responder.port)) else {
            Issue.record("a cut body went unnoticed")
            return
        }
    }

    @Test func `a connection that is reset without an answer is unreachable`() throws {
        let responder = try RawResponder { _ in .hangUp }
        guard case .unreachable = failure(of: try client(port: responder.port)) else {
            Issue.record("a reset went unnoticed")
            return
        }
    }

    @Test func `something that is no HTTP server is no cloud`() throws {
        let responder = try RawResponder { _ in .lastWords(Data("220 mail.example ESMTP\r\n".utf8)) }
        guard case .unintelligible = failure(of: try client(port: responder.port)) else {
            Issue.record("a mail server passed for a cloud")
            return
        }
    }

    @Test func `a page that says there is more but leads nowhere is unintelligible`() throws {
        var page = Samples.page
        page.hasMore = true
        page.cursor = Samples.cursor
        let bytes = RawResponder.http(200, try Samples.json(page))
        let responder = try RawResponder { _ in .answer(bytes) }
        #expect(failure(of: try client(port: responder.port)) == .unintelligible("a page that leads nowhere"))
    }

    @Test func `a receipt that leaves an event out is unintelligible`() throws {
        let events = [Samples.event(1), Samples.event(2)]
        let receipt = EventReceipt(
            results: [EventResult(id: events[0].id, status: .accepted)], highestGapless: 1, missing: [],
            serverTime: Samples.now)
        let bytes = RawResponder.http(200, try Samples.json(receipt))
        let responder = try RawResponder { _ in .answer(bytes) }
        #expect(throws: CloudFailure.unintelligible("not every event has a result")) {
            try client(port: responder.port).send(EventBatch(events: events))
        }
    }

    @Test func `after any wrong answer the same client understands the next right one`() throws {
        let right = RawResponder.http(200, try Samples.json(Samples.page))
        let wrong = AnswerTests.wrong.map(\.bytes)
        let turn = Turn()
        let responder = try RawResponder { _ in
            let turn = turn.next()
            return turn.isMultiple(of: 2) ? .lastWords(wrong[turn / 2]) : .answer(right)
        }
        let client = try client(port: responder.port)
        for _ in wrong {
            #expect(failure(of: client) != nil)
            #expect(try client.changes(after: Samples.cursor, limit: 10, wait: .zero) == Samples.page)
        }
    }
}

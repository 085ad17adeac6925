import Foundation
import Kiosk
import Reception
import TestSupport
import Testing

@testable import CloudLink

/// What the client sends, and answers as they should be.
struct RequestTests {
    @Test func `changes are asked for with an escaped query and the credential`() throws {
        let odd = Cursor(epoch: "a&after=0 #?/日", sequence: 12)
        var sent = Samples.page
        sent.cursor = Cursor(epoch: odd.epoch, sequence: 13)
        let bytes = RawResponder.http(200, try Samples.json(sent))
        let responder = try RawResponder { _ in .answer(bytes) }
        let page = try client(port: responder.port).changes(after: odd, limit: 500, wait: .milliseconds(20_900))
        #expect(page == sent)
        let request = try #require(responder.requests.first)
        #expect(request.method == "GET")
        #expect(
            request.target
                == "/v1/kiosk/changes?epoch=a%26after%3D0%20%23%3F%2F%E6%97%A5&after=12&limit=500&wait=20")
        #expect(request.headers["authorization"] == "Bearer s3cret-credential")
        #expect(request.headers["user-agent"] == "uketsuke-kiosk/\(Release.version)")
        #expect(request.headers["accept-encoding"]?.contains("gzip") == true)
    }

    @Test(arguments: [
        Cursor(epoch: "another", sequence: 99), Cursor(epoch: "a", sequence: 11), Cursor(epoch: "a", sequence: 12),
    ])
    func `a page that leads nowhere is none of an Uketsuke cloud`(cursor: Cursor) throws {
        var sent = Samples.page
        sent.cursor = cursor
        sent.hasMore = true
        let bytes = RawResponder.http(200, try Samples.json(sent))
        let responder = try RawResponder { _ in .answer(bytes) }
        #expect(throws: CloudFailure.unintelligible("a page that leads nowhere")) {
            try client(port: responder.port).changes(
                after: Cursor(epoch: "a", sequence: 12), limit: 500, wait: .zero)
        }
    }

    @Test func `events are posted as JSON and their receipt comes back`() throws {
        let batch = EventBatch(events: [Samples.event(1), Samples.event(2)])
        let receipt = EventReceipt(
            results: batch.events.map { EventResult(id: $0.id, status: .accepted) }, highestGapless: 2, missing: [],
            serverTime: Samples.now)
        let bytes = RawResponder.http(200, type: "application/json; charset=utf-8", try Samples.json(receipt))
        let responder = try RawResponder { _ in .answer(bytes) }
        #expect(try client(port: responder.port).send(batch) == receipt)
        let request = try #require(responder.requests.first)
        #expect(request.method == "POST")
        #expect(request.target == "/v1/kiosk/events")
        #expect(request.headers["content-type"] == "application/json")
        #expect(try Wire.decode(EventBatch.self, from: request.body) == batch)
    }

    @Test func `two megabytes of events arrive whole and at once`() throws {
        var event = Samples.event(1)
        event.program = String(repeating: "x", count: 2_000_000)
        let receipt = EventReceipt(
            results: [EventResult(id: event.id, status: .accepted)], highestGapless: 1, missing: [],
            serverTime: Samples.now)
        let bytes = RawResponder.http(200, try Samples.json(receipt))
        let responder = try RawResponder { _ in .answer(bytes) }
        let client = try client(port: responder.port)
        _ = try client.send(EventBatch(events: [event]))
        // libcurl would ask and wait a second for leave to send a body of that size.
        #expect(responder.requests[0].headers["expect"] == nil)
        #expect(try Wire.decode(EventBatch.self, from: responder.requests[0].body).events == [event])
    }

    @Test func `calls share one connection, and go on after the server closed it`() throws {
        let answer = StatusAnswer(serverTime: Samples.now, notices: [])
        let bytes = RawResponder.http(200, try Samples.json(answer))
        let turn = Turn()
        let responder = try RawResponder { _ in turn.next() == 2 ? .lastWords(bytes) : .answer(bytes) }
        let client = try client(port: responder.port)
        for _ in 0..<3 { #expect(try client.report(Samples.status) == answer) }
        #expect(responder.connections == 1)
        for _ in 0..<3 { #expect(try client.report(Samples.status) == answer) }
        #expect(responder.connections == 2)
    }

    @Test func `a gzip answer is read like any other`() throws {
        let directory = try TemporaryDirectory()
        let plain = try directory.write(try Samples.json(Samples.page), to: "page")
        #expect(try Command.run(["gzip", plain]).status == 0)
        let packed = try Data(contentsOf: URL(fileURLWithPath: plain + ".gz"))
        let responder = try RawResponder { _ in
            .answer(RawResponder.http(200, headers: ["Content-Encoding: gzip"], packed))
        }
        #expect(try client(port: responder.port).changes(after: Samples.cursor, limit: 1, wait: .zero) == Samples.page)
    }

    @Test func `a gzip bomb is stopped at the limit`() throws {
        let directory = try TemporaryDirectory()
        let plain = try directory.write(Data(count: 200_000_000), to: "zeros")
        #expect(try Command.run(["gzip", "-1", plain]).status == 0)
        let packed = try Data(contentsOf: URL(fileURLWithPath: plain + ".gz"))
        let responder = try RawResponder { _ in
            .lastWords(RawResponder.http(200, headers: ["Content-Encoding: gzip"], packed))
        }
        #expect(failure(of: try client(port: responder.port)) == .unintelligible("larger than any answer of the API"))
    }

    @Test func `a rotated credential comes back without being shown`() throws {
        let answer = CredentialAnswer(credential: "new-credential", serverTime: Samples.now)
        let bytes = RawResponder.http(200, try Samples.json(answer))
        let responder = try RawResponder { _ in .answer(bytes) }
        let rotated = try client(port: responder.port).rotateCredential()
        #expect(rotated.credential == Credential("new-credential"))
        #expect(responder.requests.first?.method == "POST")
        #expect(responder.requests.first?.headers["content-length"] == "0")
    }

    @Test func `a new kiosk enrols without a credential`() throws {
        let answer = EnrolmentAnswer(
            kiosk: UUID(), credential: "c", tenant: TenantCard(number: 1, name: "T"),
            site: SiteCard(number: 1, name: "S", timeZone: "Asia/Tokyo", phone: ""), keys: [],
            serverTime: Samples.now)
        let bytes = RawResponder.http(200, try Samples.json(answer))
        let responder = try RawResponder { _ in .answer(bytes) }
        let client = EnrolmentClient(address: try CloudAddress(plainLoopbackPort: responder.port))
        #expect(try client.enrol(EnrolmentRequest(code: "AB-CD", name: "k", program: "p")) == answer)
        #expect(responder.requests.first?.target == "/v1/enrol")
        #expect(responder.requests.first?.headers["authorization"] == nil)
    }

    @Test(arguments: [401, 403, 410])
    func `a refused enrolment code is told from a refused credential`(_ status: Int) throws {
        let responder = try RawResponder { _ in .answer(RawResponder.http(status, Data())) }
        let client = EnrolmentClient(address: try CloudAddress(plainLoopbackPort: responder.port))
        #expect(throws: EnrolmentFailure.codeRefused) {
            try client.enrol(EnrolmentRequest(code: "AB-CD", name: "k", program: "p"))
        }
    }
}

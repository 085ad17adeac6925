import CloudDomain
import CloudMessages
import CloudStorage
import Crypto
import Foundation
import Logging
import Reception
import TestSupport
import Testing

/// Who is told of an arrival, once, and how a receiver knows that it was us.
struct NoticeTests {
    private static let ok = RawResponder.http(204, type: nil, Data())

    private func url(_ responder: RawResponder) throws -> URL {
        try #require(URL(string: "http://127.0.0.1:\(responder.port)/hook"))
    }

    /// Runs a dispatcher until `isDone`, five seconds at most.
    private func dispatch(_ ground: Ground, until isDone: () -> Bool) async throws {
        let dispatcher = Dispatcher(queue: ground.store, world: ground.clock.world, logger: Logger(label: "test"))
        dispatcher.start()
        defer { dispatcher.stop() }
        for _ in 0..<250 where !isDone() { try await Task.sleep(for: .milliseconds(20)) }
    }

    @Test func `scenario 11: a signed notice says who, where and how many of how many`() async throws {
        let responder = try RawResponder { _ in .answer(Self.ok) }
        let ground = try Ground(webhook: try url(responder))
        let kiosk = try await ground.kiosk()
        let (_, passes) = try ground.passes(["ACME;Ann", "ACME;Bob", "ACME;Cy"])
        for (sequence, pass) in passes.prefix(2).enumerated() {
            let event = ground.event(.checkIn, pass.id, sequence: Int64(sequence + 1))
            let receipt = try await ground.store.record([.event(event), .event(event)], from: kiosk)
            #expect(receipt.results.map(\.notice) == [.queued, .queued])
            try await dispatch(ground) { responder.requests.count == sequence + 1 }
        }
        let requests = responder.requests
        #expect(requests.count == 2)
        let notice = try Wire.decode(Notice.self, from: try #require(requests.last).body)
        #expect((notice.visitor, notice.company, notice.room, notice.host) == ("Bob", "ACME", "3A", "佐藤"))
        #expect((notice.arrived, notice.expected) == (2, 3))
        #expect(notice.occurredAt == ground.clock.now)
        #expect(requests.last?.headers["uketsuke-id"] == notice.id.uuidString.lowercased())
    }

    @Test func `the signature is that of the time and the body as sent`() async throws {
        let responder = try RawResponder { _ in .answer(Self.ok) }
        let ground = try Ground(webhook: try url(responder))
        let kiosk = try await ground.kiosk()
        let (_, passes) = try ground.passes()
        _ = try await ground.store.record([.event(ground.event(.checkIn, passes[0].id))], from: kiosk)
        try await dispatch(ground) { !responder.requests.isEmpty }
        let request = try #require(responder.requests.first)
        let time = ground.clock.now.milliseconds / 1000
        let code = HMAC<SHA256>.authenticationCode(
            for: Data("\(time).".utf8) + request.body, using: SymmetricKey(data: Data("s3cret".utf8)))
        let hex = code.map { String(format: "%02x", $0) }.joined()
        #expect(request.headers["uketsuke-signature"] == "t=\(time),v1=\(hex)")
    }

    @Test func `scenario 27: old arrivals come as one digest`() async throws {
        let responder = try RawResponder { _ in .answer(Self.ok) }
        let ground = try Ground(webhook: try url(responder))
        let kiosk = try await ground.kiosk()
        let (_, passes) = try ground.passes(["A", "B", "C"])
        let long = ground.clock.now.advanced(by: .seconds(-16 * 60))
        let receipt = try await ground.store.record(
            passes.enumerated().map { .event(ground.event(.checkIn, $1.id, sequence: Int64($0 + 1), at: long)) },
            from: kiosk)
        #expect(receipt.results.map(\.notice) == [.digest, .digest, .digest])
        #expect(try ground.store.claim() == nil)
        ground.clock.advance(by: .seconds(5))
        try await dispatch(ground) { !responder.requests.isEmpty }
        #expect(responder.requests.count == 1)
        let digest = try Wire.decode(NoticeDigest.self, from: try #require(responder.requests.first).body)
        #expect(digest.type == "digest")
        #expect(digest.arrivals.map(\.visitor).sorted() == ["A", "B", "C"])
        #expect(try ground.store.claim() == nil)
    }

    @Test func `scenario 27: a thousand late arrivals are one digest for each host, and nobody is rung`() async throws {
        let ground = try Ground(webhook: URL(string: "http://127.0.0.1:9/"))
        _ = try ground.store.write {
            try $0.addHost(
                name: "鈴木", mail: "", phone: "", department: nil,
                webhook: Webhook(url: try #require(URL(string: "http://127.0.0.1:9/two")), secret: Data("s".utf8)))
        }
        let kiosk = try await ground.kiosk()
        let late = ground.clock.now.advanced(by: .seconds(-3600))
        let passes = try ["佐藤", "鈴木"].flatMap { try ground.passes((0..<500).map { "V\($0)" }, host: $0).1 }
        let stream = UUID()
        for start in stride(from: 0, to: 1000, by: 200) {
            let events = (start..<start + 200).map { index in
                SentEvent.event(
                    ground.event(.checkIn, passes[index].id, sequence: Int64(index + 1), stream: stream, at: late))
            }
            let receipt = try await ground.store.record(events, from: kiosk)
            #expect(Set(receipt.results.map(\.notice)) == [.digest])
            #expect(try ground.store.claim() == nil)
            ground.clock.advance(by: .seconds(1))
        }
        ground.clock.advance(by: .seconds(10))
        var digests: [NoticeDigest] = []
        while let delivery = try ground.store.claim() {
            digests.append(try Wire.decode(NoticeDigest.self, from: delivery.body))
            try ground.store.settle(delivery, wasDelivered: true)
        }
        #expect(digests.map(\.arrivals.count) == [500, 500])
        #expect(Set(digests.map(\.host)) == ["佐藤", "鈴木"])
        ground.clock.advance(by: .seconds(86_400))
        #expect(try ground.store.claim() == nil)
    }

    @Test func `a digest waits for those that still join it, and stays one when it is tried again`() async throws {
        let ground = try Ground(webhook: URL(string: "http://127.0.0.1:9/"))
        let kiosk = try await ground.kiosk()
        let (_, passes) = try ground.passes(["A", "B"])
        let long = ground.clock.now.advanced(by: .seconds(-3600))
        for pass in passes {
            _ = try await ground.store.record([.event(ground.event(.checkIn, pass.id, at: long))], from: kiosk)
            ground.clock.advance(by: .seconds(4))
        }
        ground.clock.advance(by: .milliseconds(500))
        #expect(try ground.store.claim() == nil)
        ground.clock.advance(by: .seconds(1))
        let first = try #require(try ground.store.claim())
        #expect(first.notices.count == 2)
        try ground.store.settle(first, wasDelivered: false)
        ground.clock.advance(by: .seconds(1))
        #expect(try ground.store.claim() == first)
    }

    @Test func `an arrival that could not be rung for a quarter of an hour joins the digest`() async throws {
        let ground = try Ground(webhook: URL(string: "http://127.0.0.1:9/"))
        let kiosk = try await ground.kiosk()
        let (_, passes) = try ground.passes()
        _ = try await ground.store.record([.event(ground.event(.checkIn, passes[0].id))], from: kiosk)
        ground.clock.advance(by: .seconds(15 * 60 + 1))
        let delivery = try #require(try ground.store.claim())
        #expect(try Wire.decode(NoticeDigest.self, from: delivery.body).arrivals.count == 1)
    }

    @Test(arguments: [VerdictCode.alreadyIn, .departed, .unsynced])
    func `only a welcome rings`(_ verdict: VerdictCode) async throws {
        let ground = try Ground(webhook: URL(string: "http://127.0.0.1:9/"))
        let kiosk = try await ground.kiosk()
        let (_, passes) = try ground.passes()
        let receipt = try await ground.store.record(
            [.event(ground.event(.checkIn, passes[0].id, verdict: verdict))], from: kiosk)
        #expect(receipt.results[0].notice == nil)
        #expect(try ground.store.claim() == nil)
    }

    @Test func `a call goes to the site's fallback, else to the host, else nowhere`() async throws {
        for (host, fallback, expected) in [
            ("http://127.0.0.1:9/host", "http://127.0.0.1:9/site" as String?, "/site" as String?),
            ("http://127.0.0.1:9/host", nil, "/host"),
        ] {
            let ground = try Ground(webhook: URL(string: host), fallback: fallback.flatMap { URL(string: $0) })
            let kiosk = try await ground.kiosk()
            let (_, passes) = try ground.passes()
            let call = ground.event(.call, passes[0].id, verdict: .none)
            #expect(try await ground.store.record([.event(call)], from: kiosk).results[0].notice == .queued)
            let delivery = try #require(try ground.store.claim())
            #expect(delivery.webhook.url.path == expected)
            #expect(try Wire.decode(Notice.self, from: delivery.body).type == .call)
        }
        let ground = try Ground()
        let kiosk = try await ground.kiosk()
        let call = ground.event(.call, nil, verdict: .none)
        #expect(try await ground.store.record([.event(call)], from: kiosk).results[0].notice == .noChannel)
    }
}

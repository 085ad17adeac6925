import CloudDomain
import CloudHTTP
import CloudStorage
import Curl
import Foundation
import Reception
import TestSupport
import Testing

/// The API as kiosks meet it: the real server, TLS and all.
struct ServerTests {
    /// Runs `body` against a server that is ended afterwards.
    private func serving(_ body: (Ground, TestServer) async throws -> Void) async throws {
        let ground = try Ground()
        let server = try await TestServer(ground)
        do {
            try await body(ground, server)
        } catch {
            try await server.stop()
            throw error
        }
        try await server.stop()
    }

    private func end(_ response: HTTPResponse) throws -> SnapshotEnd {
        let line = response.body.split(separator: 10).last ?? Data()
        guard case .end(let end) = try Wire.decode(SnapshotLine.self, from: Data(line)) else { throw FeedGone() }
        return end
    }

    @Test func `a kiosk enrols, takes a snapshot, follows and reports`() async throws {
        try await serving { ground, server in
            let answer = try await server.enrol(ground)
            #expect(answer.site.timeZone == "Asia/Tokyo")
            let snapshot = try await server.call(.get, "/v1/kiosk/snapshot", credential: answer.credential)
            #expect(snapshot.headers["content-type"] == "application/x-ndjson")
            #expect(snapshot.headers["cache-control"] == "no-store")
            let cursor = try end(snapshot).cursor
            let (_, passes) = try ground.passes()
            let page = try await server.call(
                .get, "/v1/kiosk/changes?epoch=\(cursor.epoch)&after=\(cursor.sequence)", credential: answer.credential)
            #expect(try Wire.decode(ChangesPage.self, from: page.body).changes.count == 1)
            let batch = EventBatch(events: [ground.event(.checkIn, passes[0].id)])
            let receipt = try await server.call(
                .post, "/v1/kiosk/events", credential: answer.credential, body: try Wire.encode(batch))
            #expect(try Wire.decode(EventReceipt.self, from: receipt.body).highestGapless == 1)
            let report = StatusReport(
                program: "test", waitingEvents: 0, setAsideEvents: 0, cacheAgeMilliseconds: 5, scanner: .ready,
                clock: batch.events[0].clock, deviceTime: ground.clock.now)
            let status = try await server.call(
                .post, "/v1/kiosk/status", credential: answer.credential, body: try Wire.encode(report))
            #expect(try Wire.decode(StatusAnswer.self, from: status.body).notices == [])
            #expect(try ground.store.read { try $0.kiosks() }.first?.status == report)
        }
    }

    @Test func `a snapshot is compressed for those who take gzip, and is the same`() async throws {
        try await serving { ground, server in
            _ = try ground.passes((1...1500).map { "会社;訪問者\($0)" })
            let credential = try await server.enrol(ground).credential
            func fetch(_ encoding: String) async throws -> (wire: Data, plain: Data) {
                let wire = ground.folder.file("wire-\(encoding.count)")
                let curl = [
                    "curl", "-sS", "--cacert", server.authority, "-H", "Authorization: Bearer \(credential)", "-H",
                    "Accept-Encoding: \(encoding)", "-o", wire, server.url + "/v1/kiosk/snapshot",
                ]
                #expect(try await Command.finish(curl).status == 0)
                let plain = try Command.run(["gzip", "-dcf", wire])
                #expect(plain.status == 0, "\(plain.err)")
                return (try Data(contentsOf: URL(fileURLWithPath: wire)), Data(plain.out.utf8))
            }
            let identity = try await fetch("gzip;q=0")
            let compressed = try await fetch("br, gzip")
            #expect(identity.wire == identity.plain)
            #expect(compressed.wire.count * 4 < identity.wire.count)
            #expect(rows(compressed.plain) == rows(identity.plain))
            #expect(rows(identity.plain).count == 1504)
        }
    }

    private func rows(_ lines: Data) -> [Data] {
        lines.split(separator: 10).dropLast().map { Data($0) }
    }

    @Test func `a credential is changed over the wire`() async throws {
        try await serving { ground, server in
            let old = try await server.enrol(ground).credential
            let answer = try await server.call(.post, "/v1/kiosk/credential", credential: old)
            let new = try Wire.decode(CredentialAnswer.self, from: answer.body).credential
            #expect(try await server.call(.get, "/v1/kiosk/snapshot", credential: new).status == 200)
            #expect(try await server.call(.get, "/v1/kiosk/snapshot", credential: old).status == 401)
        }
    }

    @Test func `errors are problems with the right status`() async throws {
        try await serving { ground, server in
            let credential = try await server.enrol(ground).credential
            let tooMany = Data(#"{"events":[\#(Array(repeating: "{}", count: 201).joined(separator: ","))]}"#.utf8)
            let wrongCode = try Wire.encode(EnrolmentRequest(code: "no", name: "x", program: ""))
            let answers = [
                (404, try await server.call(.get, "/v1/nothing")),
                (401, try await server.call(.get, "/v1/kiosk/snapshot")),
                (401, try await server.call(.get, "/v1/kiosk/snapshot", credential: "uk_wrong")),
                (403, try await server.call(.post, "/v1/enrol", body: wrongCode)),
                (400, try await server.call(.post, "/v1/enrol", body: Data("<html>".utf8))),
                (410, try await server.call(.get, "/v1/kiosk/changes?epoch=x&after=0", credential: credential)),
                (400, try await server.call(.get, "/v1/kiosk/changes?epoch=x&after=x", credential: credential)),
                (413, try await server.call(.post, "/v1/kiosk/events", credential: credential, body: tooMany)),
                (
                    413,
                    try await server.call(
                        .post, "/v1/kiosk/events", credential: credential, body: Data(count: (1 << 20) + 1))
                ),
                (400, try await server.call(.post, "/v1/kiosk/events", credential: credential, body: Data("[]".utf8))),
            ]
            for (status, answer) in answers {
                #expect(answer.status == status)
                #expect(answer.headers["content-type"] == "application/problem+json")
                #expect(try Wire.decode(Problem.self, from: answer.body).status == status)
            }
        }
    }

    @Test func `enrolment is rationed and says for how long`() async throws {
        try await serving { _, server in
            let body = try Wire.encode(EnrolmentRequest(code: "no", name: "x", program: ""))
            for _ in 0..<10 { #expect(try await server.call(.post, "/v1/enrol", body: body).status == 403) }
            let answer = try await server.call(.post, "/v1/enrol", body: body)
            #expect(answer.status == 429)
            #expect(answer.headers["retry-after"].flatMap { Int($0) }.map { (1...61).contains($0) } == true)
        }
    }

    @Test func `good codes are not rationed`() async throws {
        try await serving { ground, server in
            for _ in 0..<12 { _ = try await server.enrol(ground) }
        }
    }

    @Test func `a report or a name that no screen could show is refused`() async throws {
        try await serving { ground, server in
            let credential = try await server.enrol(ground).credential
            let long = String(repeating: "x", count: 201)
            for report in [
                StatusReport.sample(at: ground.clock.now, program: long),
                StatusReport.sample(at: ground.clock.now, bootID: long),
            ] {
                let body = try Wire.encode(report)
                #expect(
                    try await server.call(.post, "/v1/kiosk/status", credential: credential, body: body).status == 400)
            }
            for name in ["", " ", "a\nb", long] {
                let body = try Wire.encode(EnrolmentRequest(code: "x", name: name, program: ""))
                #expect(try await server.call(.post, "/v1/enrol", body: body).status == 400)
            }
        }
    }

    @Test func `an idle connection is closed, a waiting call is not`() async throws {
        let ground = try Ground()
        let server = try await TestServer(ground, idleTimeout: .seconds(1))
        let credential = try await server.enrol(ground).credential
        let cursor = try end(try await server.call(.get, "/v1/kiosk/snapshot", credential: credential)).cursor
        let path = "/v1/kiosk/changes?epoch=\(cursor.epoch)&after=\(cursor.sequence)&wait=3"
        async let waiting = server.call(.get, path, credential: credential)
        let start = World.live.uptime()
        let port = try #require(server.url.split(separator: ":").last)
        let idle = try await Command.finish([
            "timeout", "10", "openssl", "s_client", "-quiet", "-connect", "127.0.0.1:\(port)",
        ])
        #expect(idle.status != 124)
        #expect(World.live.uptime() - start < .seconds(9))
        #expect(try await waiting.status == 200)
        try await server.stop()
    }

    @Test func `a waiting kiosk hears soon of what another process did`() async throws {
        try await serving { ground, server in
            let credential = try await server.enrol(ground).credential
            let cursor = try end(try await server.call(.get, "/v1/kiosk/snapshot", credential: credential)).cursor
            let path = "/v1/kiosk/changes?epoch=\(cursor.epoch)&after=\(cursor.sequence)&wait=20"
            async let waiting = server.call(.get, path, credential: credential)
            try await Task.sleep(for: .milliseconds(500))
            let result = try await Command.finish([
                Command.built("uketsuke-cloud"), "appointment", "add", "--data", ground.folder.file("data"), "--title",
                "T", "--start", "2026-11-23T10:00", "--end", "2026-11-23T11:00", "--host", "佐藤", "--visitor", "Ann",
            ])
            #expect(result.status == 0)
            let start = World.live.uptime()
            let page = try Wire.decode(ChangesPage.self, from: try await waiting.body)
            // Unnoticed, it would be told when its twenty seconds are over.
            #expect(World.live.uptime() - start < .seconds(10))
            #expect(page.changes.count == 1)
        }
    }

    @Test func `the server ends while kiosks wait, without waiting with them`() async throws {
        let ground = try Ground()
        let server = try await TestServer(ground)
        let credential = try await server.enrol(ground).credential
        let cursor = try end(try await server.call(.get, "/v1/kiosk/snapshot", credential: credential)).cursor
        let path = "/v1/kiosk/changes?epoch=\(cursor.epoch)&after=\(cursor.sequence)&wait=30"
        async let waiting = server.call(.get, path, credential: credential)
        try await Task.sleep(for: .milliseconds(500))
        let start = World.live.uptime()
        try await server.stop()
        // They wait for thirty seconds.
        #expect(World.live.uptime() - start < .seconds(15))
        #expect(try await waiting.status == 200)
    }

    @Test func `a certificate that is about to end is made anew under the same authority`() throws {
        let folder = try TemporaryDirectory()
        let clock = TestClock("2026-11-23T00:00:00Z")
        func prepare() throws -> (leaf: Data, authority: Data) {
            let files = try LoopbackCertificate.prepare(in: folder.file("tls"), world: clock.world)
            return (
                try Data(contentsOf: URL(fileURLWithPath: files.chain)),
                try Data(contentsOf: URL(fileURLWithPath: files.authority))
            )
        }
        let first = try prepare()
        clock.advance(by: .seconds(360 * 86_400))
        #expect(try prepare() == first)
        clock.advance(by: .seconds(10 * 86_400))
        let second = try prepare()
        #expect(second.leaf != first.leaf)
        #expect(second.authority == first.authority)
    }
}

import CloudDomain
import CloudStorage
import Curl
import Foundation
import Reception
import TestSupport
import Testing

/// Scenario 40, the cloud's side: a revoked kiosk is told so in words that it acts on; nobody else is.
struct RevocationTests {
    @Test func `scenario 40: a revoked kiosk is told so on every call, an unknown credential is only refused`()
        async throws
    {
        let ground = try Ground()
        let server = try await TestServer(ground)
        let answer = try await server.enrol(ground)
        _ = try ground.store.write { try $0.revokeKiosk(answer.kiosk) }
        let batch = try Wire.encode(EventBatch(events: []))
        for (path, body) in [
            ("/v1/kiosk/changes", nil), ("/v1/kiosk/snapshot", nil), ("/v1/kiosk/events", batch),
            ("/v1/kiosk/status", try Wire.encode(StatusReport.sample(at: ground.clock.now))),
            ("/v1/kiosk/credential", Data()),
        ] as [(String, Data?)] {
            let response = try await server.call(
                body == nil ? .get : .post, path, credential: answer.credential, body: body)
            #expect(response.status == 401)
            #expect(try Wire.decode(Problem.self, from: response.body).reason == Problem.revoked)
            let stranger = try await server.call(body == nil ? .get : .post, path, credential: "uk_0", body: body)
            #expect(stranger.status == 401)
            #expect(try Wire.decode(Problem.self, from: stranger.body).reason == nil)
        }
        try await server.stop()
    }

    @Test func `a kiosk that waits for news is told when the wait ends`() async throws {
        let ground = try Ground()
        let server = try await TestServer(ground)
        let answer = try await server.enrol(ground)
        let newest = try await ground.store.newestSequence()
        let path = "/v1/kiosk/changes?epoch=\(try await ground.epoch())&after=\(newest)&wait=2"
        async let response = server.call(.get, path, credential: answer.credential)
        try await Task.sleep(for: .milliseconds(300))
        _ = try ground.store.write { try $0.revokeKiosk(answer.kiosk) }
        #expect(try Wire.decode(Problem.self, from: try await response.body).reason == Problem.revoked)
        try await server.stop()
    }

    @Test func `the command says how much the kiosk had not sent`() async throws {
        let ground = try Ground()
        let kiosk = try await ground.kiosk()
        func revoke() throws -> Command.Result {
            try Command.run([
                Command.built("uketsuke-cloud"), "kiosk", "revoke", kiosk.id.uuidString, "--data",
                ground.folder.file("data"),
            ])
        }
        #expect(try revoke().out.contains("It has never reported; events that it has not sent are lost."))
        var report = StatusReport.sample(at: ground.clock.now)
        (report.waitingEvents, report.setAsideEvents) = (2, 1)
        _ = try await ground.store.note(report, from: kiosk)
        #expect(try revoke().out.contains("3 unsent event(s), which are lost"))
    }

    @Test func `the new credential of a revoked kiosk is revoked too`() async throws {
        let ground = try Ground()
        let kiosk = try await ground.kiosk()
        let new = try await ground.store.rotateCredential(of: kiosk).credential
        _ = try ground.store.write { try $0.revokeKiosk(kiosk.id) }
        await #expect(throws: KioskRevoked.self) { try await ground.store.kiosk(credential: new) }
    }
}

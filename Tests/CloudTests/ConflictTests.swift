import CloudDomain
import CloudStorage
import Curl
import Foundation
import Reception
import TestSupport
import Testing

/// Scenario 23 over the wire: two kiosks that could not hear of each other let the same pass in.
struct ConflictTests {
    private struct Terminal {
        var credential: String
        var cursor: Reception.Cursor
        var stream = UUID()
    }

    private func terminal(_ ground: Ground, _ server: TestServer) async throws -> Terminal {
        let answer = try await server.enrol(ground)
        let epoch = try await ground.epoch()
        return Terminal(credential: answer.credential, cursor: Cursor(epoch: epoch, sequence: 0))
    }

    private func send(
        _ event: Event, _ terminal: Terminal, _ ground: Ground, _ server: TestServer
    ) async throws -> EventReceipt {
        let now = ground.event(.call, nil)
        let sender = SenderClock(deviceTime: now.occurredAt, clock: now.clock)
        let answer = try await server.call(
            .post, "/v1/kiosk/events", credential: terminal.credential,
            body: try Wire.encode(EventBatch(events: [event], sender: sender)))
        return try Wire.decode(EventReceipt.self, from: answer.body)
    }

    private func state(
        of pass: PassID, _ terminal: Terminal, _ server: TestServer
    ) async throws -> VisitState? {
        let path = "/v1/kiosk/changes?epoch=\(terminal.cursor.epoch)&after=\(terminal.cursor.sequence)"
        let answer = try await server.call(.get, path, credential: terminal.credential)
        let states = try Wire.decode(ChangesPage.self, from: answer.body).changes.compactMap { row -> VisitState? in
            if case .visit(pass, let state) = row.change { state } else { nil }
        }
        return states.last
    }

    private func notices(_ terminal: Terminal, _ ground: Ground, _ server: TestServer) async throws -> [String] {
        let answer = try await server.call(
            .post, "/v1/kiosk/status", credential: terminal.credential,
            body: try Wire.encode(StatusReport.sample(at: ground.clock.now)))
        return try Wire.decode(StatusAnswer.self, from: answer.body).notices
    }

    @Test(arguments: [true, false])
    func `scenario 23: both facts are kept, the administrator sees the conflict and every kiosk is told`(
        _ isEarlierFirst: Bool
    ) async throws {
        let ground = try Ground()
        let server = try await TestServer(ground)
        let terminals = [try await terminal(ground, server), try await terminal(ground, server)]
        let pass = try ground.passes().1[0].id
        let times = [0, 60].map { ground.clock.now.advanced(by: .seconds($0 - 120)) }
        let events = terminals.indices.map {
            ground.event(.checkIn, pass, stream: terminals[$0].stream, at: times[$0])
        }
        for index in isEarlierFirst ? [0, 1] : [1, 0] {
            let receipt = try await send(events[index], terminals[index], ground, server)
            #expect(receipt.results.map(\.status) == [.accepted])
        }
        for terminal in terminals {
            #expect(
                try await state(of: pass, terminal, server) == VisitState(checkedInAt: times[1], checkedOutAt: nil))
            #expect(try await notices(terminal, ground, server).contains { $0.contains("used again (1 in 24 hours)") })
        }
        let printed = try await printed(ground)
        try await server.stop()
        #expect(printed.map(\.isConflict) == [false, true])
        #expect(printed.map(\.checkedInAt) == times)
        #expect(Set(printed.map(\.pass)) == [pass])
    }

    /// What `uketsuke-cloud visits` shows the administrator.
    private func printed(_ ground: Ground) async throws -> [VisitRecord] {
        let command = [Command.built("uketsuke-cloud"), "visits", "--data", ground.folder.file("data")]
        let table = try await Command.finish(command).out
        #expect(table.split(separator: "\n").map { $0.hasSuffix("\tconflict") } == [false, true])
        return try Wire.decode([VisitRecord].self, from: Data(try await Command.finish(command + ["--json"]).out.utf8))
    }

    @Test func `the administrator sees gaps, doubled numbers and a wrong clock of each kiosk`() async throws {
        let ground = try Ground()
        let kiosk = try await ground.kiosk()
        let stream = UUID()
        let events = [1, 3, 3].map {
            ground.event(.refusal, nil, sequence: $0, stream: stream, verdict: .notOurs)
        }
        _ = try await ground.store.record(events.map { .event($0) }, from: kiosk)
        let command = Command.built("uketsuke-cloud")
        let folder = ["--data", ground.folder.file("data")]
        let kiosks = try await Command.finish([command, "kiosk", "list"] + folder).out
        #expect(kiosks.contains("are missing in the cloud") && kiosks.contains("numbered events twice"))
        let printed = try await Command.finish([command, "events"] + folder).out.split(separator: "\n")
        #expect(printed.map { $0.hasSuffix("numberDoubled") } == [false, true, true])
    }
}

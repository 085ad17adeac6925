import CloudDomain
import CloudStorage
import Curl
import Foundation
import Reception
import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#endif

/// The cloud may be killed at any moment: what it said it had, it has.
struct CloudKillTests {
    /// A cloud's folder, served by the real program.
    private struct Place {
        let folder: TemporaryDirectory
        let store: Store

        var data: String { folder.file("data") }
        var ready: String { folder.file("ready") }

        init() throws {
            folder = try TemporaryDirectory()
            store = try Store(directory: DataDirectory(folder.file("data")), world: .live)
        }

        /// Serves the folder, and is back when connections are accepted.
        func serve() async throws -> Process {
            try? FileManager.default.removeItem(atPath: ready)
            let process = Process()
            process.executableURL = URL(fileURLWithPath: Command.built("uketsuke-cloud"))
            process.arguments = ["serve", "--data", data, "--listen", "127.0.0.1:0", "--ready-file", ready]
            process.standardOutput = FileHandle.nullDevice
            process.standardError = FileHandle.nullDevice
            try process.run()
            for _ in 0..<600 where !FileManager.default.fileExists(atPath: ready) {
                try await Task.sleep(for: .milliseconds(50))
            }
            return process
        }

        func call(_ path: String, credential: String?, body: Data) throws -> HTTPResponse {
            let lines = try String(contentsOfFile: ready, encoding: .utf8).split(separator: "\n").map(String.init)
            let headers = credential.map { [("Authorization", "Bearer \($0)")] } ?? []
            return try HTTPSession(caFile: lines[1]).perform(
                HTTPRequest(.post, lines[0] + path, headers: headers, body: body, totalTimeout: .seconds(40)))
        }
    }

    private func sample(_ sequence: Int64, _ stream: UUID) -> Event {
        .sample(.checkIn, PassID(UInt64(sequence)), at: World.live.now(), sequence: sequence, stream: stream)
    }

    /// Sends batches until the server is gone.
    private func push(
        _ events: inout [Event], to place: Place, credential: String, acknowledged: inout Set<UUID>
    ) {
        while true {
            while events.count < 5 { events.append(sample((events.last?.sequence ?? 0) + 1, events[0].stream)) }
            guard let body = try? Wire.encode(EventBatch(events: events)),
                let answer = try? place.call("/v1/kiosk/events", credential: credential, body: body),
                let receipt = try? Wire.decode(EventReceipt.self, from: answer.body)
            else { return }
            let done = receipt.results.filter { $0.status != .rejected }.map(\.id)
            acknowledged.formUnion(done)
            let next = sample((events.last?.sequence ?? 0) + 1, events[0].stream)
            events = events.filter { !done.contains($0.id) } + [next]
        }
    }

    @Test func `what was answered is there after kill -9 at random moments, once`() async throws {
        var chance = Chance.fromEnvironment()
        let place = try Place()
        let site = try place.store.write {
            try $0.addSite(name: "Tokyo", time: .utc, phone: "", webhook: nil)
        }
        var credential: String?
        var waiting = [sample(1, UUID())]
        var acknowledged: Set<UUID> = []
        for _ in 0..<6 {
            let server = try await place.serve()
            if credential == nil {
                let code = try place.store.write { try $0.addEnrolmentCode(for: site) }.code
                let request = try Wire.encode(EnrolmentRequest(code: code, name: "k", program: "test"))
                let answer = try place.call("/v1/enrol", credential: nil, body: request)
                credential = try Wire.decode(EnrolmentAnswer.self, from: answer.body).credential
            }
            let patience = Int.random(in: 100...900, using: &chance)
            let pid = server.processIdentifier
            let killer = Task.detached {
                try await Task.sleep(for: .milliseconds(patience))
                kill(pid, SIGKILL)
            }
            push(&waiting, to: place, credential: try #require(credential), acknowledged: &acknowledged)
            try await killer.value
            server.waitUntilExit()
        }
        let kept = try place.store.read { try $0.eventRecords() }.map(\.event)
        #expect(!acknowledged.isEmpty, "seed \(chance.seed)")
        #expect(acknowledged.isSubset(of: kept.map(\.id)), "seed \(chance.seed)")
        #expect(kept.map(\.sequence) == Array(1...Int64(kept.count)), "seed \(chance.seed)")
        #expect(try place.store.read { try $0.visits() }.count == kept.count, "seed \(chance.seed)")
        let stream = try #require(try place.store.read { try $0.kiosks() }.first?.streams.first)
        #expect((stream.highestGapless, stream.doubledNumbers) == (Int64(kept.count), 0), "seed \(chance.seed)")
    }
}

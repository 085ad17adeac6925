import CloudLink
import Foundation
import Kiosk
import KioskStorage
import Reception
import Synchronization
import TestSupport
import Testing

@testable import RunKiosk

/// The three lanes with the real client, real threads and real files, before a cloud of which one part fails. LESSONS
/// F4: whatever happens to one lane never stops another.
@Suite(.serialized, .timeLimit(.minutes(3))) struct CloudLanesTests {
    private static let certificate = Result { try ServerCertificate() }

    enum Part: String, CaseIterable {
        case upload = "/v1/kiosk/events"
        case download = "/v1/kiosk/changes"
        case heartbeat = "/v1/kiosk/status"
    }

    enum Fault: CaseIterable {
        case silence, refusal, page, reset

        var reaction: RawResponder.Reaction {
            switch self {
            case .silence: .silence
            case .refusal: .answer(RawResponder.http(401, Data("{}".utf8)))
            case .page: .answer(RawResponder.http(200, type: "text/html", Data("<html>".utf8)))
            case .reset: .hangUp
            }
        }
    }

    @Test(arguments: Part.allCases, Fault.allCases)
    func `one part of the cloud fails and the others go on`(failing: Part, fault: Fault) async throws {
        let place = try Place(certificate: try Self.certificate.get()) { part, answer in
            part == failing ? fault.reaction : answer()
        }
        try await place.whileRunning { lanes in
            for number in 1...3 {
                try place.record()
                lanes.wakePusher()
                if failing != .upload {
                    try await eventually("event \(number) is acknowledged") { try place.waiting == 0 }
                }
                if failing != .download {
                    let before = place.requests(to: .download)
                    try await eventually("the feed is followed") { place.requests(to: .download) > before }
                }
            }
            try await eventually("every lane has asked") {
                Part.allCases.allSatisfy { place.requests(to: $0) > 0 }
            }
        }
        #expect(try place.waiting == (failing == .upload ? 3 : 0))
    }

    @Test func `neither a new event nor the network's return ends a wait that the cloud asked for`() async throws {
        let place = try Place(certificate: try Self.certificate.get()) { _, _ in
            .answer(RawResponder.http(503, headers: ["Retry-After: 3600"], Data("{}".utf8)))
        }
        try place.record()
        try await place.whileRunning { lanes in
            try await eventually("every lane was sent away") {
                Part.allCases.allSatisfy { place.requests(to: $0) == 1 }
            }
            lanes.wakePusher()
            lanes.networkHasCome()
            try await Task.sleep(for: .milliseconds(500))
            #expect(Part.allCases.allSatisfy { place.requests(to: $0) == 1 })
        }
        #expect(try place.waiting == 1)
    }
}

/// An enrolled kiosk's folder and a cloud of raw answers.
private final class Place: Sendable {
    private let folder: TemporaryDirectory
    private let premises: Premises
    private let cloud: RawResponder

    init(
        certificate: ServerCertificate,
        _ react: @escaping @Sendable (CloudLanesTests.Part, () -> RawResponder.Reaction) -> RawResponder.Reaction
    ) throws {
        folder = try TemporaryDirectory()
        cloud = try RawResponder(tls: ServerTLS(certificate)) { request in
            let part = CloudLanesTests.Part.allCases.first { request.target.hasPrefix($0.rawValue) }
            return part.map { part in react(part) { Place.answer(part, request) } } ?? .hangUp
        }
        var configuration = Configuration(dataDirectory: folder.file("data"))
        configuration.timeouts = CloudTimeouts(total: .seconds(10))
        try Place.enrol(configuration, port: cloud.port, caFile: certificate.caFile)
        premises = try Premises.open(configuration, as: .owner)
        let now = World.live.now()
        let empty = SnapshotEnd(cursor: Cursor(epoch: "e", sequence: 0), count: 0, digest: "", serverTime: now)
        try premises.store.replace(heardAt: now) { try $1(.end(empty)) }
    }

    private static func enrol(_ configuration: Configuration, port: UInt16, caFile: String) throws {
        let directory = try DataDirectory(path: configuration.dataDirectory)
        let answer = EnrolmentAnswer(
            kiosk: .v7(.live), credential: "secret", tenant: TenantCard(number: 1, name: "Tenant"),
            site: SiteCard(number: 1, name: "Site", timeZone: "Asia/Tokyo", phone: ""), keys: [],
            serverTime: World.live.now())
        var enrolment = Enrolment(cloud: "https://127.0.0.1:\(port)", name: "Lobby", answer: answer)
        let authority = try Data(contentsOf: URL(fileURLWithPath: caFile))
        try enrolment.save(ca: authority, in: directory, key: try SealingKey.load(in: directory, .live))
    }

    /// What a cloud in order says; a page of one change for each question, so that the feed is always in motion.
    private static func answer(
        _ part: CloudLanesTests.Part, _ request: RawResponder.Request
    ) -> RawResponder.Reaction {
        let now = World.live.now()
        switch part {
        case .upload:
            let events = (try? Wire.decode(EventBatch.self, from: request.body).events) ?? []
            return json(
                EventReceipt(
                    results: events.map { EventResult(id: $0.id, status: .accepted) },
                    highestGapless: events.map(\.sequence).max() ?? 0, missing: [], serverTime: now))
        case .download:
            let after = request.target.firstMatch(of: /after=(\d+)/).flatMap { Int64($0.1) } ?? 0
            let change = ChangeRow(sequence: after + 1, change: .passRemoved(PassID(UInt64(after))))
            return json(
                ChangesPage(
                    changes: [change], cursor: Cursor(epoch: "e", sequence: after + 1), hasMore: false, serverTime: now)
            )
        case .heartbeat: return json(StatusAnswer(serverTime: now, notices: []))
        }
    }

    private static func json(_ value: some Encodable) -> RawResponder.Reaction {
        (try? Wire.encode(value)).map { .answer(RawResponder.http(200, $0)) } ?? .hangUp
    }

    func record() throws { _ = try premises.store.record(.call(nil), at: premises.clock.moment) }

    var waiting: Int { get throws { try premises.store.counts().waiting } }

    func requests(to part: CloudLanesTests.Part) -> Int {
        cloud.requests.count { $0.target.hasPrefix(part.rawValue) }
    }

    func whileRunning(_ body: (CloudLanes) async throws -> Void) async throws {
        let lanes = try CloudLanes(
            premises, log: try LogFile(path: folder.file("log")), scanner: { .none }, tell: { _ in }, revoked: {})
        lanes.start()
        defer { lanes.stop() }
        try await body(lanes)
    }
}

/// Waits until `condition` holds, asked every 20 ms.
private func eventually(
    _ expectation: String, sourceLocation: SourceLocation = #_sourceLocation, _ condition: () throws -> Bool
) async throws {
    let end = World.live.uptime() + .seconds(30)
    while try !condition() {
        try #require(World.live.uptime() < end, "never: \(expectation)", sourceLocation: sourceLocation)
        try await Task.sleep(for: .milliseconds(20))
    }
}

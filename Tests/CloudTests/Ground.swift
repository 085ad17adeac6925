import CloudDomain
import CloudStorage
import Foundation
import Reception
import Synchronization
import TestSupport

/// A clock that stands still until a test moves it, and otherwise the live world.
final class TestClock: Sendable {
    private let moment: Mutex<Instant>

    init(_ text: String) {
        moment = Mutex(Instant(rfc3339: text) ?? Instant(milliseconds: 0))
    }

    var now: Instant { moment.withLock { $0 } }

    func advance(by duration: Duration) {
        moment.withLock { $0 = $0.advanced(by: duration) }
    }

    var world: World {
        var world = World.live
        world.now = { self.now }
        return world
    }
}

/// A data directory with one site and two hosts, at ten o'clock in Tokyo.
final class Ground: Sendable {
    let folder: TemporaryDirectory
    let clock = TestClock("2026-11-23T01:00:00Z")
    let store: Store
    let site: Site

    /// - Parameter draw: stands in for chance where eight bytes are drawn: for pass IDs and passcodes.
    init(webhook: URL? = nil, fallback: URL? = nil, draw: (@Sendable () -> UInt64)? = nil) throws {
        folder = try TemporaryDirectory()
        var world = clock.world
        if let draw {
            world.randomBytes = { count in
                guard count == 8 else { return World.live.randomBytes(count) }
                return withUnsafeBytes(of: draw().bigEndian) { Array($0) }
            }
        }
        store = try Store(directory: DataDirectory(folder.file("data")), world: world)
        let channel = webhook.map { Webhook(url: $0, secret: Data("s3cret".utf8)) }
        let siteChannel = fallback.map { Webhook(url: $0, secret: Data("s3cret".utf8)) }
        site = try store.write { transaction in
            _ = try transaction.addHost(name: "佐藤", mail: "", phone: "4711", department: nil, webhook: channel)
            _ = try transaction.addHost(name: "Quiet", mail: "", phone: "", department: nil, webhook: nil)
            return try transaction.addSite(
                name: "Tokyo", time: SiteTime(identifier: "Asia/Tokyo") ?? .utc, phone: "100", webhook: siteChannel)
        }
    }

    /// The passes of a new appointment, today from 10 to 11.
    func passes(
        _ visitors: [String] = ["ACME;Ann"], host: String = "佐藤", kind: PassKind = .single
    ) throws -> (Appointment, [Pass]) {
        try store.write {
            try $0.addAppointment(
                AppointmentDraft(
                    title: "Review", start: self.clock.now, end: self.clock.now.advanced(by: .seconds(3600)),
                    room: "3A", kind: kind, hosts: [host], visitors: visitors.compactMap { Visitor(line: $0) }),
                at: site)
        }
    }

    /// A newly enrolled kiosk.
    func kiosk(_ name: String = "entrance") async throws -> Kiosk {
        let site = self.site
        let (code, _) = try store.write { try $0.addEnrolmentCode(for: site) }
        let answer = try await store.enrol(EnrolmentRequest(code: code, name: name, program: "test"))
        guard let kiosk = try await store.kiosk(credential: answer.credential) else { throw EnrolmentRefused() }
        return kiosk
    }

    func event(
        _ kind: EventKind = .checkIn, _ pass: PassID?, sequence: Int64 = 1, stream: UUID = UUID(),
        verdict: VerdictCode = .welcome, at time: Instant? = nil
    ) -> Event {
        .sample(kind, pass, at: time ?? clock.now, sequence: sequence, stream: stream, verdict: verdict)
    }
}

extension Event {
    /// Its monotonic clock goes with the wall clock unless `uptime` says otherwise.
    static func sample(
        _ kind: EventKind, _ pass: PassID?, at time: Instant, sequence: Int64 = 1, stream: UUID = UUID(),
        verdict: VerdictCode = .welcome, means: Means = .camera, offset: Int64 = 0, isTrusted: Bool = true,
        uptime: Int64? = nil, bootID: String = "boot"
    ) -> Event {
        Event(
            id: UUID(), stream: stream, sequence: sequence, kind: kind, pass: pass, verdict: verdict, means: means,
            occurredAt: time,
            clock: ClockReading(
                bootID: bootID, uptimeMilliseconds: uptime ?? time.milliseconds, isTrusted: isTrusted,
                offsetMilliseconds: offset),
            cache: CacheStamp(cursor: nil, ageMilliseconds: nil), program: "test")
    }
}

extension StatusReport {
    static func sample(at time: Instant, program: String = "test", bootID: String = "") -> StatusReport {
        StatusReport(
            program: program, waitingEvents: 0, setAsideEvents: 0, cacheAgeMilliseconds: nil, scanner: .none,
            clock: ClockReading(bootID: bootID, uptimeMilliseconds: 0, isTrusted: true, offsetMilliseconds: 0),
            deviceTime: time)
    }
}

extension Instant {
    /// A moment that the test's author knows to be well written.
    static func at(_ text: String) -> Instant { Instant(rfc3339: text) ?? Instant(milliseconds: -1) }
}

extension Store {
    /// As from a kiosk that does not tell its clock.
    func record(_ events: [SentEvent], from kiosk: Kiosk) async throws -> EventReceipt {
        try await record(SentBatch(events: events), from: kiosk)
    }
}

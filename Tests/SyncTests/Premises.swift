import CloudDomain
import CloudHTTP
import Foundation
import GRDB
import Logging
import Reception
import ServiceLifecycle
import TestSupport

@testable import CloudStorage

/// A cloud as `serve` runs it, and kiosks that follow it through a network that can be made bad.
final class Premises: Sendable {
    let folder: TemporaryDirectory
    let cloud: Store
    let network: FaultProxy
    let site: Site
    private let authority: String
    private let group: ServiceGroup
    private let running: Task<Void, any Error>

    init() async throws {
        folder = try TemporaryDirectory()
        let cloud = try Store(directory: DataDirectory(folder.file("cloud")), world: .live)
        self.cloud = cloud
        site = try await cloud.write { transaction in
            _ = try transaction.addHost(name: "佐藤 花子", mail: "", phone: "4711", department: nil, webhook: nil)
            return try transaction.addSite(name: "Tokyo", time: .utc, phone: "100", webhook: nil)
        }
        let files = try LoopbackCertificate.prepare(in: folder.file("tls"), world: .live)
        authority = files.authority
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let (ports, announce) = AsyncStream.makeStream(of: Int.self)
        let application = try buildApplication(
            configuration: ServerConfiguration(
                host: "127.0.0.1", port: 0, certificate: files, logger: logger, idleTimeout: .seconds(60)),
            records: cloud, world: .live, onReady: { announce.yield($0) })
        let group = ServiceGroup(services: [application], logger: logger)
        self.group = group
        running = Task { try await group.run() }
        var port = 0
        for await first in ports {
            port = first
            break
        }
        network = try FaultProxy(to: UInt16(port))
    }

    func stop() async throws {
        network.closeConnections()
        await group.triggerGracefulShutdown()
        try await running.value
    }

    // MARK: - The cloud's side

    /// A new appointment with so many visitors, that began so many days ago.
    @discardableResult
    func invite(_ count: Int, daysAgo: Int = 0) throws -> (appointment: Appointment, passes: [Pass]) {
        let start = World.live.now().advanced(by: .seconds(-86_400 * daysAgo))
        return try cloud.write { transaction in
            try transaction.addAppointment(
                AppointmentDraft(
                    title: "打合せ", start: start, end: start.advanced(by: .seconds(3600)), room: "3A", kind: .single,
                    hosts: ["佐藤 花子"],
                    visitors: (0..<count).map { Visitor(name: "訪問者 \"\($0)\"", company: "青空商事", mail: "") }),
                at: site)
        }
    }

    /// Makes every cursor useless, as a cloud does that was put back from a copy.
    func changeEpoch() throws {
        try cloud.write { try $0.db.execute(sql: "UPDATE meta SET value = value || 'x' WHERE key = 'epoch'") }
    }

    /// What a kiosk must hold: by the cloud's own snapshot, read without a network.
    func truth(for kiosk: TestKiosk) async throws -> Truth {
        var pages = try await cloud.snapshot(for: try await known(kiosk))
        var truth = Truth()
        while let page = try await pages.next() {
            for line in page.split(separator: 10) {
                switch try Wire.decode(SnapshotLine.self, from: Data(line)) {
                case .row(let row): truth.take(row.change)
                case .end(let end): truth.passesByEnd = end.passes
                case .mark: break
                }
            }
        }
        return truth
    }

    func known(_ kiosk: TestKiosk) async throws -> Kiosk {
        guard let known = try await cloud.kiosk(credential: kiosk.credential) else { throw EnrolmentRefused() }
        return known
    }

    // MARK: - The kiosk's side

    /// Enrols a kiosk, which has an empty cache.
    func kiosk() async throws -> TestKiosk {
        let site = self.site
        let code = try await cloud.write { try $0.addEnrolmentCode(for: site) }.code
        let answer = try await cloud.enrol(EnrolmentRequest(code: code, name: "entrance", program: "test"))
        return try TestKiosk(
            answer, at: folder.file("kiosk-\(answer.kiosk.uuidString)"), port: network.port, authority: authority)
    }
}

/// Everything that a kiosk is told.
struct Truth {
    var passes: [PassID: PassRecord] = [:]
    var visits: [PassID: VisitState] = [:]
    /// What the end line says.
    var passesByEnd: Int64?

    mutating func take(_ change: Change) {
        switch change {
        case .pass(let pass): passes[pass.id] = pass
        case .visit(let pass, let state): visits[pass] = state
        default: break
        }
    }
}

import Crypto
import Foundation
import GRDB
import Kiosk
import Reception
import TestSupport

@testable import KioskStorage

/// A data folder of its own, the cloud's signing key, and a world whose clock stands at `morning`.
final class Fixture {
    let folder: TemporaryDirectory
    let directory: DataDirectory
    let signer = Curve25519.Signing.PrivateKey()
    let world = World(
        now: { morning }, uptime: { .seconds(5) }, bootID: { "boot" }, randomBytes: World.live.randomBytes)
    var settings = StoreSettings()

    init() throws {
        folder = try TemporaryDirectory()
        directory = try DataDirectory(path: folder.path + "/data")
    }

    var enrolment: Enrolment {
        Enrolment(
            cloud: "https://127.0.0.1:1", name: "Lobby",
            answer: EnrolmentAnswer(
                kiosk: UUID(uuid: (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16)), credential: "top-secret",
                tenant: TenantCard(number: 7, name: "Tenant"), site: site,
                keys: [SigningKey(id: 1, publicKey: signer.publicKey.rawRepresentation, from: morning)],
                serverTime: morning))
    }

    let site = SiteCard(number: 3, name: "Tokyo", timeZone: "Asia/Tokyo", phone: "100")

    func key() throws -> SealingKey { try SealingKey.load(in: directory, world) }

    /// Opens the store as its owner.
    func open(enrolled: Bool = true) throws -> KioskStore { try open(enrolled: enrolled ? enrolment : nil) }

    func open(enrolled enrolment: Enrolment?) throws -> KioskStore {
        let lock = try DataDirectoryLock(directory)
        return try KioskStore.open(
            at: directory, key: try key(), enrolment: enrolment, settings: settings, lock: lock, world)
    }

    /// Opens the store as another process beside the owner does.
    func openAsGuest(_ access: StoreAccess = .creating) throws -> KioskStore {
        try KioskStore.open(
            at: directory, key: SealingKey.load(existingIn: directory), enrolment: enrolment, settings: settings,
            lock: nil, access: access, world)
    }

    /// A genuine token.
    func token(
        _ pass: UInt64 = 1, site: SiteNumber = 3, from: Instant = morning.advanced(by: hours(-1)),
        until: Instant = morning.advanced(by: hours(9)), signedBy key: Curve25519.Signing.PrivateKey? = nil
    ) throws -> String {
        try Token(key: 1, tenant: 7, site: site, pass: PassID(pass), window: from..<until, signer: key ?? signer).text
    }

    /// Every byte of every file in the data folder.
    func rawBytes() throws -> Data {
        try FileManager.default.subpathsOfDirectory(atPath: directory.path).sorted().reduce(into: Data()) {
            $0 += (try? Data(contentsOf: URL(fileURLWithPath: directory.file($1)))) ?? Data()
        }
    }

    func files() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: directory.path).sorted() }

    /// Writes `bytes` over those at `offset`.
    func overwrite(_ name: String, at offset: UInt64, with bytes: Data) throws {
        let file = try FileHandle(forUpdating: URL(fileURLWithPath: directory.file(name)))
        try file.seek(toOffset: offset)
        try file.write(contentsOf: bytes)
        try file.close()
    }
}

extension KioskStore {
    func scan(_ text: String, at now: Instant = morning) throws -> Verdict {
        try admit(Presentation(text: text, means: .camera), at: .at(now)).verdict
    }

    func type(_ passcode: String, at now: Instant = morning) throws -> Verdict {
        try admit(Presentation(text: passcode, means: .passcode), at: .at(now)).verdict
    }

    func sync(_ changes: [Change], sequence: Int64 = 10) throws {
        try followFromNothing()
        try apply(.sample(changes, at: sequence), heardAt: morning)
        guard try cursor() == nil else { return }
        // Damage was met, and the cache begun anew.
        try followFromNothing()
        try apply(.sample(changes, at: sequence), heardAt: morning)
    }

    /// Pages follow a full sync, if only one of nothing.
    private func followFromNothing() throws {
        guard try cursor() == nil else { return }
        try cache.use {
            try $0.write { try $0.advance(to: Cursor(epoch: "a", sequence: 0), heardAt: nil, addingPasses: 0) }
        }
    }

    /// A full sync without marks, as of an older cloud, that is not cut.
    func load(heardAt: Instant, _ fill: (_ take: (ChangeRow) throws -> Void) throws -> SnapshotEnd) throws {
        try replace(heardAt: heardAt) { _, take in
            try withoutActuallyEscaping(take) { take in
                let end = try fill { try take(.row($0)) }
                try take(.end(end))
            }
        }
    }

    /// Forgets everything that is over by that moment.
    @discardableResult
    func purge(before moment: Instant) throws -> PurgeCount {
        try purge(passesBefore: moment, eventsBefore: moment)
    }

    /// How many rows a table of the cache has.
    func cachedRows(_ table: String) throws -> Int? {
        try cache.current.pool.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM \(table)") }
    }

    /// Closes both files, as the end of the program does, with the journal written back.
    func shutDown() throws {
        try outbox.current.queue.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) }
        try cache.current.pool.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) }
        try outbox.current.close()
        try cache.current.close()
    }
}

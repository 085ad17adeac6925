import Crypto
import Foundation
import Kiosk
import KioskStorage
import Reception

/// A kiosk's data folder: new, or enrolled with a cloud that is never there, and with passes cached.
struct KioskFolder {
    let passes: Int
    /// The kiosk's configuration file.
    let configuration: String
    private let directory: DataDirectory
    private let signer = Curve25519.Signing.PrivateKey()
    private let start: Instant

    private static let tenant = TenantCard(number: 7, name: "Tenant")
    private static let site = SiteCard(number: 3, name: "Tokyo", timeZone: "Asia/Tokyo", phone: "100")

    /// - Parameters:
    ///   - passes: how many to cache, with the identities 1, 2, 3 …; with none the kiosk is not enrolled either.
    ///   - camera: the device to read; by default neither a camera of this machine nor its owner's settings count.
    init(_ name: String, in folder: ScratchFolder, passes: Int, camera: String = "none") throws {
        self.passes = passes
        start = World.live.now()
        directory = try DataDirectory(path: folder.file(name))
        configuration = folder.file("\(name).conf")
        try Data("data_dir = \"\(directory.path)\"\nscanner.device = \"\(camera)\"\n".utf8)
            .write(to: URL(fileURLWithPath: configuration))
        guard passes > 0 else { return }
        try enrol()
        try fill()
    }

    /// Opens the store as the kiosk does, and closes it after `body`.
    func withStore(_ body: (KioskStore) throws -> Void) throws {
        let lock = try DataDirectoryLock(directory)
        defer { withExtendedLifetime(lock) {} }
        try body(try open(lock))
    }

    /// How many events wait to be sent; also while a kiosk runs on the folder.
    func waitingEvents() throws -> Int { try open(nil).counts().waiting }

    /// The text of a genuine code for a cached pass.
    func token(_ pass: UInt64) throws -> String {
        try Token(
            key: 1, tenant: KioskFolder.tenant.number, site: KioskFolder.site.number, pass: PassID(pass),
            window: window, signer: signer
        ).text
    }

    private func open(_ lock: DataDirectoryLock?) throws -> KioskStore {
        let key = try SealingKey.load(in: directory, .live)
        return try KioskStore.open(
            at: directory, key: key, enrolment: try Enrolment.load(in: directory, key: key), settings: StoreSettings(),
            lock: lock, .live)
    }

    // MARK: - Making it

    private var window: Range<Instant> {
        start.advanced(by: .seconds(-3600))..<start.advanced(by: .seconds(86_400))
    }

    /// The cloud's port is one on which nothing listens (tcpmux), so that every call is refused at once.
    private func enrol() throws {
        let key = SigningKey(id: 1, publicKey: signer.publicKey.rawRepresentation, from: window.lowerBound)
        let answer = EnrolmentAnswer(
            kiosk: UUID.v7(.live), credential: "none", tenant: KioskFolder.tenant, site: KioskFolder.site, keys: [key],
            serverTime: start)
        var enrolment = Enrolment(cloud: "https://127.0.0.1:1", name: "Lobby", answer: answer)
        try enrolment.save(ca: nil, in: directory, key: try SealingKey.load(in: directory, .live))
    }

    private func fill() throws {
        try withStore { store in
            try store.replace(heardAt: start) { _, take in
                for number in 1...passes {
                    try take(.row(ChangeRow(sequence: Int64(number), change: .pass(record(UInt64(number))))))
                }
                try take(
                    .end(
                        SnapshotEnd(
                            cursor: Cursor(epoch: "bench", sequence: Int64(passes)), count: Int64(passes), digest: "",
                            serverTime: start)))
            }
        }
        // What the disk still has to do for this is not to be measured.
        sync()
    }

    private func record(_ pass: UInt64) -> PassRecord {
        PassRecord(
            id: PassID(pass), kind: .single, state: .active, site: KioskFolder.site.number, window: window,
            appointment: window, passcode: Passcode(.live).digits, visitor: "山田 太郎", company: "青空商事株式会社",
            title: "打合せ", room: "会議室 A", hosts: [HostCard(name: "佐藤 花子", phone: "1234")], language: nil)
    }
}

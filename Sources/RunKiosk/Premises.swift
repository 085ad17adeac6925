import CloudLink
import Foundation
import Kiosk
import KioskStorage
import Reception

/// A kiosk's data folder, opened as the configuration says: what every subcommand starts from.
struct Premises {
    let configuration: Configuration
    let directory: DataDirectory
    let key: SealingKey
    let enrolment: Enrolment?
    let store: KioskStore
    let clock: KioskClock
    private let lock: DataDirectoryLock?
    private let scratch: ScratchFolder?

    /// What a command does with the folder.
    enum Role {
        /// It is the one running kiosk, which repairs what is damaged; refused beside another one.
        case owner
        /// It fetches, sends or puts back, beside the running kiosk or alone.
        case helper
        /// It only looks, changes nothing, and finds a new kiosk where there is none yet.
        case onlooker
    }

    /// - Throws: ``StorageFailure``, with a sentence for the administrator.
    static func open(_ configuration: Configuration, as role: Role) throws(StorageFailure) -> Premises {
        guard role == .onlooker else { return try open(configuration, as: role, scratch: nil) }
        guard FileManager.default.fileExists(atPath: configuration.dataDirectory + "/outbox.sqlite") else {
            let scratch = ScratchFolder()
            var emptied = configuration
            emptied.dataDirectory = scratch.path
            return try open(emptied, as: .helper, scratch: scratch)
        }
        return try look(at: configuration)
    }

    private static func open(
        _ configuration: Configuration, as role: Role, scratch: ScratchFolder?
    ) throws(StorageFailure) -> Premises {
        let directory = try DataDirectory(path: configuration.dataDirectory)
        let lock = role == .owner ? try DataDirectoryLock(directory) : nil
        let key = try loadKey(configuration, directory)
        let enrolment = try Enrolment.load(in: directory, key: key)
        let store = try KioskStore.open(
            at: directory, key: key, enrolment: enrolment, settings: configuration.store, lock: lock, .live)
        return Premises(
            configuration: configuration, directory: directory, key: key, enrolment: enrolment, store: store,
            clock: try KioskClock(world: .live, memory: store), lock: lock, scratch: scratch)
    }

    private static func look(at configuration: Configuration) throws(StorageFailure) -> Premises {
        let directory = try DataDirectory(existing: configuration.dataDirectory)
        let key =
            configuration.keyFile.isEmpty
            ? try SealingKey.load(existingIn: directory) : try SealingKey.load(from: configuration.keyFile)
        let enrolment = try Enrolment.load(in: directory, key: key)
        let store = try KioskStore.open(
            at: directory, key: key, enrolment: enrolment, settings: configuration.store, lock: nil, access: .reading,
            .live)
        return Premises(
            configuration: configuration, directory: directory, key: key, enrolment: enrolment, store: store,
            clock: try KioskClock(world: .live, memory: store), lock: nil, scratch: nil)
    }

    /// A client of its own for each lane.
    ///
    /// - Throws: ``Outcome/Failed`` when the kiosk is not enrolled, ``CloudAddressError`` when the kept address is none.
    func client() throws -> CloudClient {
        guard let enrolment else {
            throw Outcome.Failed(
                description: "This kiosk is not enrolled; run uketsuke-kiosk enrol --url URL --code CODE first.")
        }
        return try Premises.client(of: enrolment, configuration, clock)
    }

    /// A client for an enrolment that has changed since the folder was opened.
    ///
    /// - Throws: ``CloudAddressError`` when the kept address is none.
    static func client(
        of enrolment: Enrolment, _ configuration: Configuration, _ clock: KioskClock
    ) throws -> CloudClient {
        CloudClient(
            address: try CloudAddress(enrolment.cloud, caFile: enrolment.caFile),
            credential: Credential(enrolment.credential), timeouts: configuration.timeouts,
            certificateTime: { clock.certificateTime })
    }

    /// Records what the machine's administrator did, in the chain of staff's deeds.
    ///
    /// - Throws: ``StorageFailure``
    func note(_ act: StaffAct) throws(StorageFailure) {
        _ = try store.record(.staff(StaffDeed(staff: nil, what: .act(act))), at: clock.moment)
    }

    /// The log that the configuration names.
    var logPath: String {
        configuration.logFile.isEmpty ? directory.file("kiosk.log") : configuration.logFile
    }

    static func loadKey(_ configuration: Configuration, _ directory: DataDirectory) throws(StorageFailure) -> SealingKey
    {
        configuration.keyFile.isEmpty
            ? try SealingKey.load(in: directory, .live) : try SealingKey.load(from: configuration.keyFile)
    }
}

/// An empty folder for a kiosk that is not there yet; gone with the last reference.
private final class ScratchFolder: Sendable {
    let path: String

    init() {
        let name = UUID.v7(.live).uuidString
        path = FileManager.default.temporaryDirectory.appendingPathComponent("uketsuke-\(name)").path
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}

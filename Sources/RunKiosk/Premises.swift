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

    /// Whether a command takes the folder's lock, with which it may repair what is damaged.
    enum Role {
        /// It is the one running kiosk; refused beside another one.
        case owner
        /// It takes the lock when it is free, and works beside the running kiosk otherwise.
        case ownerIfFree
        /// It only looks.
        case guest
    }

    /// - Throws: ``StorageFailure``, with a sentence for the administrator.
    static func open(_ configuration: Configuration, as role: Role) throws(StorageFailure) -> Premises {
        let directory = try DataDirectory(path: configuration.dataDirectory)
        let lock = try lock(directory, role)
        let key = try loadKey(configuration, directory)
        let enrolment = try Enrolment.load(in: directory, key: key)
        let store = try KioskStore.open(
            at: directory, key: key, enrolment: enrolment, settings: configuration.store, lock: lock, .live)
        return Premises(
            configuration: configuration, directory: directory, key: key, enrolment: enrolment, store: store,
            clock: try KioskClock(world: .live, memory: store), lock: lock)
    }

    private static func lock(_ directory: DataDirectory, _ role: Role) throws(StorageFailure) -> DataDirectoryLock? {
        switch role {
        case .owner: try DataDirectoryLock(directory)
        case .ownerIfFree: try? DataDirectoryLock(directory)
        case .guest: nil
        }
    }

    /// A client of its own for each lane.
    ///
    /// - Throws: ``Outcome/Failed`` when the kiosk is not enrolled, ``CloudAddressError`` when the kept address is none.
    func client() throws -> CloudClient {
        guard let enrolment else {
            throw Outcome.Failed(
                description: "This kiosk is not enrolled; run uketsuke-kiosk enrol --url URL --code CODE first.")
        }
        return CloudClient(
            address: try CloudAddress(enrolment.cloud, caFile: enrolment.caFile),
            credential: Credential(enrolment.credential), timeouts: configuration.timeouts)
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

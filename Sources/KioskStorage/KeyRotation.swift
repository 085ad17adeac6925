import Foundation
import GRDB
package import Kiosk
package import Reception

#if canImport(Glibc)
    import Glibc
#endif

/// A new sealing key in the place of the old one.
///
/// 1. Copies of the two databases and of the enrolment are written under the new key beside the old ones, row by row. A
///    power cut until then leaves only copies that the next rotation deletes; full disks and the like change nothing.
/// 2. The new key is written as `kiosk.key.next`: that is the moment from which the rotation has happened.
/// 3. The copies take the names, the old key is overwritten, and the new one takes its name. After a power cut in
///    between, whoever next reads the key does that first (``finish(in:)``).
///
/// A cache that cannot be read is left as it is, and fetched again: the new key does not fit it.
package struct KeyRotation {
    private let directory: DataDirectory
    private let old: SealingKey
    private let new: SealingKey
    private let bytes: [UInt8]

    private static let next = "kiosk.key.next"
    private static let suffix = ".rotated"
    private static let lockName = "rotation.lock"
    private static let files = [OutboxFile.name, CacheFile.name, Enrolment.file]
    private static let companions = ["", "-wal", "-shm", "-journal"]

    /// Rotates the key of the data folder, which must not be in use.
    ///
    /// Needs as much room again as the databases have; memory does not grow with them.
    ///
    /// - Parameter lock: keeps the kiosk from starting meanwhile.
    /// - Returns: the new key. Recording ``StaffAct/Kind/keyRotated`` is the caller's.
    /// - Throws: ``StorageFailure``; with the reason `.locked` when another process has the files open. The old key is
    ///   then the key still.
    @discardableResult
    package static func run(_ lock: DataDirectoryLock, _ world: World) throws(StorageFailure) -> SealingKey {
        let rotation = KeyRotation(
            directory: lock.directory, old: try SealingKey.load(existingIn: lock.directory),
            bytes: world.randomBytes(SealingKey.length))
        try rotation.run()
        return rotation.new
    }

    private init(directory: DataDirectory, old: SealingKey, bytes: [UInt8]) {
        self.directory = directory
        self.old = old
        self.bytes = bytes
        new = SealingKey(bytes: bytes)
    }

    private func run() throws(StorageFailure) {
        var locks: [AdvisoryLock] = []
        for name in [KeyRotation.lockName, "push.lock", "sync.lock"] {
            guard let lock = try AdvisoryLock(path: directory.file(name)) else {
                throw StorageFailure(
                    reason: .locked,
                    description: "Another process is sending or syncing in \(directory.path); wait for it.")
            }
            locks.append(lock)
        }
        defer { withExtendedLifetime(locks) {} }
        try deleteCopies()
        do {
            try copy()
        } catch {
            // After the new key has been written, the copies are what counts.
            if access(directory.file(KeyRotation.next), F_OK) != 0 { try? deleteCopies() }
            throw StorageFailure(error, file: OutboxFile.name, in: directory)
        }
    }

    private func copy() throws {
        // Both stay open, so that nobody writes to what is about to be replaced.
        let outbox = try exclusive(OutboxFile.name)
        let cache = try readableCache()
        let resealing = Resealing(old: old, new: new)
        if let outbox {
            try resealing.copy(outbox, to: copy(of: OutboxFile.name)) {
                try resealing.reseal(outbox: $0) { hash in cache.flatMap { try? resealing.pass(hash, in: $0) } }
            }
        }
        if let cache { try copy(cache, by: resealing) }
        if let enrolment = try Enrolment.load(in: directory, key: old) {
            try DurableFile.replace(enrolment.encoded(with: new), at: copy(of: Enrolment.file))
        }
        guard try DurableFile.create(bytes, at: directory.file(KeyRotation.next)) else {
            throw StorageFailure(reason: .other, description: "A key rotation has not ended; try again.")
        }
        try KeyRotation.takeNames(in: directory)
    }

    /// What cannot be read of the cache is fetched again: the new key does not fit what is left in its place.
    private func readableCache() throws -> DatabaseQueue? {
        do {
            return try exclusive(CacheFile.name)
        } catch let error where StorageFailure.isDamageFoundAtOpening(error, of: directory.file(CacheFile.name)) {
            return nil
        }
    }

    private func copy(_ cache: DatabaseQueue, by resealing: Resealing) throws {
        do {
            try resealing.copy(cache, to: copy(of: CacheFile.name), resealing.reseal(cache:))
        } catch let error where StorageFailure.isDamage(error, of: directory.file(CacheFile.name)) {
            try deleteCopy(of: CacheFile.name)
        }
    }

    /// A connection that no other process can open the file beside; `nil` when there is no such file.
    private func exclusive(_ name: String) throws -> DatabaseQueue? {
        let path = directory.file(name)
        guard !SetAside.isFree(path) else { return nil }
        var configuration = Configuration()
        configuration.busyMode = .timeout(1)
        configuration.prepareDatabase { db in
            try db.execute(sql: "PRAGMA locking_mode = EXCLUSIVE")
            try SQLiteSettings.prepare(db)
        }
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        // The first transaction that writes takes the file for itself; nothing stays in the journal.
        try queue.write { try $0.execute(sql: "UPDATE grdb_migrations SET identifier = identifier") }
        _ = try queue.writeWithoutTransaction { try $0.checkpoint(.truncate) }
        return queue
    }

    // MARK: - Names

    private func copy(of name: String) -> String { directory.file(name) + KeyRotation.suffix }

    private func deleteCopies() throws(StorageFailure) {
        for name in KeyRotation.files { try deleteCopy(of: name) }
    }

    private func deleteCopy(of name: String) throws(StorageFailure) {
        for companion in KeyRotation.companions { try Wiping.wipe(copy(of: name) + companion) }
    }

    /// Ends a rotation that has happened and was cut short; nothing otherwise.
    static func finish(in directory: DataDirectory) throws(StorageFailure) {
        guard FileManager.default.fileExists(atPath: directory.file(next)) else { return }
        guard let lock = try AdvisoryLock(path: directory.file(lockName)) else {
            throw StorageFailure(
                reason: .locked, description: "The key of \(directory.path) is being rotated; try again.")
        }
        defer { withExtendedLifetime(lock) {} }
        try takeNames(in: directory)
    }

    /// Every step may have been done before.
    private static func takeNames(in directory: DataDirectory) throws(StorageFailure) {
        for name in files {
            let path = directory.file(name)
            guard access(path + suffix, F_OK) == 0 else { continue }
            // A database must never meet a journal that is not its own.
            for companion in companions.dropFirst() { try Wiping.wipe(path + companion) }
            try rename(path + suffix, to: path)
        }
        guard access(directory.file(next), F_OK) == 0 else { return }
        try Wiping.overwrite(directory.file(SealingKey.file))
        try rename(directory.file(next), to: directory.file(SealingKey.file))
    }

    private static func rename(_ path: String, to name: String) throws(StorageFailure) {
        guard Glibc.rename(path, name) == 0 else {
            throw StorageFailure(errno: errno, doing: "\(name) cannot be replaced")
        }
        try DurableFile.flushFolder(of: name)
    }
}

import Foundation
import GRDB
import Kiosk
import Reception
import Synchronization

/// How the two files are opened, repaired and begun anew.
final class Opening: Sendable {
    let directory: DataDirectory
    let world: World
    let notes = Notes()
    private let key: SealingKey
    private let isOwner: Bool
    private let access: StoreAccess
    /// Whose data the cache is for.
    private let origin: String?

    /// - Parameters:
    ///   - access: for a guest; an owner makes what is missing.
    ///   - origin: whose data the cache is for; `nil` while the kiosk is not enrolled.
    init(
        directory: DataDirectory, key: SealingKey, isOwner: Bool, access: StoreAccess, origin: String?, world: World
    ) {
        self.directory = directory
        self.key = key
        self.isOwner = isOwner
        self.access = isOwner ? .creating : access
        self.origin = origin
        self.world = world
    }

    // MARK: - Outbox

    /// Opens the outbox; the owner sets a damaged one aside and takes over what can be read of it.
    func outbox() throws -> OutboxFile {
        let path = directory.file(OutboxFile.name)
        if SetAside.isNeeded(at: path) { return try newOutbox() }
        guard access == .creating || !SetAside.isFree(path) else { throw StorageFailure.nothing(in: directory.path) }
        do {
            return try openOutbox(path)
        } catch let error where StorageFailure.isDamageFoundAtOpening(error, of: path) {
            return try newOutbox()
        }
    }

    /// Sets the outbox aside, whatever its state, and begins a new one.
    func newOutbox() throws -> OutboxFile {
        try requireOwner(OutboxFile.name)
        let path = directory.file(OutboxFile.name)
        try setAsideOutbox(path)
        return try openOutbox(path)
    }

    private func setAsideOutbox(_ path: String) throws {
        guard let kept = try SetAside.keep(path, world) else { return }
        notes.add(.outboxSetAside(path: kept))
    }

    private func openOutbox(_ path: String) throws -> OutboxFile {
        let file = try OutboxFile(
            path: path, key: key, world: world, isChecked: isOwner, isReadOnly: access == .reading)
        guard isOwner else { return file }
        for damaged in directory.damagedOutboxes {
            guard try !file.read({ try $0.hasSalvaged(damaged) }) else { continue }
            let salvage = Salvage(path: damaged, key: key)
            let count = try file.write { try $0.take(salvage, from: damaged) }
            notes.add(.eventsRecovered(path: damaged, count: count))
        }
        return file
    }

    // MARK: - Cache

    /// Opens the cache; the owner replaces a damaged one.
    func cache() throws -> CacheFile {
        let path = directory.file(CacheFile.name)
        if SetAside.isNeeded(at: path) || access != .creating && SetAside.isFree(path) { return try newCache() }
        do {
            return try openCache(path)
        } catch let error where StorageFailure.isDamageFoundAtOpening(error, of: path) {
            return try newCache()
        }
    }

    /// Sets the cache aside and begins an empty one.
    func newCache() throws -> CacheFile {
        try requireOwner(CacheFile.name)
        let path = directory.file(CacheFile.name)
        if let kept = try SetAside.replaceable(path) { notes.add(.cacheSetAside(path: kept)) }
        return try openCache(path)
    }

    private func openCache(_ path: String) throws -> CacheFile {
        let file = try CacheFile(path: path, key: key, isReadOnly: access == .reading)
        if access != .reading {
            try file.claim(for: origin)
        } else if try !file.isFor(origin) {
            try requireOwner(CacheFile.name)
        }
        return file
    }

    private func requireOwner(_ name: String) throws(StorageFailure) {
        guard !isOwner else { return }
        throw StorageFailure(
            reason: .damaged,
            description:
                "\(name) in \(directory.path) needs repair or replacement, which uketsuke-kiosk run does; start it.")
    }
}

/// What happened to the files, gathered until it is told.
final class Notes: Sendable {
    private let notes = Mutex<[StoreNote]>([])

    var all: [StoreNote] { notes.withLock { $0 } }

    func add(_ note: StoreNote) { notes.withLock { $0.append(note) } }
}

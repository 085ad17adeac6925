package import Foundation
import Reception

#if canImport(Glibc)
    import Glibc
#endif

/// The one folder that holds everything the cloud keeps: database, keys, certificates. Readable by its owner alone.
package struct DataDirectory: Sendable {
    package let path: String

    /// What stands in a directory that is being made for the first time, and on a new file system.
    private static let harmless: Set = [
        "lock", "serve.lock", "master.key.new", "tls", "lost+found",
    ]

    /// Makes the directory (0700) if it is missing.
    ///
    /// - Throws: ``StorageFailure`` when it cannot be made, is open to others and cannot be closed, or holds something
    ///   else; nothing is changed then.
    package init(_ path: String) throws {
        self.path = path
        do {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        } catch {
            throw StorageFailure(.unusable, "The data directory \(path) cannot be made; check its path and owner.")
        }
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_ISVTX == 0 else {
            throw StorageFailure(.unusable, "The directory \(path) is shared by all users; name one of its own.")
        }
        try refuseForeignContents()
        guard chmod(path, 0o700) == 0 else {
            throw StorageFailure(.unusable, "The data directory \(path) is not ours; give it to this user.")
        }
    }

    /// The path of a file in it.
    package func file(_ name: String) -> String { path + "/" + name }

    /// A mistyped path must not take somebody else's folder away from those who use it.
    private func refuseForeignContents() throws {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        guard !names.contains("master.key"), !names.contains(Store.fileName), !Self.harmless.isSuperset(of: names)
        else { return }
        throw StorageFailure(
            .unusable, "The directory \(path) holds other things than a cloud; name a new or an empty one.")
    }

    /// Takes the directory for one `serve`.
    ///
    /// - Returns: what must be kept for as long as it is served; the system ends it with the process at the latest.
    /// - Throws: ``StorageFailure`` when another process serves it.
    package func serving() throws -> ServingLock {
        let descriptor = open(file("serve.lock"), O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw StorageFailure(.unusable, "The data directory \(path) cannot be written to; check owner and space.")
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw StorageFailure(.unusable, "Another uketsuke-cloud serve runs on \(path); end that one first.")
        }
        return ServingLock(descriptor)
    }

    /// Runs `body` while no other process does: opening and migrating is for one at a time.
    func locked<Value>(_ body: () throws -> Value) throws -> Value {
        let descriptor = open(file("lock"), O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw StorageFailure(.unusable, "The data directory \(path) cannot be written to; check owner and space.")
        }
        defer { close(descriptor) }
        while flock(descriptor, LOCK_EX) != 0 && errno == EINTR {}
        return try body()
    }

    /// The 32 bytes that everything secret is sealed under; made on first use. Call it inside ``locked(_:)``.
    func masterKey(_ world: World) throws -> Data {
        let name = file("master.key")
        if let data = FileManager.default.contents(atPath: name) {
            guard data.count == 32 else {
                throw StorageFailure(.unusable, "\(name) is not a key of 32 bytes; restore it from the backup.")
            }
            return data
        }
        guard !FileManager.default.fileExists(atPath: file(Store.fileName)) else {
            throw StorageFailure(.unusable, "\(name) is missing or unreadable; restore it from the backup.")
        }
        let key = Data(world.randomBytes(32))
        try write(key, to: "master.key")
        return key
    }

    /// Puts a file in place in one step, readable by its owner alone.
    package func write(_ data: Data, to name: String) throws {
        let temporary = file(name) + ".new"
        let descriptor = open(temporary, O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw StorageFailure(.unusable, "\(temporary) cannot be written; check owner and space.")
        }
        let written = data.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
        let isSynced = fsync(descriptor) == 0
        close(descriptor)
        guard written == data.count, isSynced, rename(temporary, file(name)) == 0 else {
            throw StorageFailure(.unusable, "\(file(name)) cannot be written; check owner and space.")
        }
    }
}

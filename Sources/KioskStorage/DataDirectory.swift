import Foundation
package import Kiosk

#if canImport(Glibc)
    import Glibc
#endif

/// The folder that holds everything one kiosk keeps: key, outbox, cache, enrolment.
package struct DataDirectory: Hashable, Sendable {
    /// Without a slash at its end.
    package let path: String

    /// Makes the folder when it is not there, readable by this user alone.
    ///
    /// One that is there already keeps its mode (it may be shared on purpose, or be a mistake such as `/tmp`). Sets the
    /// process's umask to 077, because SQLite gives its files the mode that the umask leaves.
    ///
    /// - Throws: ``StorageFailure`` when it cannot be made or is not a folder.
    package init(path: String) throws(StorageFailure) {
        self.init(unmade: path)
        if try isMade() { return }
        do {
            try FileManager.default.createDirectory(
                atPath: self.path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw StorageFailure(
                reason: .other,
                description: "The data folder \(self.path) cannot be made; make it, or name another one as data_dir.")
        }
    }

    /// The folder as it is, for a process that only looks; nothing is made.
    ///
    /// - Throws: ``StorageFailure`` with a sentence for the terminal when there is none.
    package init(existing path: String) throws(StorageFailure) {
        self.init(unmade: path)
        guard try isMade() else { throw StorageFailure.nothing(in: self.path) }
    }

    private init(unmade path: String) {
        self.path = URL(fileURLWithPath: path).standardizedFileURL.path
        umask(0o077)
    }

    private func isMade() throws(StorageFailure) -> Bool {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else { return false }
        guard isFolder.boolValue else {
            throw StorageFailure(reason: .other, description: "\(path) is not a folder; name another one as data_dir.")
        }
        return true
    }

    /// The path of a file in the folder.
    package func file(_ name: String) -> String { path + "/" + name }

    /// Whether the file system itself takes no writing, whoever asks.
    var isReadOnly: Bool { DiskState(at: path) == .readOnly }

    /// Outboxes that were found damaged and moved aside, oldest first. They are never deleted by the program.
    package var damagedOutboxes: [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        let damaged = names.filter { $0.hasPrefix(OutboxFile.name + ".damaged-") }
        return Set(damaged.map(SetAside.mainName)).sorted().map(file)
    }
}

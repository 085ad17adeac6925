import Foundation
package import Kiosk
import Reception

#if canImport(Glibc)
    import Glibc
#endif

extension DataDirectory {
    /// Deletes everything that the kiosk keeps: overwritten, flushed, cut to nothing, removed, and the folder flushed.
    ///
    /// The key goes first: what of the rest should outlive that (a flash drive writes elsewhere than it is told) is
    /// sealed, and nobody can open it any more. Nothing else in the folder is touched. May be called again after a power
    /// cut, and when there is nothing left.
    ///
    /// - Throws: ``StorageFailure`` for the first file that cannot be deleted; the others are.
    package func wipe() throws(StorageFailure) {
        var failure: StorageFailure?
        for path in keptFiles {
            do { try Wiping.wipe(path) } catch { failure = failure ?? error }
        }
        do { try DurableFile.flushFolder(of: file("kiosk.key")) } catch { failure = failure ?? error }
        if let failure { throw failure }
    }

    /// What ``wipe()`` deletes, in its order: keys, the credential, and then what they open.
    package var keptFiles: [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        return DataDirectory.kept.flatMap { start in names.filter { $0.hasPrefix(start) }.sorted() }.map(file)
    }

    /// Deletes exports, damaged caches and evacuation lists that were last written before these moments.
    func wipeOldCopies(exportsBefore: Instant, cachesBefore: Instant, listsBefore: Instant) throws(StorageFailure) {
        for path in keptFiles {
            let name = path.dropFirst(self.path.count + 1)
            let limit: Instant
            if name.hasPrefix(SetAsideExport.prefix) {
                limit = exportsBefore
            } else if name.hasPrefix(CacheFile.name + ".damaged") {
                limit = cachesBefore
            } else if name.hasPrefix(DataDirectory.list) {
                limit = listsBefore
            } else {
                continue
            }
            let written = try? FileManager.default.attributesOfItem(atPath: path)[.modificationDate] as? Date
            if let written, Instant(written) < limit { try Wiping.wipe(path) }
        }
    }

    /// What the names of the kiosk's files begin with.
    private static let kept = [
        "kiosk.key", "enrolment.json", "credential", "ca.pem", OutboxFile.name, CacheFile.name, SetAsideExport.prefix,
        DataDirectory.list, KioskStore.configuredFile,
    ]

    /// What the name of a kept evacuation list begins with, drafts that a power cut left behind included.
    private static let list = "evacuation"
}

/// Deleting a file so that what was in it is gone.
enum Wiping {
    /// A file that is not there is wiped. What a worn-out disk does not let be overwritten goes all the same, and is told.
    static func wipe(_ path: String) throws(StorageFailure) {
        let doing = "\(path) cannot be deleted"
        var failure: StorageFailure?
        do throws(StorageFailure) { try empty(path, doing) } catch { failure = error }
        guard unlink(path) == 0 || errno == ENOENT else { throw StorageFailure(errno: errno, doing: doing) }
        if let failure { throw failure }
    }

    /// Overwrites it and cuts it to nothing; one that this user may not write is left as it is.
    private static func empty(_ path: String, _ doing: String) throws(StorageFailure) {
        let descriptor = open(path, O_WRONLY | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        try overwrite(descriptor, doing)
        guard ftruncate(descriptor, 0) == 0 else { throw StorageFailure(errno: errno, doing: doing) }
    }

    /// Zeroes over a file, which stays; one that is not there is no matter.
    static func overwrite(_ path: String) throws(StorageFailure) {
        let descriptor = open(path, O_WRONLY | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        try overwrite(descriptor, "\(path) cannot be written")
    }

    /// Zeroes over all of it, and onto the disk.
    private static func overwrite(_ descriptor: Int32, _ doing: String) throws(StorageFailure) {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw StorageFailure(errno: errno, doing: doing) }
        let zeroes = [UInt8](repeating: 0, count: 1 << 20)
        var offset: off_t = 0
        while offset < status.st_size {
            let count = pwrite(descriptor, zeroes, Int(min(status.st_size - offset, off_t(zeroes.count))), offset)
            guard count > 0 else { throw StorageFailure(errno: errno, doing: doing) }
            offset += off_t(count)
        }
        guard fsync(descriptor) == 0 else { throw StorageFailure(errno: errno, doing: doing) }
    }
}

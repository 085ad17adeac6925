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

    /// Deletes exports and damaged caches that were last written before these moments.
    func wipeOldCopies(exportsBefore: Instant, cachesBefore: Instant) throws(StorageFailure) {
        for path in keptFiles {
            let name = path.dropFirst(self.path.count + 1)
            let limit: Instant
            if name.hasPrefix(SetAsideExport.prefix) {
                limit = exportsBefore
            } else if name.hasPrefix(CacheFile.name + ".damaged") {
                limit = cachesBefore
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
        "evacuation",
    ]
}

/// Deleting a file so that what was in it is gone.
enum Wiping {
    /// A file that is not there is wiped.
    static func wipe(_ path: String) throws(StorageFailure) {
        let doing = "\(path) cannot be deleted"
        let descriptor = open(path, O_WRONLY | O_CLOEXEC | O_NOFOLLOW)
        if descriptor >= 0 {
            defer { close(descriptor) }
            try overwrite(descriptor, doing)
            guard ftruncate(descriptor, 0) == 0 else { throw StorageFailure(errno: errno, doing: doing) }
        } else if errno == ENOENT {
            return
        }
        guard unlink(path) == 0 || errno == ENOENT else { throw StorageFailure(errno: errno, doing: doing) }
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

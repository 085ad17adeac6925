import Foundation
import Kiosk

#if canImport(Glibc)
    import Glibc
#endif

/// Small files that are whole or not there at all, power cut included: written beside, flushed, then named.
enum DurableFile {
    /// Makes a file that must not exist yet, mode 0600.
    ///
    /// - Returns: false when there is one of that name already, which is left alone.
    static func create(_ bytes: [UInt8], at path: String) throws(StorageFailure) -> Bool {
        let draft = path + ".\(getpid()).new"
        try write(bytes, to: draft)
        defer { unlink(draft) }
        guard link(draft, path) == 0 else {
            if errno == EEXIST { return false }
            throw StorageFailure(errno: errno, doing: "\(path) cannot be made")
        }
        try flushFolder(of: path)
        return true
    }

    /// Puts a file in the place of one that may exist, mode 0600.
    static func replace(_ bytes: [UInt8], at path: String) throws(StorageFailure) {
        let draft = path + ".\(getpid()).new"
        try write(bytes, to: draft)
        guard rename(draft, path) == 0 else {
            let error = errno
            unlink(draft)
            throw StorageFailure(errno: error, doing: "\(path) cannot be written")
        }
        try flushFolder(of: path)
    }

    private static func write(_ bytes: [UInt8], to path: String) throws(StorageFailure) {
        unlink(path)
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw StorageFailure(errno: errno, doing: "\(path) cannot be made") }
        defer { close(descriptor) }
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes {
                Glibc.write(descriptor, $0.baseAddress?.advanced(by: written), bytes.count - written)
            }
            guard count > 0 else { throw failed(path) }
            written += count
        }
        guard fsync(descriptor) == 0 else { throw failed(path) }
    }

    private static func failed(_ path: String) -> StorageFailure {
        let error = errno
        unlink(path)
        return StorageFailure(errno: error, doing: "\(path) cannot be written")
    }

    /// Makes the names in the folder of `path` last.
    static func flushFolder(of path: String) throws(StorageFailure) {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw StorageFailure(errno: errno, doing: "\(folder) cannot be opened") }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw StorageFailure(errno: errno, doing: "\(folder) cannot be flushed") }
    }
}

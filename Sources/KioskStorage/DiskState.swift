#if canImport(Glibc)
    import Glibc
#endif

/// Whether the disk below a folder takes what the kiosk has to keep.
package enum DiskState: Hashable, Sendable {
    /// Megabytes (10⁶) that this user may still write.
    case free(Int)
    /// Less than one megabyte is left.
    case full
    /// The file system takes no writing, whoever asks.
    case readOnly

    /// `nil` when nothing is at `path`.
    package init?(at path: String) {
        var status = statvfs()
        guard statvfs(path, &status) == 0 else { return nil }
        let megabytes = DiskState.megabytes(blocks: UInt64(status.f_bavail), of: UInt64(status.f_frsize))
        if access(path, W_OK) != 0, errno == EROFS {
            self = .readOnly
        } else {
            self = megabytes == 0 ? .full : .free(megabytes)
        }
    }

    /// Some file systems say "without end" by the largest number of blocks that there is.
    static func megabytes(blocks: UInt64, of size: UInt64) -> Int {
        let bytes = blocks.multipliedFullWidth(by: size)
        return bytes.high == 0 ? Int(bytes.low / 1_000_000) : .max
    }
}

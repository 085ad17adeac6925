import Kiosk

#if canImport(Glibc)
    import Glibc
#endif

/// A lock on a file by the kernel (`flock`): it is gone with the process that held it, however that one ended.
///
/// It holds against other processes and against other locks of this process alike, and is not inherited by children.
final class AdvisoryLock: Sendable {
    private let descriptor: Int32

    /// Takes the lock without waiting; `nil` when somebody else has it.
    ///
    /// - Throws: ``StorageFailure`` when the lock file cannot be made.
    init?(path: String) throws(StorageFailure) {
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else {
            throw StorageFailure(errno: errno, doing: "The lock file \(path) cannot be opened")
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            return nil
        }
    }

    /// Gives the lock back by name: a child that is just being started has a copy of the descriptor until it calls exec,
    /// and closing ours alone would leave the lock with it for so long.
    deinit {
        flock(descriptor, LOCK_UN)
        close(descriptor)
    }

    /// Writes who holds the lock, for the sentence that others are refused with.
    func sign() {
        let text = Array("\(getpid())\n".utf8)
        guard ftruncate(descriptor, 0) == 0 else { return }
        _ = pwrite(descriptor, text, text.count, 0)
    }
}

import Reception

#if canImport(Glibc)
    import Glibc
#endif

/// Wakes one waiting thread, once for any number of rings; usable with `poll`, and safe to ring from any thread.
package final class Bell: Sendable {
    /// Becomes readable when it was rung.
    package let descriptor: Int32
    private let cord: Int32

    /// - Throws: ``StorageFailure`` when the system has no more descriptors.
    package init() throws(StorageFailure) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else {
            throw StorageFailure(
                reason: .other, description: "Cannot make a pipe: too many open files. Close other programs and retry.")
        }
        for end in ends {
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
        }
        descriptor = ends[0]
        cord = ends[1]
    }

    deinit {
        close(descriptor)
        close(cord)
    }

    package func ring() {
        var byte: UInt8 = 1
        _ = write(cord, &byte, 1)
    }

    /// Waits until it rings or `timeout` is over, and takes the rings.
    ///
    /// - Returns: whether it was rung.
    @discardableResult
    package func wait(upTo timeout: Duration) -> Bool {
        var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        _ = poll(&waiting, 1, Int32(clamping: timeout.wholeMilliseconds))
        return takeRings()
    }

    /// Takes the rings without waiting.
    @discardableResult
    package func takeRings() -> Bool {
        var bytes = [UInt8](repeating: 0, count: 256)
        var wasRung = false
        while read(descriptor, &bytes, bytes.count) > 0 { wasRung = true }
        return wasRung
    }
}

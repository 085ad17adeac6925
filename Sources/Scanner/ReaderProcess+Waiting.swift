import Glibc
import Reception

extension ReaderProcess {
    /// Hands over the picture in ``staging`` and waits for what comes of it.
    /// - Throws: ``ReaderFailure``.
    func wait(for request: ReaderRequest) throws(ReaderFailure) -> Outcome {
        // Also when it is free: it may have been replaced since, and that is to be known before and not after.
        _ = try outcome()
        while !isFree {
            rest(until: due)
            _ = try outcome()
        }
        handOver(request)
        while true {
            rest(until: due)
            if let outcome = try outcome() { return outcome }
        }
    }

    /// Waits until ``outcome()`` may have something to do or `deadline` is past.
    func rest(until deadline: Duration?) {
        var entries = descriptors.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        let left = max(.zero, (deadline ?? now + .seconds(60)) - now)
        // Rounded up, so that what is due is due when this returns.
        poll(&entries, nfds_t(entries.count), Int32(clamping: (left + .microseconds(999)).wholeMilliseconds))
    }
}

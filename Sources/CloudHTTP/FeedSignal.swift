import Synchronization

/// Tells those who wait for changes that there may be some.
final class FeedSignal: Sendable {
    private struct Waiters {
        var next = 0
        var continuations: [Int: AsyncStream<Void>.Continuation] = [:]
    }

    private let waiters = Mutex(Waiters())

    /// Whether anybody waits.
    var hasWaiters: Bool { waiters.withLock { !$0.continuations.isEmpty } }

    /// Yields once for every announcement from now on; announcements that come too fast are one.
    func announcements() -> AsyncStream<Void> {
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let number = waiters.withLock { waiters in
            waiters.next += 1
            waiters.continuations[waiters.next] = continuation
            return waiters.next
        }
        continuation.onTermination = { [weak self] _ in
            _ = self?.waiters.withLock { $0.continuations.removeValue(forKey: number) }
        }
        return stream
    }

    /// Wakes everybody.
    func announce() {
        let continuations = waiters.withLock { Array($0.continuations.values) }
        for continuation in continuations { continuation.yield() }
    }
}

import Reception
import Synchronization

/// The download lane: keeps the cache in step with the cloud, and is the probe that notices the network's return.
package final class Puller: Sendable {
    private struct State {
        var backoff = Backoff()
        var isFailing = false
        /// Snapshots since the last page of changes; a feed that is gone right after one will be gone again.
        var snapshots = 0
    }

    private let cache: any Cache
    private let cloud: any CloudAPI
    private let clock: KioskClock
    private let link: LinkMonitor
    private let tell: @Sendable (Message) -> Void
    private let reconnected: @Sendable () -> Void
    private let state = Mutex(State())

    /// Rows of one page.
    private static let pageSize = 500
    /// How long the cloud may hold an answer back.
    private static let longPoll = Duration.seconds(25)

    /// - Parameter reconnected: called after the first answer that follows a failure.
    package init(
        cache: any Cache, cloud: any CloudAPI, clock: KioskClock, link: LinkMonitor,
        tell: @escaping @Sendable (Message) -> Void, reconnected: @escaping @Sendable () -> Void
    ) {
        self.cache = cache
        self.cloud = cloud
        self.clock = clock
        self.link = link
        self.tell = tell
        self.reconnected = reconnected
    }

    /// One page or one snapshot.
    package func step() -> Lane.Pause {
        do {
            let wait = state.withLock(\.isFailing) ? Duration.zero : Puller.longPoll
            let start = clock.world.uptime()
            let pause: Duration =
                try pull(wait: wait) || clock.world.uptime() - start > .seconds(1) ? .zero : .seconds(1)
            succeeded()
            return .upTo(wait == .zero ? .zero : pause)
        } catch let failure as CloudFailure {
            link.failed(.pull, failure, at: clock.moment.corrected.now)
            return pause(after: failure)
        } catch let trouble as StorageFailure where trouble.reason == .locked {
            // `sync`, or the purge, is at the cache just now.
            return .upTo(.milliseconds(200))
        } catch {
            if let trouble = error as? StorageFailure { tell(.storageTrouble(trouble)) }
            return .upTo(state.withLock { $0.backoff.next(cap: .seconds(300), in: clock.world) } + .seconds(5))
        }
    }

    /// Follows the feed to its end, without waiting there; for `sync --once`.
    ///
    /// - Throws: ``CloudFailure`` or ``StorageFailure``, whichever ended it.
    package func pullAll() throws {
        while try pull(wait: .zero) {}
    }

    /// - Returns: whether there is more to be had at once.
    private func pull(wait: Duration) throws -> Bool {
        guard let cursor = try cache.cursor() else {
            try pullSnapshot()
            return true
        }
        guard let page = try page(after: cursor, wait: wait) else {
            try pullSnapshot()
            return true
        }
        state.withLock { $0.snapshots = 0 }
        let now = clock.moment.corrected.now
        if page.changes.isEmpty, page.cursor == cursor {
            try cache.heard(at: now)
        } else {
            try cache.apply(page, heardAt: now)
        }
        // A cache that is still catching up must not look like one that knows everything.
        if !page.hasMore { tell(.synced(try cache.summary())) }
        return page.hasMore
    }

    /// - Returns: `nil` when the feed no longer has that place.
    private func page(after cursor: Cursor, wait: Duration) throws(CloudFailure) -> ChangesPage? {
        do throws(CloudFailure) {
            return try cloud.changes(after: cursor, limit: Puller.pageSize, wait: wait)
        } catch {
            guard error == .gone else { throw error }
            return nil
        }
    }

    private func pullSnapshot() throws {
        let isFirst = state.withLock { state in
            state.snapshots += 1
            return state.snapshots == 1
        }
        guard isFirst else { throw CloudFailure.unintelligible("a feed that ends where its own snapshot does") }
        try cache.replace(heardAt: clock.moment.corrected.now) { take in
            var end: SnapshotEnd?
            try cloud.snapshot { line in
                switch line {
                case .row(let row): try take(row)
                case .end(let last): end = last
                }
            }
            guard let end else { throw CloudFailure.unintelligible("the snapshot has no end") }
            return end
        }
        tell(.synced(try cache.summary()))
    }

    private func succeeded() {
        link.succeeded(.pull)
        let wasFailing = state.withLock { state in
            defer {
                state.backoff.reset()
                state.isFailing = false
            }
            return state.isFailing
        }
        if wasFailing { reconnected() }
    }

    /// Short waits while nothing answers: this lane's try is the probe that wakes the others.
    private func pause(after failure: CloudFailure) -> Lane.Pause {
        state.withLock { state in
            state.isFailing = true
            state.snapshots = 0
            switch failure {
            case .busy(_, let wait?): return .exactly(min(wait, .seconds(3600)))
            case .refused: return .upTo(.seconds(300))
            default:
                let cap: Duration = failure.isUnreachable ? .seconds(10) : .seconds(300)
                return .upTo(state.backoff.next(cap: cap, in: clock.world))
            }
        }
    }
}

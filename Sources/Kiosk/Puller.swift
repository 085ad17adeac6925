import Reception
import Synchronization

/// The download lane: keeps the cache in step with the cloud, and is the probe that notices the network's return.
package final class Puller: Sendable {
    private let cache: any Cache
    private let cloud: any CloudAPI
    private let clock: KioskClock
    private let link: LinkMonitor
    private let tell: @Sendable (Message) -> Void
    private let reconnected: @Sendable () -> Void
    private let state = Mutex((backoff: Backoff(), isFailing: false))

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
            return .upTo(.seconds(5))
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
        do {
            let page = try cloud.changes(after: cursor, limit: Puller.pageSize, wait: wait)
            let now = clock.moment.corrected.now
            if page.changes.isEmpty, page.cursor == cursor {
                try cache.heard(at: now)
            } else {
                try cache.apply(page, heardAt: now)
            }
            tell(.synced(try cache.summary()))
            return page.hasMore
        } catch CloudFailure.gone {
            try pullSnapshot()
            return true
        }
    }

    private func pullSnapshot() throws {
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
            defer { state = (Backoff(), false) }
            return state.isFailing
        }
        if wasFailing { reconnected() }
    }

    /// Short waits while nothing answers: this lane's try is the probe that wakes the others.
    private func pause(after failure: CloudFailure) -> Lane.Pause {
        state.withLock { state in
            state.isFailing = true
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

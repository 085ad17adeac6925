import Reception
import Synchronization

/// The download lane: keeps the cache in step with the cloud, and is the probe that notices the network's return.
package final class Puller: Sendable {
    private struct State {
        var backoff = Backoff()
        var isFailing = false
        /// Whether nothing but a whole snapshot came last: a feed that is gone right after one will be gone again.
        var isFreshlyLoaded = false
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
    /// After a page with changes: what comes in quick succession comes together, and still within a blink.
    private static let breath = Duration.milliseconds(100)
    /// As long as it is not sure that the link holds: each answer says that it does.
    private static let shortPoll = LinkMonitor.holdingTime

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

    /// What one pull came to.
    private enum Outcome {
        /// There is more to be had at once.
        case more
        /// Changes, and the feed's end.
        case changes
        /// The feed's end, and nothing new.
        case nothing
    }

    /// One page or one snapshot.
    package func step() -> Lane.Pause {
        do {
            let wait = nextWait()
            let start = clock.world.uptime()
            let outcome = try pull(wait: wait)
            succeeded()
            guard wait > .zero else { return .upTo(.zero) }
            switch outcome {
            case .more: return .upTo(.zero)
            case .changes: return .upTo(Puller.breath)
            // An answer at once although it was asked to wait: a cloud that cannot must not be asked in a spin.
            case .nothing: return .upTo(clock.world.uptime() - start > .seconds(1) ? .zero : .seconds(1))
            }
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
        while try pull(wait: .zero) == .more {}
    }

    private func pull(wait: Duration) throws -> Outcome {
        // Clearing up must not keep changes waiting, nor fail for want of room what does not need it.
        let isUntidy = (try? cache.tidy()) ?? false
        guard let cursor = try cache.cursor(), let page = try page(after: cursor, wait: isUntidy ? .zero : wait) else {
            try pullSnapshot()
            return .more
        }
        state.withLock { $0.isFreshlyLoaded = false }
        let now = clock.moment.corrected.now
        let isNews = !page.changes.isEmpty || page.cursor != cursor
        if isNews { try cache.apply(page, heardAt: now) } else { try cache.heard(at: now) }
        // From pages only: a snapshot tells what is, and a reply is news.
        let replies = page.changes.compactMap { if case .reply(let reply) = $0.change { reply } else { nil } }
        if !replies.isEmpty { tell(.replied(replies)) }
        // A cache that is still catching up must not look like one that knows everything.
        if !page.hasMore { tell(.synced(try cache.summary())) }
        if page.hasMore || isUntidy { return .more }
        return isNews ? .changes : .nothing
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
        guard !state.withLock(\.isFreshlyLoaded) else {
            throw CloudFailure.unintelligible("a feed that ends where its own snapshot does")
        }
        do {
            try load()
        } catch let failure as CloudFailure where failure == .gone {
            // It cannot go on where it was cut.
            try cache.forgetLoad()
            try load()
        }
        state.withLock { $0.isFreshlyLoaded = true }
        tell(.synced(try cache.summary()))
    }

    private func load() throws {
        try cache.replace(heardAt: clock.moment.corrected.now) { try cloud.snapshot(after: $0, $1) }
    }

    private func nextWait() -> Duration {
        if state.withLock(\.isFailing) { return .zero }
        return link.current == .online ? Puller.longPoll : Puller.shortPoll
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
            state.isFreshlyLoaded = false
            switch failure {
            case .busy(_, let wait?): return .exactly(min(wait, .seconds(3600)))
            default:
                let cap: Duration = failure.isUnreachable ? .seconds(10) : .seconds(30)
                return .upTo(state.backoff.next(cap: cap, in: clock.world))
            }
        }
    }
}

import Reception
import Synchronization

/// The upload lane: hands events to the cloud, and takes them out of the outbox on its answer for each.
///
/// Rows of the table in DESIGN §5 are the cases of ``meet(_:with:)``.
package final class Pusher: Sendable {
    private struct State {
        var backoff = Backoff()
        var batchSize = EventBatch.most
        var isFailing = false
    }

    private let outbox: any Outbox
    private let cloud: any CloudAPI
    private let clock: KioskClock
    private let link: LinkMonitor
    private let tell: @Sendable (Message) -> Void
    private let reconnected: @Sendable () -> Void
    private let state = Mutex(State())

    /// - Parameter reconnected: called after the first answer that follows a failure.
    package init(
        outbox: any Outbox, cloud: any CloudAPI, clock: KioskClock, link: LinkMonitor,
        tell: @escaping @Sendable (Message) -> Void, reconnected: @escaping @Sendable () -> Void = {}
    ) {
        self.outbox = outbox
        self.cloud = cloud
        self.clock = clock
        self.link = link
        self.tell = tell
        self.reconnected = reconnected
    }

    /// What one attempt came to.
    private enum Attempt {
        /// Nothing waits, or another process is sending it.
        case nothing(stillWaiting: Int)
        /// Some events are settled; more may wait.
        case settled
        /// A batch was too large and will be smaller.
        case smaller
        case failed(CloudFailure, Lane.Pause)
    }

    /// Sends one batch, if there is one.
    package func step() -> Lane.Pause {
        do throws(StorageFailure) {
            defer { if let counts = try? outbox.counts() { tell(.outbox(counts)) } }
            switch try attempt() {
            case .nothing(stillWaiting: 0):
                link.rests(.push)
                return .upTo(.seconds(3600))
            case .nothing: return .upTo(.seconds(1))
            case .settled, .smaller: return .upTo(.zero)
            case .failed(_, let pause): return pause
            }
        } catch {
            tell(.storageTrouble(error))
            return .upTo(.seconds(5))
        }
    }

    /// Sends until nothing waits or something fails; for `push --once`.
    ///
    /// - Throws: ``CloudFailure`` or ``StorageFailure``, whichever ended it; ``StorageFailure`` with reason `.locked` when
    ///   another process is sending.
    package func pushAll() throws {
        while true {
            switch try attempt() {
            case .nothing(stillWaiting: 0): return
            case .nothing(let count):
                throw StorageFailure(
                    reason: .locked, description: "The running kiosk is sending \(count) events itself just now.")
            case .settled, .smaller: continue
            case .failed(let failure, _): throw failure
            }
        }
    }

    private func attempt() throws(StorageFailure) -> Attempt {
        let leased = try outbox.lease(state.withLock(\.batchSize))
        guard !leased.isEmpty else { return .nothing(stillWaiting: try outbox.counts().waiting) }
        let receipt: EventReceipt
        do throws(CloudFailure) {
            receipt = try clock.timing(\.serverTime) { () throws(CloudFailure) in
                let now = clock.moment
                return try cloud.send(
                    EventBatch(events: leased, sender: SenderClock(deviceTime: now.device, clock: now.clock)))
            }
        } catch {
            return try meet(error, with: leased)
        }
        try outbox.settle(receipt.results, of: leased, at: clock.moment)
        guard receipt.concerns(leased) else {
            return fail(.unintelligible("its answer is about other events"))
        }
        link.succeeded(.push)
        let wasFailing = state.withLock { state in
            defer { state = State() }
            return state.isFailing
        }
        tell(.settled(receipt.results))
        if wasFailing { reconnected() }
        try outbox.heed(receipt, of: leased)
        return .settled
    }

    private func meet(_ failure: CloudFailure, with leased: [Event]) throws(StorageFailure) -> Attempt {
        if failure == .tooLarge, let only = leased.first, leased.count == 1 {
            let result = EventResult(id: only.id, status: .rejected, reason: "too large for the cloud (HTTP 413)")
            try outbox.settle([result], of: leased, at: clock.moment)
            return .settled
        }
        try outbox.release(leased)
        if leased.count > 1, [.tooLarge, .stranger(status: 413)].contains(failure) {
            state.withLock { $0.batchSize = leased.count / 2 }
            return .smaller
        }
        return fail(failure)
    }

    /// Nothing was settled: when to try again.
    private func fail(_ failure: CloudFailure) -> Attempt {
        link.failed(.push, failure, at: clock.moment.corrected.now)
        state.withLock { $0.isFailing = true }
        switch failure {
        case .busy(_, let wait?): return .failed(failure, .exactly(min(wait, .seconds(3600))))
        case .refused, .revoked: return .failed(failure, .upTo(.seconds(300)))
        default: return .failed(failure, retryPause(after: failure))
        }
    }

    private func retryPause(after failure: CloudFailure) -> Lane.Pause {
        let wait = state.withLock { state in
            // One event is enough to find out whether the cloud is back.
            if failure.isUnreachable { state.batchSize = 1 }
            return state.backoff.next(cap: .seconds(300), in: clock.world)
        }
        return .upTo(wait)
    }
}

extension EventReceipt {
    /// Whether it settles at least one of `events`; one that does not would be asked for again at once, for ever.
    fileprivate func concerns(_ events: [Event]) -> Bool {
        let ids = Set(events.map(\.id))
        return results.contains { ids.contains($0.id) }
    }
}

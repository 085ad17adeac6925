import Reception
import Synchronization

/// The upload lane: hands events to the cloud, and takes them out of the outbox on its answer for each.
///
/// Rows of the table in DESIGN §5 are the cases of ``meet(_:with:)``.
package final class Pusher: Sendable {
    private struct State {
        var backoff = Backoff()
        var batchSize = EventBatch.most
    }

    private let outbox: any Outbox
    private let cloud: any CloudAPI
    private let clock: KioskClock
    private let link: LinkMonitor
    private let tell: @Sendable (Message) -> Void
    private let state = Mutex(State())

    package init(
        outbox: any Outbox, cloud: any CloudAPI, clock: KioskClock, link: LinkMonitor,
        tell: @escaping @Sendable (Message) -> Void
    ) {
        self.outbox = outbox
        self.cloud = cloud
        self.clock = clock
        self.link = link
        self.tell = tell
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
                try cloud.send(EventBatch(events: leased))
            }
        } catch {
            link.failed(.push, error, at: clock.moment.corrected.now)
            return try meet(error, with: leased)
        }
        try outbox.settle(receipt.results, of: leased, at: clock.moment)
        guard receipt.concerns(leased) else {
            return .failed(.unintelligible("its answer is about other events"), retryPause())
        }
        link.succeeded(.push)
        state.withLock { $0 = State() }
        tell(.settled(receipt.results))
        return .settled
    }

    private func meet(_ failure: CloudFailure, with leased: [Event]) throws(StorageFailure) -> Attempt {
        if failure == .tooLarge, let only = leased.first, leased.count == 1 {
            let result = EventResult(id: only.id, status: .rejected, reason: "too large for the cloud (HTTP 413)")
            try outbox.settle([result], of: leased, at: clock.moment)
            return .settled
        }
        try outbox.release(leased)
        switch failure {
        case .tooLarge:
            state.withLock { $0.batchSize = max(1, leased.count / 2) }
            return .smaller
        case .busy(_, let wait?): return .failed(failure, .exactly(min(wait, .seconds(3600))))
        case .refused: return .failed(failure, .upTo(.seconds(300)))
        default:
            // One event is enough to find out whether the cloud is back.
            if failure.isUnreachable { state.withLock { $0.batchSize = 1 } }
            return .failed(failure, retryPause())
        }
    }

    private func retryPause() -> Lane.Pause {
        .upTo(state.withLock { $0.backoff.next(cap: .seconds(300), in: clock.world) })
    }
}

extension EventReceipt {
    /// Whether it settles at least one of `events`; one that does not would be asked for again at once, for ever.
    fileprivate func concerns(_ events: [Event]) -> Bool {
        let ids = Set(events.map(\.id))
        return results.contains { ids.contains($0.id) }
    }
}

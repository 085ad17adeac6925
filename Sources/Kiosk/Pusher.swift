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

    /// Sends one batch, if there is one.
    package func step() -> Lane.Pause {
        do throws(StorageFailure) {
            let leased = try outbox.lease(state.withLock(\.batchSize))
            let counts = try outbox.counts()
            tell(.outbox(counts))
            guard !leased.isEmpty else {
                // Another process, `push`, is sending just now.
                if counts.waiting > 0 { return .upTo(.seconds(1)) }
                link.rests(.push)
                return .upTo(.seconds(3600))
            }
            defer { if let counts = try? outbox.counts() { tell(.outbox(counts)) } }
            return try send(leased)
        } catch {
            tell(.storageTrouble(error))
            return .upTo(.seconds(5))
        }
    }

    /// Sends until nothing waits or something fails; for `push --once`.
    ///
    /// - Throws: ``CloudFailure`` or ``StorageFailure``, whichever ended it.
    package func pushAll() throws {
        while true {
            let leased = try outbox.lease(EventBatch.most)
            guard !leased.isEmpty else { return }
            do {
                let receipt = try cloud.send(EventBatch(events: leased))
                try outbox.settle(receipt.results, of: leased, at: clock.moment)
                guard receipt.concerns(leased) else {
                    throw CloudFailure.unintelligible("its answer is about other events")
                }
            } catch {
                try outbox.release(leased)
                throw error
            }
        }
    }

    private func send(_ leased: [Event]) throws(StorageFailure) -> Lane.Pause {
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
        guard receipt.concerns(leased) else { return retryPause() }
        link.succeeded(.push)
        state.withLock { $0 = State() }
        tell(.settled(receipt.results))
        return .upTo(.zero)
    }

    private func meet(_ failure: CloudFailure, with leased: [Event]) throws(StorageFailure) -> Lane.Pause {
        if failure == .tooLarge, let only = leased.first, leased.count == 1 {
            let result = EventResult(id: only.id, status: .rejected, reason: "too large for the cloud (HTTP 413)")
            try outbox.settle([result], of: leased, at: clock.moment)
            return .upTo(.zero)
        }
        try outbox.release(leased)
        switch failure {
        case .tooLarge:
            state.withLock { $0.batchSize = max(1, leased.count / 2) }
            return .upTo(.zero)
        case .busy(_, let wait?): return .exactly(min(wait, .seconds(3600)))
        case .refused: return .upTo(.seconds(300))
        default: return retryPause()
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

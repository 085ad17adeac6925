import Foundation
package import Kiosk
package import Reception
import Synchronization

/// The lock that goes with leases, while there are any.
struct Sending {
    var lock: AdvisoryLock?
    /// How many events of the lease have not been settled or released.
    var leased = 0
}

extension KioskStore: Outbox {
    /// Empty also while another process is sending; what it leaves is for the next call.
    package func lease(_ most: Int) throws(StorageFailure) -> [Event] {
        try holding { isNew throws(StorageFailure) in
            try outbox.use { file in
                if isNew { try file.write { try $0.releaseAll() } }
                return try file.lease(most)
            }
        }
    }

    package func settle(_ results: [EventResult], of leased: [Event], at moment: Moment) throws(StorageFailure) {
        // Also when it fails: the next lease then finds these events without a holder and puts them back to waiting.
        defer { drop(leased.count) }
        try outbox.use { file in try file.write { try $0.settle(results, of: leased, at: moment) } }
    }

    package func release(_ leased: [Event]) throws(StorageFailure) {
        defer { drop(leased.count) }
        try outbox.use { file in try file.write { try $0.release(leased) } }
    }

    /// Several streams in one batch tell nothing: the receipt is about one of them.
    package func heed(_ receipt: EventReceipt, of leased: [Event]) throws(StorageFailure) {
        guard let stream = leased.first?.stream, leased.allSatisfy({ $0.stream == stream }) else { return }
        let seen = max(receipt.highestGapless, receipt.missing.max().map { $0 &+ 1 } ?? 0)
        let isAhead = try outbox.use { try $0.read { try $0.isAhead(stream, sequence: seen) } }
        guard isAhead else { return }
        let hasLeft = try outbox.use { file in
            try file.write { try $0.leave(stream, havingSeen: seen, for: UUID.v7(world)) }
        }
        if hasLeft { opening.notes.add(.oldCopy) }
    }

    package func counts() throws(StorageFailure) -> OutboxCounts {
        try outbox.use { try $0.read { try $0.counts() } }
    }

    /// Puts leases of processes that are gone back to waiting.
    func releaseOrphans() throws(StorageFailure) {
        guard let lock = try sendingLock() else { return }
        try outbox.use { try $0.write { try $0.releaseAll() } }
        withExtendedLifetime(lock) {}
    }

    // MARK: - One sender

    /// Leases under the senders' lock, which is kept until as many events have been settled or released.
    private func holding(
        _ lease: (_ isNew: Bool) throws(StorageFailure) -> [Event]
    ) throws(StorageFailure) -> [Event] {
        let isNew = sending.withLock { $0.lock == nil }
        if isNew {
            guard let lock = try sendingLock() else { return [] }
            sending.withLock { $0.lock = lock }
        }
        var leased: [Event] = []
        defer { drop(-leased.count) }
        leased = try lease(isNew)
        return leased
    }

    private func drop(_ count: Int) {
        sending.withLock {
            $0.leased -= count
            if $0.leased <= 0 { $0 = Sending() }
        }
    }

    private func sendingLock() throws(StorageFailure) -> AdvisoryLock? {
        try AdvisoryLock(path: directory.file("push.lock"))
    }
}

package import Foundation
import GRDB
package import Kiosk
package import Reception

/// What staff do with the queue, also from another process while the kiosk runs.
extension KioskStore {
    /// The events in these states, in the order of sending.
    package func queueRows(_ states: Set<EventState> = [.waiting, .sent, .setAside]) throws(StorageFailure)
        -> [QueueRow]
    {
        try outbox.use { try $0.read { try $0.queue(states) } }
    }

    /// Gives `take` each whole event in these states as one line of JSON, with its newline.
    ///
    /// - Returns: how many could not be opened, and were left out.
    /// - Throws: ``StorageFailure``; what `take` throws comes as one too, of reason `.other`.
    package func export(
        _ states: Set<EventState> = [.waiting, .sent, .setAside], _ take: (Data) throws -> Void
    ) throws(StorageFailure) -> Int {
        let found = try outbox.use { try $0.read { try $0.bodies(states) } }
        do {
            for line in found.lines { try take(line) }
        } catch {
            throw StorageFailure(reason: .other, description: "The export could not be written; check its target.")
        }
        return found.unreadable
    }

    /// Set aside → waiting.
    ///
    /// - Parameter ids: those of them; all when missing.
    /// - Returns: how many were.
    @discardableResult
    package func retry(_ ids: [UUID]? = nil) throws(StorageFailure) -> Int {
        try outbox.use { file in try file.write { try $0.retry(ids) } }
    }

    /// Forgets what is over: cached passes and visits that ended before the one moment, events that were acknowledged
    /// before the other.
    ///
    /// In bounded transactions, between which visitors are served. Events that are waiting or set aside stay for ever, and
    /// so do outboxes that were found damaged; exports and damaged caches of before go too.
    @discardableResult
    package func purge(passesBefore: Instant, eventsBefore: Instant) throws(StorageFailure) -> PurgeCount {
        let (events, visits) = try outbox.use { file in
            try file.write { try $0.deleteMarks(before: passesBefore) }
            return (
                try file.repeating { try $0.deleteSomeEvents(settledBefore: eventsBefore) },
                try file.repeating { try $0.deleteSomeVisits(before: passesBefore) }
            )
        }
        let passes = try cache.use { file in
            let count = try file.repeating { try $0.deleteSomePasses(endedBefore: passesBefore) }
            _ = try file.repeating { try $0.deleteSomeVisits(before: passesBefore) }
            return count
        }
        try emptyIdleSlot(before: passesBefore)
        outbox.current.truncateJournal()
        cache.current.truncateJournal()
        try directory.wipeOldCopies(
            exportsBefore: eventsBefore, cachesBefore: passesBefore,
            listsBefore: world.now().advanced(by: .seconds(-86_400)))
        return PurgeCount(events: events, visits: visits, passes: passes)
    }

    /// Deletes what an interrupted load left behind, unless it is going on, or may still: one that has not for as long
    /// as passes are kept will not.
    private func emptyIdleSlot(before cutoff: Instant) throws(StorageFailure) {
        guard let lock = try loadingLock() else { return }
        try cache.use { file in
            let state = try file.read { try $0.state() }
            if let load = state.load, load.point != nil, load.at >= cutoff { return }
            try Generation.empty(1 - state.slot, in: file)
        }
        withExtendedLifetime(lock) {}
    }
}

package import Reception

/// Events that the cloud has not acknowledged (DESIGN §5).
///
/// *waiting* → *sent* (a lease; back to waiting at start) → *acknowledged*, or *set aside*. Nothing but an answer of the
/// cloud for that very event takes it out of here.
package protocol Outbox: Sendable {
    /// Marks the oldest waiting events as sent and returns them, in order of sequence.
    func lease(_ most: Int) throws(StorageFailure) -> [Event]
    /// Takes the cloud's word for each event: accepted and duplicate are acknowledged, rejected ones set aside.
    /// Leased events without a result go back to waiting.
    func settle(_ results: [EventResult], of leased: [Event], at moment: Moment) throws(StorageFailure)
    /// Puts leased events back to waiting, when no answer came.
    func release(_ leased: [Event]) throws(StorageFailure)
    func counts() throws(StorageFailure) -> OutboxCounts
}

package struct OutboxCounts: Hashable, Sendable {
    /// Waiting or sent.
    package var waiting: Int
    package var setAside: Int

    package init(waiting: Int, setAside: Int) {
        self.waiting = waiting
        self.setAside = setAside
    }
}

/// The kiosk's copy of what the cloud said.
package protocol Cache: Sendable {
    /// How far it has followed the feed; `nil` before the first sync.
    func cursor() throws(StorageFailure) -> Cursor?
    /// Takes a page and its cursor in one transaction, so that a kill costs one page at most.
    func apply(_ page: ChangesPage, heardAt: Instant) throws(StorageFailure)
    /// Fills a fresh generation while the old one serves. `fill` is given a function that takes rows, and returns the
    /// end line when it has them all; then the generations are swapped in one transaction. When it throws, the old
    /// generation stays.
    func replace(heardAt: Instant, _ fill: (_ take: (ChangeRow) throws -> Void) throws -> SnapshotEnd) throws
    /// Notes that the cloud was heard, with nothing new.
    func heard(at: Instant) throws(StorageFailure)
    func summary() throws(StorageFailure) -> CacheSummary
}

package struct CacheSummary: Hashable, Sendable {
    package var passes: Int
    package var cursor: Cursor?
    /// When the cloud was last heard, by the corrected clock; missing when never.
    package var heardAt: Instant?
    package var site: SiteCard?
    package var tenant: TenantCard?

    package init(passes: Int, cursor: Cursor?, heardAt: Instant?, site: SiteCard?, tenant: TenantCard?) {
        self.passes = passes
        self.cursor = cursor
        self.heardAt = heardAt
        self.site = site
        self.tenant = tenant
    }
}

/// Where the clock's offset and floor outlive a restart.
package protocol ClockMemory: Sendable {
    func clock() throws(StorageFailure) -> ClockState?
    func keep(_ clock: ClockState) throws(StorageFailure)
}

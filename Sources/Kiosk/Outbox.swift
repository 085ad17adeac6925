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
    /// Begins a new stream when the cloud has seen numbers of this one that are yet to be given: the outbox is an old
    /// copy, and its next numbers would be used twice.
    func heed(_ receipt: EventReceipt, of leased: [Event]) throws(StorageFailure)
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
    /// Fills a fresh generation while the old one serves. `fill` is given where an earlier load was cut and a function
    /// that takes lines, and returns after the end line; then the generations are swapped in one transaction. When it
    /// throws, the old generation stays, and what was taken up to the last mark is kept for the next time.
    ///
    /// - Throws: what `fill` throws; ``StorageFailure``, also when the whole does not agree with its end line: then the
    ///   next load begins from nothing.
    func replace(
        heardAt: Instant, _ fill: (_ point: SnapshotPoint?, _ take: (SnapshotLine) throws -> Void) throws -> Void
    ) throws
    /// Gives up a load that was cut: the next one begins from nothing.
    func forgetLoad() throws(StorageFailure)
    /// Does a bounded part of clearing up behind a generation that has served: its rows, then the room they took.
    ///
    /// - Returns: whether there is more to do.
    func tidy() throws(StorageFailure) -> Bool
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
    /// How many passes a full sync has brought so far that is under way, or was cut and will go on; `nil` without one.
    package var loadedPasses: Int?
    /// What the site's administrator has chosen for the screen; `nil` when the cloud has said nothing.
    package var layout: KioskLayout?
    /// Departments with somebody in them, in no order.
    package var departments: [DepartmentRecord]

    package init(
        passes: Int, cursor: Cursor?, heardAt: Instant?, site: SiteCard?, tenant: TenantCard?,
        loadedPasses: Int? = nil, layout: KioskLayout? = nil, departments: [DepartmentRecord] = []
    ) {
        self.passes = passes
        self.cursor = cursor
        self.heardAt = heardAt
        self.site = site
        self.tenant = tenant
        self.loadedPasses = loadedPasses
        self.layout = layout
        self.departments = departments
    }
}

/// Where the clock's offset and floor outlive a restart.
package protocol ClockMemory: Sendable {
    func clock() throws(StorageFailure) -> ClockState?
    func keep(_ clock: ClockState) throws(StorageFailure)
}

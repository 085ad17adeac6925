import Kiosk
import Reception

/// What one look into the cache tells about one presentation: all of it from the same moment.
struct CacheView {
    var keys: [SigningKey] = []
    var site: SiteCard?
    var row: PassRecord?
    var visit: VisitState?
    private let state: CacheRows.State

    /// What does not depend on a pass.
    ///
    /// - Parameter site: the kiosk's site; keys and site are left out without it.
    init(_ cache: CacheRows, site number: SiteNumber? = nil) throws {
        state = try cache.state()
        guard let number else { return }
        keys = try cache.keys(slot: state.slot)
        site = try cache.site(number, slot: state.slot)
    }

    /// What is known of a pass.
    init(_ cache: CacheRows, pass: PassID, site: SiteNumber? = nil) throws {
        try self.init(cache, site: site)
        row = try cache.pass(pass, slot: state.slot)
        visit = try cache.visit(pass, slot: state.slot)
    }

    /// This view with the row and the visit of what was presented.
    func seeing(_ presented: Presented, _ cache: CacheRows) throws -> CacheView {
        var view = self
        if case .passcode(let passcode) = presented {
            view.row = try cache.pass(passcode, slot: state.slot)
        } else if let pass = presented.certainPass {
            view.row = try cache.pass(pass, slot: state.slot)
        }
        if let pass = presented.certainPass ?? view.row?.id { view.visit = try cache.visit(pass, slot: state.slot) }
        return view
    }

    /// Whether what the cache lacks can be said not to exist: it has been filled, and the cloud was heard lately.
    ///
    /// An age below zero by more than the clock's tolerance says that the clock is wrong, and so nothing.
    func isComplete(at moment: Moment, within limit: Duration) -> Bool {
        guard state.cursor != nil, let age = age(at: moment) else { return false }
        return (-ClockState.tolerance...max(0, limit.wholeMilliseconds)).contains(age)
    }

    /// What an event says about the cache it was decided on.
    func stamp(at moment: Moment) -> CacheStamp {
        CacheStamp(cursor: state.cursor, ageMilliseconds: age(at: moment).map { max(0, $0) })
    }

    private func age(at moment: Moment) -> Int64? {
        state.heardAt.map { moment.corrected.now.milliseconds - $0.milliseconds }
    }
}

/// How the cache follows the cloud (DESIGN §5, Sync): pages with a cursor, full syncs in marks, epochs, and all that can
/// go wrong. Pages are asked for by the kiosk and by `sync` beside it, so they may come late, twice and out of order.
struct ProtocolFollowing: ProtocolModel {
    /// How many pages are under way at the same time at most.
    var inFlight = 2
    var mutant: Mutant?

    /// Ways to get it wrong.
    enum Mutant: CaseIterable {
        case cursorOutsideTransaction, olderPageApplied, epochIgnored, pageOnLostCache, swappedBeforeEnd
        case swappedBackwards, tombstoneForgottenSilently, loadOfOtherEpochContinued
    }

    /// One pass in the feed or in the cache.
    struct Row: Hashable {
        enum Standing: UInt8 { case absent, active, cancelled, removed }
        /// Its place in the feed; 0 when it has none.
        var sequence: UInt8 = 0
        var standing = Standing.absent

        var isCached: Standing { standing == .removed ? .absent : standing }
    }

    struct Cursor: Hashable {
        var epoch: UInt8 = 0
        var sequence: UInt8 = 0
    }

    /// What the cloud has; each pass once, in its newest state.
    struct Feed: Hashable {
        /// Epoch and highest sequence.
        var end = Cursor()
        /// Tombstones up to here are forgotten.
        var horizon: UInt8 = 0
        var rows = Pair(Row())
    }

    /// Both passes' something.
    struct Pair<Value: Hashable>: Hashable {
        var first, second: Value

        init(_ both: Value) { (first, second) = (both, both) }

        subscript(index: Int) -> Value {
            get { index == 0 ? first : second }
            set { if index == 0 { first = newValue } else { second = newValue } }
        }
    }

    /// An answer under way.
    enum Answer: Hashable {
        /// The next row, if there is one, and where to go on from.
        case page(after: Cursor, to: Cursor, index: Int, Row.Standing?)
        case gone
    }

    /// A full sync that was begun; all of it is on disk, mark by mark.
    struct Load: Hashable {
        var mark: Cursor
        var begun: UInt8
        var rows = Pair(Row.Standing.absent)
    }

    /// An answer to a full sync that is being read.
    struct Stream: Hashable {
        var feed: Feed
        /// Where the cache stood when it began.
        var before: Cursor?
    }

    struct State: Hashable {
        var feed = Feed()
        var backup: Feed?
        var cursor: Cursor?
        var rows = Pair(Row.Standing.absent)
        var load: Load?
        var stream: Stream?
        /// Full syncs are due: a page was answered with 410.
        var isGone = false
        var answers: Set<Answer> = []
        /// Rows that the mutant has yet to write behind its cursor.
        var unwritten: Answer?
        var wasLost = false
    }

    var start: State { State() }
    let settling = ProtocolProperty.followed
    /// Changes that the feed sees in each epoch.
    static let mostChanges: UInt8 = 3

    func broken(_ state: State, from before: State) -> ProtocolProperty? {
        if !isWithinRows(state) { return .cursorWithinRows }
        // A cache of a lost epoch goes on with what that one said, until the new one is heard of.
        let epoch = state.feed.end.epoch
        guard let cursor = before.cursor, cursor.epoch == epoch, state.cursor != nil else { return nil }
        for index in 0...1 where before.rows[index] == .cancelled && state.rows[index] != .cancelled {
            if state.feed.rows[index].standing == .cancelled { return .cancellationKept }
        }
        return nil
    }

    /// Every row up to the cursor is there as the feed has it; what a lost epoch said is past checking.
    private func isWithinRows(_ state: State) -> Bool {
        guard let cursor = state.cursor, cursor.epoch == state.feed.end.epoch, cursor.sequence >= state.feed.horizon
        else { return true }
        return (0...1).allSatisfy { index in
            let row = state.feed.rows[index]
            return row.sequence > cursor.sequence || state.rows[index] == row.isCached
        }
    }

    func isSettled(_ state: State) -> Bool {
        state.cursor == state.feed.end && (0...1).allSatisfy { state.rows[$0] == state.feed.rows[$0].isCached }
    }

    func steps(from state: State, _ tell: (ProtocolStep, State) -> Void) {
        cloudSteps(state, tell)
        pageSteps(state, tell)
        loadSteps(state, tell)
    }

    func change(_ state: State, _ body: (inout State) -> Void) -> State {
        var state = state
        body(&state)
        return state
    }
}

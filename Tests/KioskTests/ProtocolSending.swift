/// How events come from the screen to the cloud (DESIGN §5, Outbox): kiosk, network, cloud, and all that can go wrong.
///
/// Deeds are the visitors' own, so that an event sent again under a new ID shows as what it is: one deed twice. What the
/// cloud loses after its word, by a backup of before, is its backup's affair; the kiosk keeps such rows for days.
struct ProtocolSending: ProtocolModel {
    /// How many things happen at the kiosk.
    var deeds: UInt8 = 2
    /// One that the cloud rejects, if any.
    var rejected: Few = []
    /// Requests, and answers, that are under way at the same time at most.
    var inFlight = 2
    /// What goes into a request at most; so small that batches are met that do not take all.
    var fullBatch: UInt8 = 2
    var mutant: Mutant?

    /// Ways to get it wrong.
    enum Mutant: CaseIterable {
        case deleteOn404, acknowledgeBeforeCommit, resendWithNewID, leaseKeptAtStart, answerBeforeCommit
        case dedupeBySequence, acknowledgeWholeBatch, rejectWholeBatch
    }

    /// Some of the deeds.
    struct Few: OptionSet, Hashable {
        var rawValue: UInt8

        /// The first `count` of them.
        func first(_ count: Int) -> Few {
            var (left, rest) = (Few(), rawValue)
            for _ in 0..<count where rest != 0 {
                left.rawValue |= rest & (~rest + 1)
                rest &= rest - 1
            }
            return left
        }
    }

    /// What is under way to the kiosk.
    struct Answer: Hashable, Comparable {
        enum Kind: UInt8 { case results, notFound, failed, tooLarge }
        var kind: Kind
        var accepted: Few = []
        var rejected: Few = []

        private var rank: Int { Int(kind.rawValue) << 16 | Int(accepted.rawValue) << 8 | Int(rejected.rawValue) }
        static func < (left: Answer, right: Answer) -> Bool { left.rank < right.rank }
    }

    struct State: Hashable {
        // The kiosk's disk.
        var waiting: Few = [], sent: Few = [], acknowledged: Few = [], setAside: Few = []
        /// Recorded in a second outbox, because the first was damaged: its sequence begins at 1 again.
        var inSecondStream: Few = []
        var isSecondStream = false
        /// Those that only the mutant gives a second ID.
        var renamed: Few = []
        // The kiosk's memory.
        var isKioskUp = true
        var deciding: Few = []
        var call: Few = []
        var batchSize: UInt8
        // What visitors saw, and how many came.
        var shown: Few = []
        var came: UInt8 = 0
        // The cloud.
        var isCloudUp = true
        var stored: Few = [], storedAgain: Few = []
        /// Answered and not committed, by the mutant.
        var uncommitted: Few = []
        // The network; in no order, so sorted.
        var requests: [Few] = []
        var answers: [Answer] = []

        var outbox: Few { waiting.union(sent).union(setAside) }
        var inCloud: Few { stored.union(storedAgain) }
    }

    var start: State { State(batchSize: fullBatch) }
    let settling = ProtocolProperty.emptied

    func broken(_ state: State, from before: State) -> ProtocolProperty? {
        if !state.outbox.union(state.inCloud).isSuperset(of: state.shown) { return .kept }
        if !state.stored.isDisjoint(with: state.storedAgain) { return .once }
        return state.inCloud.isSuperset(of: state.acknowledged) ? nil : .acknowledged
    }

    func isSettled(_ state: State) -> Bool {
        state.waiting.union(state.sent).isEmpty && state.setAside.isSubset(of: rejected) && state.isKioskUp
            && state.isCloudUp
    }

    func steps(from state: State, _ tell: (ProtocolStep, State) -> Void) {
        kioskSteps(state, tell)
        cloudSteps(state, tell)
        networkSteps(state, tell)
    }
}

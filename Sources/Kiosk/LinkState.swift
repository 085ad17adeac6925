package import Reception
import Synchronization

/// How the kiosk stands to the cloud.
package enum LinkState: Hashable, Sendable {
    /// No cloud is known: `enrol` has not been run.
    case notEnrolled
    /// Nothing has been tried yet.
    case connecting
    case online
    /// Since then, by the corrected clock.
    case offline(since: Instant, because: LinkTrouble = .noConnection)
    /// The cloud no longer takes the credential.
    case refused
    /// The administrator has revoked this kiosk: what it held is deleted.
    case revoked
}

extension LinkState {
    /// For staff who ask on the command line. Whatever it is, visitors are served and nothing is lost.
    package var sentence: String {
        switch self {
        case .notEnrolled: "This kiosk is not enrolled; run uketsuke-kiosk enrol --url URL --code CODE."
        case .connecting: "The cloud has not been heard yet."
        case .online: "The cloud answers."
        case .offline(_, let trouble): trouble.sentence
        case .refused:
            "The cloud no longer accepts this kiosk's credential; ask its administrator for a code, leave the kiosk and "
                + "run uketsuke-kiosk enrol --url URL --code CODE. What waits is kept and sent then."
        case .revoked:
            "This kiosk was revoked by its administrator and has deleted what it held; ask for a code, leave the kiosk and "
                + "run uketsuke-kiosk enrol --url URL --code CODE."
        }
    }
}

/// Makes one link state out of what the lanes meet, and tells when it changes.
///
/// A lane's last answer or failure is its standing. A state must not stick: a lane that has nothing to do has no
/// standing, and the heartbeat, which visitors do not depend on, has a say only until another lane was answered. A link
/// that flaps does not flicker: the third outage within ten seconds is shown as one, until the link has held for three.
package final class LinkMonitor: Sendable {
    package enum LaneName: Hashable, Sendable { case push, pull, status }

    fileprivate enum Standing: Hashable {
        case failing(since: Instant, LinkTrouble)
        case refused
        case revoked
    }

    fileprivate struct State {
        var standings: [LaneName: Standing] = [:]
        /// Lanes that were answered at least once.
        var answered: Set<LaneName> = []
        var told: LinkState?
        var isOnline = false
        /// When the last outages began, by the monotonic clock, told or not.
        var outages: [Duration] = []
        var lastFailure: Duration?
    }

    private let state = Mutex(State())
    private let uptime: @Sendable () -> Duration
    private let tell: @Sendable (LinkState, CloudFailure?) -> Void

    /// How long a link that flaps must hold before it is called online again.
    static let holdingTime = Duration.seconds(3)
    fileprivate static let flappingTime = Duration.seconds(10)
    fileprivate static let outagesOfFlapping = 3

    /// - Parameters:
    ///   - world: for the time that passes; no wall clock is read.
    ///   - tell: is given each new state and the failure that led to it; called under a lock, so that the last state
    ///     told is the newest. It must not block.
    package init(_ world: World = .live, _ tell: @escaping @Sendable (LinkState, CloudFailure?) -> Void) {
        uptime = world.uptime
        self.tell = tell
    }

    /// What was told last.
    package var current: LinkState { state.withLock { $0.told ?? .connecting } }

    /// A call of that lane was answered.
    func succeeded(_ lane: LaneName) {
        change { state in
            state.standings[lane] = nil
            state.answered.insert(lane)
        }
    }

    /// A call of that lane failed; the program's own end is no failure.
    func failed(_ lane: LaneName, _ failure: CloudFailure, at now: Instant) {
        change(because: failure) { state in
            if case .revoked = failure {
                state.standings[lane] = .revoked
            } else if case .refused = failure {
                state.standings[lane] = .refused
            } else if let trouble = LinkTrouble(failure) {
                let since = if case .failing(let since, _) = state.standings[lane] { since } else { now }
                state.standings[lane] = .failing(since: since, trouble)
            }
            if lane != .status { state.lastFailure = uptime() }
        }
    }

    /// That lane has nothing to do, so its last failure says nothing about now.
    func rests(_ lane: LaneName) {
        change { state in
            if state.standings.count > 1 || !state.answered.isEmpty { state.standings[lane] = nil }
        }
    }

    private func change(because failure: CloudFailure? = nil, _ body: (inout State) -> Void) {
        state.withLock { state in
            body(&state)
            let now = uptime()
            let link = state.link
            if state.isOnline, link != .online { state.outages = state.outages.suffix(8) + [now] }
            state.isOnline = link == .online
            guard link != state.told, !(link == .online && state.isFlapping(at: now)) else { return }
            state.told = link
            tell(link, failure)
        }
    }
}

extension LinkMonitor.State {
    fileprivate var link: LinkState {
        // For good: nothing is sent any more.
        if standings.values.contains(.revoked) { return .revoked }
        let heard = answered.subtracting([.status])
        let standings = standings.filter { $0.key != .status || heard.isEmpty }.values
        if standings.contains(.refused) { return .refused }
        let failures = standings.compactMap { standing -> (since: Instant, trouble: LinkTrouble)? in
            if case .failing(let since, let trouble) = standing { (since, trouble) } else { nil }
        }
        guard let since = failures.map(\.since).min(),
            let trouble = failures.map(\.trouble).max(by: { $0.weight < $1.weight })
        else { return answered.isEmpty ? .connecting : .online }
        return .offline(since: since, because: trouble)
    }

    /// Whether outages have followed one another so fast, and the last failure is so near, that the next one is likely.
    fileprivate func isFlapping(at now: Duration) -> Bool {
        guard let lastFailure, now - lastFailure < LinkMonitor.holdingTime else { return false }
        return outages.filter { lastFailure - $0 < LinkMonitor.flappingTime }.count >= LinkMonitor.outagesOfFlapping
    }
}

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
    case offline(since: Instant)
    /// The cloud no longer takes the credential.
    case refused
}

/// Makes one link state out of what the lanes meet, and tells when it changes.
package final class LinkMonitor: Sendable {
    package enum LaneName: Hashable, Sendable { case push, pull, status }

    private struct Standing {
        var failing: [LaneName: Instant] = [:]
        var refused: Set<LaneName> = []
        var hasSucceeded = false
        var told: LinkState?
    }

    private let standing = Mutex(Standing())
    private let tell: @Sendable (LinkState, CloudFailure?) -> Void

    /// - Parameter tell: is given each new state and the failure that led to it; called under a lock, so that the last
    ///   state told is the newest. It must not block.
    package init(_ tell: @escaping @Sendable (LinkState, CloudFailure?) -> Void) {
        self.tell = tell
    }

    /// A call of that lane was answered.
    func succeeded(_ lane: LaneName) {
        change { standing in
            standing.failing[lane] = nil
            standing.refused.remove(lane)
            standing.hasSucceeded = true
        }
    }

    /// A call of that lane failed; the program's own end is no failure.
    func failed(_ lane: LaneName, _ failure: CloudFailure, at now: Instant) {
        change(because: failure) { standing in
            switch failure {
            case .interrupted, .gone, .tooLarge: break
            case .refused: standing.refused.insert(lane)
            default: standing.failing[lane] = standing.failing[lane] ?? now
            }
        }
    }

    /// That lane has nothing to do, so its last failure says nothing about now.
    func rests(_ lane: LaneName) {
        change { standing in
            if standing.failing.count > 1 || standing.hasSucceeded { standing.failing[lane] = nil }
        }
    }

    private func change(because failure: CloudFailure? = nil, _ body: (inout Standing) -> Void) {
        standing.withLock { standing in
            body(&standing)
            let state: LinkState =
                if !standing.refused.isEmpty {
                    .refused
                } else if let since = standing.failing.values.min() {
                    .offline(since: since)
                } else {
                    standing.hasSucceeded ? .online : .connecting
                }
            guard state != standing.told else { return }
            standing.told = state
            tell(state, failure)
        }
    }
}

import Reception
import Synchronization
import Testing

@testable import Kiosk

@Suite struct LinkMonitorTests {
    private let now = Instant(milliseconds: 1_795_482_000_000)

    /// The states told while `body` runs.
    private func states(_ body: (LinkMonitor) -> Void) -> [LinkState] {
        let told = Told()
        body(LinkMonitor { state, _ in told.add(state) })
        return told.states
    }

    @Test func `each change is told once`() {
        let told = states { link in
            link.succeeded(.pull)
            link.succeeded(.status)
            link.failed(.push, .timedOut, at: now)
            link.failed(.push, .timedOut, at: now.advanced(by: .seconds(9)))
            link.succeeded(.push)
        }
        #expect(told == [.online, .offline(since: now), .online])
    }

    @Test func `offline is since the first lane that failed, until all succeed`() {
        let told = states { link in
            link.failed(.pull, .unreachable("refused"), at: now)
            link.failed(.push, .unreachable("refused"), at: now.advanced(by: .seconds(5)))
            link.succeeded(.pull)
            link.succeeded(.push)
        }
        #expect(told == [.offline(since: now), .offline(since: now.advanced(by: .seconds(5))), .online])
    }

    @Test func `a lane at rest keeps nobody offline once another has succeeded`() {
        let told = states { link in
            link.failed(.push, .timedOut, at: now)
            link.rests(.push)
            link.succeeded(.pull)
            link.rests(.push)
        }
        #expect(told == [.offline(since: now), .online])
    }

    @Test func `the program's own end and ordinary answers are no outage`() {
        let told = states { link in
            link.succeeded(.pull)
            for failure in [CloudFailure.interrupted, .gone, .tooLarge] { link.failed(.pull, failure, at: now) }
        }
        #expect(told == [.online])
    }

    @Test func `a refused credential is told before anything else`() {
        let told = states { link in
            link.failed(.pull, .timedOut, at: now)
            link.failed(.push, .refused(status: 401), at: now)
            link.succeeded(.push)
        }
        #expect(told == [.offline(since: now), .refused, .offline(since: now)])
    }
}

private final class Told: Sendable {
    private let all = Mutex<[LinkState]>([])

    var states: [LinkState] { all.withLock { $0 } }

    func add(_ state: LinkState) { all.withLock { $0.append(state) } }
}

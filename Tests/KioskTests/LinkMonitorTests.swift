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
        #expect(told == [.online, .offline(since: now, because: .noAnswer), .online])
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
        #expect(told == [.offline(since: now, because: .noAnswer), .online])
    }

    @Test func `the program's own end is no outage`() {
        let told = states { link in
            link.succeeded(.pull)
            link.failed(.pull, .interrupted, at: now)
        }
        #expect(told == [.online])
    }

    static let troubles: [(CloudFailure, LinkTrouble)] = [
        (.unreachable("refused"), .noConnection), (.timedOut, .noAnswer), (.untrusted("expired"), .certificate),
        (.unintelligible("a web page"), .stranger), (.stranger(status: 403), .stranger),
        (.gone, .oddAnswer(status: 410)), (.tooLarge, .oddAnswer(status: 413)),
        (.unexpected(status: 404), .oddAnswer(status: 404)), (.unexpected(status: 502), .cloudFault(status: 502)),
        (.busy(status: 429, retryAfter: nil), .busy),
    ]

    @Test(arguments: troubles)
    func `whatever stands between the kiosk and the cloud is told with its cause`(
        _ failure: CloudFailure, _ trouble: LinkTrouble
    ) {
        let told = states { link in
            link.succeeded(.pull)
            link.failed(.pull, failure, at: now)
        }
        #expect(told == [.online, .offline(since: now, because: trouble)])
        #expect(trouble.sentence.hasSuffix("."))
    }

    @Test func `of two lanes' troubles the one that says most is told, and they do not alternate`() {
        let told = states { link in
            link.succeeded(.pull)
            for _ in 0..<3 {
                link.failed(.push, .untrusted("expired"), at: now)
                link.failed(.pull, .unreachable("reset"), at: now)
            }
        }
        #expect(told == [.online, .offline(since: now, because: .certificate)])
    }

    @Test func `a heartbeat that fails is no outage while the other lanes are answered`() {
        let told = states { link in
            link.failed(.status, .timedOut, at: now)
            link.succeeded(.pull)
            link.failed(.status, .unexpected(status: 500), at: now)
            link.failed(.status, .timedOut, at: now)
            link.succeeded(.push)
        }
        #expect(told == [.offline(since: now, because: .noAnswer), .online])
    }

    @Test func `a refusal is forgotten when the lane has nothing to send any more, or fails otherwise`() {
        let told = states { link in
            link.succeeded(.pull)
            link.failed(.push, .refused(status: 403), at: now)
            link.rests(.push)
            link.failed(.push, .refused(status: 403), at: now)
            link.failed(.push, .timedOut, at: now)
            link.succeeded(.push)
        }
        #expect(told == [.online, .refused, .online, .refused, .offline(since: now, because: .noAnswer), .online])
    }

    @Test func `a link that flaps is shown as one outage until it has held for three seconds`() {
        let time = Time()
        let world = World(now: { [now] in now }, uptime: { time.value }, bootID: { "" }, randomBytes: { _ in [] })
        let told = Told()
        let link = LinkMonitor(world) { state, _ in told.add(state) }
        link.succeeded(.pull)
        for _ in 0..<40 {
            link.failed(.pull, .timedOut, at: now)
            time.pass(.milliseconds(500))
            link.succeeded(.pull)
            time.pass(.milliseconds(500))
        }
        let outage = LinkState.offline(since: now, because: .noAnswer)
        #expect(told.states == [.online, outage, .online, outage, .online, outage])
        time.pass(.milliseconds(1500))
        link.succeeded(.pull)
        #expect(told.states.last == outage)
        time.pass(.seconds(1))
        link.succeeded(.pull)
        #expect(told.states.last == .online)
        time.pass(.seconds(60))
        link.failed(.pull, .timedOut, at: now)
        link.succeeded(.pull)
        #expect(told.states.last == .online, "one outage later on is over when it is over")
    }

    @Test func `a refused credential is told before anything else`() {
        let told = states { link in
            link.failed(.pull, .timedOut, at: now)
            link.failed(.push, .refused(status: 401), at: now)
            link.succeeded(.push)
        }
        #expect(told == [.offline(since: now, because: .noAnswer), .refused, .offline(since: now, because: .noAnswer)])
    }
}

private final class Time: Sendable {
    private let elapsed = Mutex(Duration.zero)

    var value: Duration { elapsed.withLock { $0 } }

    func pass(_ time: Duration) { elapsed.withLock { $0 += time } }
}

private final class Told: Sendable {
    private let all = Mutex<[LinkState]>([])

    var states: [LinkState] { all.withLock { $0 } }

    func add(_ state: LinkState) { all.withLock { $0.append(state) } }
}

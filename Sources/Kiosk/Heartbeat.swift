package import Reception
import Synchronization

/// The status lane: tells the cloud how this kiosk is, learns the time, and brings back what staff should know.
package final class Heartbeat: Sendable {
    private let cloud: any CloudAPI
    private let clock: KioskClock
    private let link: LinkMonitor
    private let outbox: any Outbox
    private let cache: any Cache
    private let program: String
    private let scanner: @Sendable () -> ScannerState
    private let tell: @Sendable (Message) -> Void
    private let reconnected: @Sendable () -> Void
    private let state = Mutex((backoff: Backoff(), isFailing: false))

    /// Time between two reports.
    package static let interval = Duration.seconds(60)

    /// - Parameter reconnected: called after the first answer that follows a failure.
    package init(
        cloud: any CloudAPI, clock: KioskClock, link: LinkMonitor, outbox: any Outbox, cache: any Cache,
        program: String,
        scanner: @escaping @Sendable () -> ScannerState, tell: @escaping @Sendable (Message) -> Void,
        reconnected: @escaping @Sendable () -> Void = {}
    ) {
        self.cloud = cloud
        self.clock = clock
        self.link = link
        self.outbox = outbox
        self.cache = cache
        self.program = program
        self.scanner = scanner
        self.tell = tell
        self.reconnected = reconnected
    }

    package func step() -> Lane.Pause {
        do {
            try beat()
            succeeded()
            return .upTo(Heartbeat.interval)
        } catch let failure as CloudFailure {
            link.failed(.status, failure, at: clock.moment.corrected.now)
            if case .busy(_, let wait?) = failure { return .exactly(min(wait, .seconds(3600))) }
            return .upTo(
                state.withLock { state in
                    state.isFailing = true
                    return state.backoff.next(cap: Heartbeat.interval, in: clock.world)
                })
        } catch {
            return .upTo(Heartbeat.interval)
        }
    }

    private func succeeded() {
        link.succeeded(.status)
        let wasFailing = state.withLock { state in
            defer { state = (Backoff(), false) }
            return state.isFailing
        }
        if wasFailing { reconnected() }
    }

    /// Reports once.
    ///
    /// - Throws: ``CloudFailure`` or ``StorageFailure``.
    package func beat() throws {
        let counts = try outbox.counts()
        let moment = clock.moment
        let age = try cache.summary().heardAt.map { moment.corrected.now.milliseconds - $0.milliseconds }
        let report = StatusReport(
            program: program, waitingEvents: counts.waiting,
            setAsideEvents: counts.setAside, cacheAgeMilliseconds: age, scanner: scanner(), clock: moment.clock,
            deviceTime: moment.device)
        let answer = try clock.timing(\StatusAnswer.serverTime) { () throws(CloudFailure) in try cloud.report(report) }
        tell(.advice(answer.notices))
    }
}

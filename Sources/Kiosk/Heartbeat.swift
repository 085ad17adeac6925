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
    private let backoff = Mutex(Backoff())

    /// Time between two reports.
    package static let interval = Duration.seconds(60)

    package init(
        cloud: any CloudAPI, clock: KioskClock, link: LinkMonitor, outbox: any Outbox, cache: any Cache,
        program: String,
        scanner: @escaping @Sendable () -> ScannerState, tell: @escaping @Sendable (Message) -> Void
    ) {
        self.cloud = cloud
        self.clock = clock
        self.link = link
        self.outbox = outbox
        self.cache = cache
        self.program = program
        self.scanner = scanner
        self.tell = tell
    }

    package func step() -> Lane.Pause {
        do {
            try beat()
            link.succeeded(.status)
            backoff.withLock { $0.reset() }
            return .upTo(Heartbeat.interval)
        } catch let failure as CloudFailure {
            link.failed(.status, failure, at: clock.moment.corrected.now)
            if case .busy(_, let wait?) = failure { return .exactly(min(wait, .seconds(3600))) }
            return .upTo(backoff.withLock { $0.next(cap: Heartbeat.interval, in: clock.world) })
        } catch {
            return .upTo(Heartbeat.interval)
        }
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

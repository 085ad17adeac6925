import Reception
import ScanLink
import Synchronization

/// Keeps what a worker told, with the time.
final class Recorder: Sendable {
    private let kept = Mutex<[(report: ScanReport, at: Duration)]>([])

    func receive(_ report: ScanReport) {
        let now = World.live.uptime()
        kept.withLock { $0.append((report, now)) }
    }

    var reports: [ScanReport] { kept.withLock { $0.map(\.report) } }

    var codes: [String] {
        reports.compactMap { report in
            guard case .code(let text) = report else { return nil }
            return text
        }
    }

    /// When each start was told.
    var starts: [Duration] {
        kept.withLock { $0.filter { $0.report == .state(.starting) }.map(\.at) }
    }

    func forget() {
        kept.withLock { $0 = [] }
    }
}

import Reception
import Synchronization

/// How the scan worker is, for the heartbeat.
final class ScannerReport: Sendable {
    private let state = Mutex(ScannerState.none)

    var value: ScannerState { state.withLock { $0 } }

    func set(_ new: ScannerState) { state.withLock { $0 = new } }
}

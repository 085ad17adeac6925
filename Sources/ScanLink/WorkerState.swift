import Reception

/// What a worker's lines say about how it is; each change is told once.
struct WorkerState {
    private let receive: @Sendable (ScanReport) -> Void
    private var told: ScannerState?
    /// Whether the command speaks our protocol, so that it is never silent for long; true from the first heartbeat on,
    /// also for later workers, so that one that hangs before its first line is noticed.
    private(set) var hasHeartbeat = false

    init(receive: @escaping @Sendable (ScanReport) -> Void) {
        self.receive = receive
    }

    /// Hands on a line of the worker.
    mutating func take(_ line: ScanLine) {
        switch line {
        case .heartbeat: hasHeartbeat = true
        case .camera(.ready): change(to: .ready)
        case .camera(.lost): change(to: .lost)
        case .code(let text):
            // Who reads codes is ready, whether it says so or not.
            change(to: .ready)
            receive(.code(text))
        }
    }

    /// A program that speaks no protocol and keeps running is ready.
    mutating func settle() {
        if told == .starting, !hasHeartbeat { change(to: .ready) }
    }

    mutating func change(to state: ScannerState) {
        guard told != state else { return }
        told = state
        receive(.state(state))
    }
}

import Reception

/// What a worker's lines say about how it is; each change is told once.
struct WorkerState {
    /// What a running program's lines are.
    private enum Speech {
        case codes
        case lines
    }

    private let receive: @Sendable (ScanReport) -> Void
    private var told: ScannerState?
    /// Decided by the first line of each process, so that no code that is held up later can change it.
    private var speech: Speech?

    init(receive: @escaping @Sendable (ScanReport) -> Void) {
        self.receive = receive
    }

    /// Whether the running program is one that is never silent for long.
    var hasHeartbeat: Bool { speech == .lines }

    /// A new process is started.
    mutating func start() {
        speech = nil
        change(to: .starting)
    }

    /// Hands on a line of the worker.
    mutating func take(_ text: String) {
        let line = ScanLine(text)
        let speech = self.speech ?? (line?.opensProtocol == true ? .lines : .codes)
        self.speech = speech
        switch speech == .lines ? line : .code(text) {
        case .camera(.ready): change(to: .ready)
        case .camera(.lost): change(to: .lost)
        case .camera(.none): change(to: .none)
        case .code(let text):
            // Who reads codes is ready, whether it says so or not.
            change(to: .ready)
            receive(.code(text))
        case .foreign: receive(.foreign)
        case .hint(let hint): receive(.hint(hint))
        case .preview(let picture): receive(.preview(picture))
        case .heartbeat, nil: break
        }
    }

    /// A program that speaks no protocol and keeps running is ready.
    mutating func settle() {
        if told == .starting, speech == nil { change(to: .ready) }
    }

    mutating func change(to state: ScannerState) {
        guard told != state else { return }
        told = state
        receive(.state(state))
    }
}

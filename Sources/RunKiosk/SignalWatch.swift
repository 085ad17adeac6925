import Foundation

/// Hears the signals that end a program, instead of being ended by them, and those that tell a terminal's new size.
///
/// They are blocked in the calling thread and in all that it starts afterwards, so it must come before those; the
/// scan worker's process begins without a mask. A thread of its own waits for them until the process ends.
enum SignalWatch {
    enum Heard {
        case end, resize
    }

    /// - Parameter hear: called on that thread, for each signal.
    static func start(_ hear: @escaping @Sendable (Heard) -> Void) {
        var signals = watched
        pthread_sigmask(SIG_BLOCK, &signals, nil)
        let thread = Thread {
            var signals = watched
            var number: Int32 = 0
            while sigwait(&signals, &number) == 0 { hear(number == SIGWINCH ? .resize : .end) }
        }
        thread.name = "signals"
        thread.start()
    }

    private static var watched: sigset_t {
        var signals = sigset_t()
        sigemptyset(&signals)
        for number in [SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGWINCH] { sigaddset(&signals, number) }
        return signals
    }
}

import Foundation

/// Hears the signals that end a program, instead of being ended by them.
///
/// They are blocked in the calling thread and in all that it starts afterwards, so it must come before those; the
/// scan worker's process begins without a mask. A thread of its own waits for them until the process ends.
enum SignalWatch {
    /// - Parameter heard: called on that thread, for each signal.
    static func start(_ heard: @escaping @Sendable () -> Void) {
        var signals = ending
        pthread_sigmask(SIG_BLOCK, &signals, nil)
        let thread = Thread {
            var signals = ending
            var number: Int32 = 0
            while sigwait(&signals, &number) == 0 { heard() }
        }
        thread.name = "signals"
        thread.start()
    }

    private static var ending: sigset_t {
        var signals = sigset_t()
        sigemptyset(&signals)
        for number in [SIGINT, SIGTERM, SIGHUP, SIGQUIT] { sigaddset(&signals, number) }
        return signals
    }
}

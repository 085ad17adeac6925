import CCurses
import Glibc
import Kiosk

/// The keyboard's and the mouse's end of an open terminal, and the signals that are about it. Main thread only.
final class InputLine {
    private let descriptor: Int32
    private var reader = KeyReader()
    private var isLost = false

    /// Keys that one wait returns at most, give or take one read; the others wait in the kernel.
    static let mostInputs = 4096

    /// - Parameter descriptor: stays the caller's.
    init(_ descriptor: Int32) {
        self.descriptor = descriptor
    }

    /// A descriptor of its own for reading and writing on the terminal, to be closed by the caller.
    ///
    /// - Parameter path: the terminal's; if missing, standard input where that is a terminal, else `/dev/tty`.
    static func device(_ path: String?) throws(CursesFailure) -> Int32 {
        let isUsable = isatty(STDIN_FILENO) == 1 && fcntl(STDIN_FILENO, F_GETFL) & O_ACCMODE == O_RDWR
        let descriptor =
            path == nil && isUsable
            ? fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3)
            : open(path ?? "/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY)
        guard descriptor >= 0 else { throw .notATerminal(device: path ?? "/dev/tty") }
        return descriptor
    }

    /// Waits for input, for `waking` to become readable, for a signal, or for `timeout`; returns what came.
    ///
    /// - Parameter adapt: called when the terminal may have changed; says its size now.
    func wait(upTo timeout: Duration, waking: Int32, adapt: () -> Size) -> [TerminalInput] {
        guard !isLost else { return [.lost] }
        var polled = [descriptor, waking, uk_curses_signal_descriptor()].map {
            pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
        }
        // Interrupted by a signal, it is asked again, without waiting, for what the handler left in the pipe.
        if poll(&polled, nfds_t(polled.count), InputLine.milliseconds(timeout)) < 0 {
            guard poll(&polled, nfds_t(polled.count), 0) > 0 else { return [] }
        }
        var inputs: [TerminalInput] = []
        if polled[2].revents != 0 { inputs += answerSignals(adapt) }
        if polled[0].revents != 0 { inputs += read() }
        return isLost ? inputs + [.lost] : inputs
    }

    private func answerSignals(_ adapt: () -> Size) -> [TerminalInput] {
        let asked = uk_curses_take_signals()
        isLost = isLost || asked & UInt32(UK_CURSES_ENDING.rawValue) != 0
        return asked & UInt32(UK_CURSES_CHANGED.rawValue) != 0 ? [.resized(adapt())] : []
    }

    private func read() -> [TerminalInput] {
        // A trickle of bytes must not hold the screen up, so only so many pauses are waited for.
        var pauses = 8
        while reader.inputCount < InputLine.mostInputs {
            let isPausing = reader.isPending && pauses > 0
            guard hasInput(within: isPausing ? 25 : 0) else { break }
            if isPausing { pauses -= 1 }
            guard readOnce() else {
                isLost = true
                break
            }
        }
        if reader.inputCount < InputLine.mostInputs { reader.settle() }
        return reader.takeInputs()
    }

    private func hasInput(within milliseconds: Int32) -> Bool {
        var polled = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&polled, 1, milliseconds) > 0
    }

    /// Reads what is there; false when the terminal has gone.
    private func readOnce() -> Bool {
        var bytes = [UInt8](repeating: 0, count: 1024)
        let count = Glibc.read(descriptor, &bytes, bytes.count)
        guard count > 0 else { return count < 0 && (errno == EINTR || errno == EAGAIN) }
        for byte in bytes.prefix(count) { reader.take(byte) }
        return true
    }

    /// Rounded up, as a wait must not end before its time and then be repeated.
    private static func milliseconds(_ duration: Duration) -> Int32 {
        let (seconds, attoseconds) = duration.components
        guard seconds < 1_000_000 else { return 1_000_000_000 }
        return Int32(max(0, seconds * 1000 + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000))
    }
}

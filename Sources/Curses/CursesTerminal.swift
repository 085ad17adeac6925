import CCurses
import Glibc
package import Kiosk

/// The real screen and keyboard, through ncursesw. Main thread only, one at a time.
///
/// While it is open: the cursor is hidden; the terminal is in raw mode, so that Ctrl-C and Ctrl-\ are keys; SIGTSTP is ignored, as a kiosk
/// has no job control; SIGTERM, SIGHUP, SIGINT and SIGQUIT are reported as `.lost`, and the program is to end by
/// itself, while one that nobody hears within five seconds, because nobody reads what the terminal is sent, ends the
/// process; descriptor 2 leads to the log, because libraries print to it. After a crash or `exit` the terminal is put
/// back as it was found, and the process still ends by the signal that it died of.
package final class CursesTerminal: Terminal {
    /// How to open it.
    package struct Options: Sendable {
        /// Whether colours may be used.
        package enum Colour: Sendable {
            /// Where the terminal has them and the environment does not set `NO_COLOR`.
            case automatic
            case never
        }

        package var usesColour: Colour
        /// The terminal's path; if missing, standard input where that is a terminal, else `/dev/tty`.
        package var device: String?
        /// Where descriptor 2 leads meanwhile; nowhere if missing.
        package var logDescriptor: Int32?

        package init(usesColour: Colour = .automatic, device: String? = nil, logDescriptor: Int32? = nil) {
            self.usesColour = usesColour
            self.device = device
            self.logDescriptor = logDescriptor
        }
    }

    private let descriptor: Int32
    private let palette: Palette
    private var reader = KeyReader()
    private var isOpen = true
    private var isLost = false

    /// Keys that one call of ``wait(upTo:waking:)`` returns at most, give or take one read; the others wait in the
    /// kernel.
    package static let mostKeys = 4096

    /// Takes the terminal over and clears it.
    ///
    /// - Throws: ``CursesFailure``; then the terminal is untouched.
    package init(_ options: Options = Options()) throws(CursesFailure) {
        guard DisplayWidth.isReady else { throw .noUTF8 }
        descriptor = try CursesTerminal.device(options.device)
        let outcome = uk_curses_open(descriptor, options.logDescriptor ?? -1)
        guard outcome == UK_CURSES_OPENED else {
            Glibc.close(descriptor)
            throw CursesTerminal.failure(outcome, device: options.device ?? "/dev/tty")
        }
        palette = Palette(colours: CursesTerminal.mayUseColour(options) ? Int(uk_curses_start_colours()) : 0)
        guard palette.hasColours else { return }
        for role in Role.allCases {
            let style = palette.style(role)
            uk_curses_define_pair(palette.pair(of: role), Int32(style.foreground), Int32(style.background))
        }
    }

    deinit { close() }

    /// Gives the terminal back as it was found. Every later call does nothing.
    package func close() {
        guard isOpen else { return }
        isOpen = false
        uk_curses_close()
        Glibc.close(descriptor)
    }

    package var size: Size {
        var rows: Int32 = 0
        var columns: Int32 = 0
        uk_curses_size(&rows, &columns)
        return Size(rows: Int(rows), columns: Int(columns))
    }

    package func bell() {
        guard isOpen else { return }
        uk_curses_bell()
    }

    // MARK: - Drawing

    /// Draws what differs from the last frame. A frame for another size is drawn as far as it fits.
    package func draw(_ frame: Frame) {
        guard isOpen else { return }
        let size = size
        uk_curses_clear()
        for (row, cells) in frame.cells.prefix(size.rows).enumerated() {
            for run in TextRun.runs(of: cells.prefix(size.columns)) {
                let style = palette.style(run.role)
                uk_curses_put(
                    Int32(row), Int32(run.column), run.scalars, Int32(run.scalars.count), palette.pair(of: run.role),
                    style.bits)
            }
        }
        uk_curses_refresh()
    }

    // MARK: - Input

    /// Waits for input, for `descriptor` to become readable, for a signal, or for `timeout`; returns what came.
    ///
    /// An Escape key, and only that, makes it take 25 ms longer, to be told from a sequence. Once `.lost` has come,
    /// every later call returns it at once.
    package func wait(upTo timeout: Duration, waking descriptor: Int32) -> [TerminalInput] {
        guard isOpen, !isLost else { return [.lost] }
        var polled = [
            pollfd(fd: self.descriptor, events: Int16(POLLIN), revents: 0),
            pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
            pollfd(fd: uk_curses_signal_descriptor(), events: Int16(POLLIN), revents: 0),
        ]
        // Interrupted by a signal, it is asked again, without waiting, for what the handler left in the pipe.
        if poll(&polled, nfds_t(polled.count), CursesTerminal.milliseconds(timeout)) < 0 {
            guard poll(&polled, nfds_t(polled.count), 0) > 0 else { return [] }
        }
        var inputs: [TerminalInput] = []
        if polled[2].revents != 0 { inputs += answerSignals() }
        if polled[0].revents != 0 { inputs += readKeys().map(TerminalInput.key) }
        return isLost ? inputs + [.lost] : inputs
    }

    private func answerSignals() -> [TerminalInput] {
        let asked = uk_curses_take_signals()
        isLost = isLost || asked & UInt32(UK_CURSES_ENDING.rawValue) != 0
        guard asked & UInt32(UK_CURSES_CHANGED.rawValue) != 0 else { return [] }
        uk_curses_adapt()
        return [.resized(size)]
    }

    private func readKeys() -> [Key] {
        // A trickle of bytes must not hold the screen up, so only so many pauses are waited for.
        var pauses = 8
        while reader.keyCount < CursesTerminal.mostKeys {
            let isPausing = reader.isPending && pauses > 0
            guard hasInput(within: isPausing ? 25 : 0) else { break }
            if isPausing { pauses -= 1 }
            guard readOnce() else {
                isLost = true
                break
            }
        }
        if reader.keyCount < CursesTerminal.mostKeys { reader.settle() }
        return reader.takeKeys()
    }

    private func hasInput(within milliseconds: Int32) -> Bool {
        var polled = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&polled, 1, milliseconds) > 0
    }

    /// Reads what is there; false when the terminal has gone.
    private func readOnce() -> Bool {
        var bytes = [UInt8](repeating: 0, count: 1024)
        let count = read(descriptor, &bytes, bytes.count)
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

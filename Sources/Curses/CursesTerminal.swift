import CCurses
import Glibc
package import Kiosk

/// The real screen and keyboard, through ncursesw. Main thread only, one at a time.
///
/// While it is open: the cursor is hidden; the terminal is in raw mode, so that Ctrl-C and Ctrl-\ are keys; presses of a
/// mouse are told, where the terminal has one; SIGTSTP is ignored, as a kiosk has no job control; SIGTERM, SIGHUP,
/// SIGINT and SIGQUIT are reported as `.lost`, and the program is to end by itself, while one that nobody hears within
/// five seconds, because nobody reads what the terminal is sent, ends the process; descriptor 2 leads to the log,
/// because libraries print to it. After a crash or `exit` the terminal is put back as it was found, what it showed is
/// wiped out, and the process still ends by the signal that it died of.
package final class CursesTerminal: ClosableTerminal {
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
    private let line: InputLine
    private var isOpen = true
    /// What has been drawn since the terminal had its present size.
    private var drawn: Frame?
    /// A frame was left out because the terminal had not taken the ones before.
    private var isBehind = false

    /// How soon a terminal that is behind is looked at again.
    private static let catchingUp = Duration.milliseconds(20)

    /// Takes the terminal over and clears it.
    ///
    /// - Throws: ``CursesFailure``; then the terminal is untouched.
    package init(_ options: Options = Options()) throws(CursesFailure) {
        guard DisplayWidth.isReady else { throw .noUTF8 }
        descriptor = try InputLine.device(options.device)
        line = InputLine(descriptor)
        let outcome = uk_curses_open(descriptor, options.logDescriptor ?? -1)
        guard outcome == UK_CURSES_OPENED else {
            Glibc.close(descriptor)
            throw CursesTerminal.failure(outcome, device: options.device ?? "/dev/tty")
        }
        palette = Palette(colours: CursesTerminal.mayUseColour(options) ? Int(uk_curses_start_colours()) : 0)
        guard palette.hasColours else { return }
        for pair in palette.pairs { uk_curses_define_pair(pair.number, pair.foreground, pair.background) }
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
    ///
    /// A terminal that has not taken what it was sent before, as on a slow line, is left to do so: the frame is dropped,
    /// and ``wait(upTo:waking:)`` returns soon, so that the next one can be drawn.
    package func draw(_ frame: Frame) {
        guard isOpen else { return }
        isBehind = !uk_curses_has_room()
        guard !isBehind, frame != drawn else { return }
        let size = size
        let before = drawn?.size == frame.size && drawn?.theme == frame.theme ? drawn : nil
        if before == nil { uk_curses_clear() }
        for (row, cells) in frame.cells.prefix(size.rows).enumerated() where before?.cells[row] != cells {
            uk_curses_clear_row(Int32(row))
            for run in TextRun.runs(of: palette.shown(cells.prefix(size.columns), in: frame.theme)) {
                let ink = palette.ink(run.role, in: frame.theme)
                uk_curses_put(
                    Int32(row), Int32(run.column), run.scalars, Int32(run.scalars.count), ink.pair, ink.bits)
            }
        }
        uk_curses_refresh()
        drawn = frame
    }

    // MARK: - Input

    /// Waits for input, for `descriptor` to become readable, for a signal, or for `timeout`; returns what came.
    ///
    /// An Escape key, and only that, makes it take 25 ms longer, to be told from a sequence. Once `.lost` has come,
    /// every later call returns it at once.
    package func wait(upTo timeout: Duration, waking descriptor: Int32) -> [TerminalInput] {
        guard isOpen else { return [.lost] }
        return line.wait(upTo: isBehind ? min(timeout, CursesTerminal.catchingUp) : timeout, waking: descriptor) {
            uk_curses_adapt()
            drawn = nil
            return size
        }
    }
}

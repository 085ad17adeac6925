import CCurses
import Glibc
package import Kiosk

/// A terminal that is told a frame's sentences one after the other, for screen readers and braille lines, and where no
/// cursor can be placed. Main thread only, one at a time.
///
/// No escape sequence is ever sent. What has scrolled away stays readable there, as a screen reader needs it, so such a
/// terminal belongs where nobody else scrolls back. Keys, signals and descriptor 2 are as with ``CursesTerminal``.
package final class PlainTerminal: ClosableTerminal {
    private let descriptor: Int32
    private let line: InputLine
    private var isOpen = true
    private var script = PlainScript()

    /// Takes the terminal over.
    ///
    /// - Throws: ``CursesFailure``; then the terminal is untouched.
    package init(_ options: CursesTerminal.Options = CursesTerminal.Options()) throws(CursesFailure) {
        guard DisplayWidth.isReady else { throw .noUTF8 }
        descriptor = try InputLine.device(options.device)
        line = InputLine(descriptor)
        let outcome = uk_plain_open(descriptor, options.logDescriptor ?? -1)
        guard outcome == UK_CURSES_OPENED else {
            Glibc.close(descriptor)
            throw CursesTerminal.failure(outcome, device: options.device ?? "/dev/tty")
        }
    }

    deinit { close() }

    /// Gives the terminal back as it was found. Every later call does nothing.
    package func close() {
        guard isOpen else { return }
        isOpen = false
        uk_plain_close()
        Glibc.close(descriptor)
    }

    package var size: Size {
        var rows: Int32 = 0
        var columns: Int32 = 0
        uk_plain_size(&rows, &columns)
        return Size(rows: Int(rows), columns: Int(columns))
    }

    package func bell() {
        send("\u{7}")
    }

    /// Says what is new in the frame's sentences; see ``PlainScript``.
    package func draw(_ frame: Frame) {
        let lines = script.lines(for: frame.reading)
        if !lines.isEmpty { send(lines.map { $0 + "\n" }.joined()) }
    }

    /// As ``CursesTerminal/wait(upTo:waking:)``; a mouse is not asked for.
    package func wait(upTo timeout: Duration, waking descriptor: Int32) -> [TerminalInput] {
        guard isOpen else { return [.lost] }
        let inputs = line.wait(upTo: timeout, waking: descriptor) {
            uk_plain_adapt()
            return size
        }
        if inputs.contains(where: { if case .key = $0 { true } else { false } }) { script.noteKey() }
        return inputs
    }

    private func send(_ text: String) {
        guard isOpen else { return }
        var text = text
        text.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) { uk_plain_write($0.baseAddress, $0.count) }
        }
    }
}

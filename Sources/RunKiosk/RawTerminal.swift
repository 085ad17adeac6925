import Foundation

/// Standard input as a terminal that gives every key at once and shows none; output is left as it is.
///
/// It is given back by ``restore()`` and at the last reference.
final class RawTerminal {
    private let modes: termios

    /// `nil` when standard input is no terminal.
    init?() {
        var found = termios()
        guard isatty(STDIN_FILENO) == 1, tcgetattr(STDIN_FILENO, &found) == 0 else { return nil }
        modes = found
        found.c_lflag &= ~tcflag_t(ICANON | ECHO | ISIG | IEXTEN)
        found.c_iflag &= ~tcflag_t(ICRNL | INLCR | IXON | ISTRIP)
        tcsetattr(STDIN_FILENO, TCSANOW, &found)
    }

    deinit { restore() }

    /// Gives the terminal back as it was found; what was typed and not read is dropped, lest a shell runs it.
    func restore() {
        var modes = modes
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &modes)
    }

    /// Columns and lines of standard output; 80 × 24 where they are not known.
    static var size: (columns: Int, lines: Int) {
        var size = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0 else {
            return (80, 24)
        }
        return (Int(size.ws_col), Int(size.ws_row))
    }
}

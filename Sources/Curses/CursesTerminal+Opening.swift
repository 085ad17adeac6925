import CCurses
import Glibc

extension CursesTerminal {
    /// A descriptor of its own for reading and writing on the terminal.
    static func device(_ path: String?) throws(CursesFailure) -> Int32 {
        let isUsable = isatty(STDIN_FILENO) == 1 && fcntl(STDIN_FILENO, F_GETFL) & O_ACCMODE == O_RDWR
        let descriptor =
            path == nil && isUsable
            ? fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3)
            : open(path ?? "/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY)
        guard descriptor >= 0 else { throw .notATerminal(device: path ?? "/dev/tty") }
        return descriptor
    }

    static func failure(_ outcome: uk_curses_outcome, device: String) -> CursesFailure {
        let name = environment("TERM")
        return switch outcome {
        case UK_CURSES_NOT_A_TERMINAL: .notATerminal(device: device)
        case UK_CURSES_UNKNOWN_TERMINAL: .unknownTerminal(name: name)
        case UK_CURSES_NO_SCREEN: .noScreen(name: name)
        default: .unavailable
        }
    }

    /// By the convention of no-color.org a `NO_COLOR` that is not empty switches colours off.
    static func mayUseColour(_ options: Options) -> Bool {
        options.usesColour == .automatic && environment("NO_COLOR").isEmpty
    }

    private static func environment(_ name: String) -> String {
        getenv(name).map { String(cString: $0) } ?? ""
    }
}

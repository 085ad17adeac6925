import CCurses
import Glibc

extension CursesTerminal {
    /// The sentence for what went wrong.
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

/// Why the terminal could not be taken over. Nothing has been changed on it.
package enum CursesFailure: Error, Hashable, Sendable {
    /// The device cannot be opened, or is not a terminal.
    case notATerminal(device: String)
    /// `TERM` names a terminal that terminfo does not have; empty when it is not set.
    case unknownTerminal(name: String)
    /// A terminal that cannot place its cursor, such as `dumb`.
    case noScreen(name: String)
    /// Neither the locale of the environment nor `C.UTF-8` is UTF-8.
    case noUTF8
    /// It is open already in this process, or the system has no more descriptors.
    case unavailable
}

extension CursesFailure: CustomStringConvertible {
    package var description: String {
        switch self {
        case .notATerminal(let device):
            "There is no terminal at \(device); start the kiosk in a terminal window, on a console or over SSH."
        case .unknownTerminal(""):
            "The environment variable TERM is not set; set it to the terminal's name, such as xterm-256color or linux."
        case .unknownTerminal(let name):
            "The terminal “\(name)” (TERM) is not known here; set TERM to a known one, such as xterm-256color or linux."
        case .noScreen(let name):
            "The terminal “\(name)” (TERM) has no full screen; use another one, such as xterm-256color or linux."
        case .noUTF8:
            "No UTF-8 locale is available; install the locale C.UTF-8, or set LC_ALL to another one in UTF-8."
        case .unavailable:
            "The terminal cannot be taken over: it is in use by this program already, or too many files are open."
        }
    }
}

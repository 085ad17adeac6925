import Glibc

/// Which way the kiosk shows itself.
package enum TerminalChoice {
    /// Opens the terminal: line by line if that is wanted, or if it cannot do more by its own word (`TERM=dumb`).
    ///
    /// - Throws: ``CursesFailure``; then the terminal is untouched.
    package static func open(
        _ options: CursesTerminal.Options, isPlain: Bool
    ) throws(CursesFailure) -> any ClosableTerminal {
        let isDumb = getenv("TERM").map { String(cString: $0) } == "dumb"
        if isPlain || isDumb { return try PlainTerminal(options) }
        return try CursesTerminal(options)
    }
}

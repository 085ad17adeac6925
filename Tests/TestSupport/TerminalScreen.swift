import Foundation
import Reception
import Synchronization

/// A real program in a real terminal (a tmux of its own), driven by keys and read as a screen.
///
///     let terminal = try TerminalScreen([Command.built("uketsuke-kiosk"), "run", "--config", path])
///     try await terminal.wait(for: "ようこそ")
///     try terminal.type("12345678")
///     try terminal.press("Enter")
///
/// The last screen and the exit status stay readable after the program's end. The terminal, and the program if it still
/// runs, end with ``close()`` or with the last reference.
package final class TerminalScreen: Sendable {
    private let folder: TemporaryDirectory
    private let socket: String
    /// When the last burst was typed.
    private let typed = Mutex(Duration.zero)

    /// Starts the program in a terminal.
    ///
    /// - Parameters:
    ///   - arguments: the program's path or name and what it is given; no shell reads them.
    ///   - environment: added to this process's own, from which what changes screens (`NO_COLOR`, `LINES`,
    ///     `COLUMNS`) is taken out; `TERM` is `screen-256color` unless it is given here.
    package init(
        _ arguments: [String], columns: Int = 80, rows: Int = 24, environment: [String: String] = [:]
    ) throws {
        folder = try TemporaryDirectory()
        socket = folder.file("tmux")
        let settings = try folder.write(
            Data(
                """
                set -g default-terminal screen-256color
                set -g remain-on-exit on
                set -g remain-on-exit-format ""
                set -g status off
                set -g history-limit 2000
                set -g bell-action any
                set -s escape-time 0
                """.utf8), to: "tmux.conf")
        let variables = environment.map { "\($0.key)=\($0.value)" }.sorted()
        do {
            try tmux(
                ["-f", settings, "new-session", "-d", "-x", "\(columns)", "-y", "\(rows)"]
                    + ["sh", "-c", TerminalScreen.keeper, folder.file("program"), "env"]
                    + ["NO_COLOR", "LINES", "COLUMNS"].flatMap { ["-u", $0] } + variables
                    + arguments.map(TerminalScreen.protected))
        } catch {
            close()
            throw error
        }
    }

    /// Runs a program, and keeps its process ID and its exit status in files: tmux forgets the status of a program that
    /// ends soon after its start. What this shell has to say about a crash is kept off the screen.
    private static let keeper = #"""
        exec 9>&2 2>/dev/null
        sh -c 'echo $$ >"$0.pid"; exec "$@" 2>&9 9>&-' "$0" "$@"
        echo $? >"$0.status"
        """#

    deinit { close() }

    /// Ends the terminal and whatever runs in it.
    package func close() {
        guard FileManager.default.fileExists(atPath: socket) else { return }
        _ = try? tmux(["kill-server"])
        try? FileManager.default.removeItem(atPath: socket)
    }

    // MARK: - Keys

    /// Types text in one burst, as a scanner does.
    package func type(_ text: String) throws {
        try tmux(["send-keys", "-l", "--", TerminalScreen.protected(text)])
        typed.withLock { $0 = World.live.uptime() }
    }

    /// Types text as a person does, with a pause before each further character.
    package func typeSlowly(_ text: String, gap: Duration = .milliseconds(80)) async throws {
        for character in text {
            try type(String(character))
            try await Task.sleep(for: gap)
        }
    }

    /// Presses keys by their tmux names: `Enter`, `Escape`, `BSpace`, `Up`, `F1`, `C-c`, `M-x`.
    ///
    /// As soon after a burst as a person can: a key right behind a code is the scanner's, whatever it is. Enter and Tab
    /// are not held back, since they may be meant as its suffix.
    package func press(_ keys: String...) throws {
        if !["Enter", "Tab"].contains(keys.first) {
            let left = typed.withLock { $0 + TerminalScreen.reaction } - World.live.uptime()
            // Nor sooner after a screen has come by itself than a person can have read it.
            let pause = max(left, TerminalScreen.reading)
            usleep(UInt32(clamping: pause.wholeMilliseconds * 1000))
        }
        try tmux(["send-keys"] + keys)
    }

    private static let reaction = Duration.milliseconds(200)
    private static let reading = Duration.milliseconds(350)

    /// Sends bytes as they are, in one burst, whatever they are: escape sequences, half characters, NUL.
    package func send(_ bytes: [UInt8]) throws {
        try tmux(["load-buffer", "-"], input: Data(bytes))
        try tmux(["paste-buffer", "-r", "-d"])
    }

    // MARK: - The screen

    /// The rows as text, without blanks at their ends.
    package func screen() throws -> String {
        try tmux(["capture-pane", "-p"])
    }

    /// Everything that one can scroll back to, and the screen.
    package func scrollback() throws -> String {
        try tmux(["capture-pane", "-p", "-S", "-"])
    }

    /// The rows with the escape sequences of their colours and attributes.
    package func screenWithAttributes() throws -> String {
        try tmux(["capture-pane", "-p", "-e"])
    }

    package func resize(columns: Int, rows: Int) throws {
        try tmux(["resize-window", "-x", "\(columns)", "-y", "\(rows)"])
    }

    /// Where the cursor is, in rows and columns from zero; `nil` while it is hidden.
    package func cursor() throws -> (row: Int, column: Int)? {
        let values = try ask("#{cursor_flag} #{cursor_y} #{cursor_x}").split(separator: " ").compactMap { Int($0) }
        guard values.count == 3, values[0] == 1 else { return nil }
        return (values[1], values[2])
    }

    /// Whether the program has the terminal's second screen.
    package func isAlternate() throws -> Bool {
        try ask("#{alternate_on}") == "1"
    }

    // MARK: - The program

    package func pid() throws -> Int32 {
        for _ in 0..<500 {
            if let pid = kept("pid") { return pid }
            usleep(10_000)
        }
        throw TerminalFailure(description: "No program was started.")
    }

    /// The number in one of the files that ``keeper`` writes; `nil` as long as it has not written its whole line.
    private func kept(_ name: String) -> Int32? {
        let text = (try? String(contentsOfFile: folder.file("program.\(name)"), encoding: .utf8)) ?? ""
        return text.hasSuffix("\n") ? Int32(text.dropLast()) : nil
    }

    package func isDead() throws -> Bool {
        try ask("#{pane_dead}") == "1"
    }

    /// The program's exit code, `128 + n` when signal `n` ended it; `nil` while it runs.
    package func exitStatus() throws -> Int32? {
        try isDead() ? kept("status") : nil
    }

    /// Sends the program a signal.
    package func kill(_ signal: Int32) throws {
        try Command.run(["kill", "-\(signal)", "\(pid())"])
    }

    // MARK: - tmux

    /// A word of tmux's own about the terminal, by its format language.
    package func ask(_ format: String) throws -> String {
        try tmux(["display-message", "-p", format]).trimmingCharacters(in: .newlines)
    }

    @discardableResult
    private func tmux(_ arguments: [String], input: Data = Data()) throws -> String {
        let environment = ["LC_ALL": "C.UTF-8", "TMUX": ""]
        let result = try Command.run(["tmux", "-u", "-S", socket] + arguments, input: input, environment: environment)
        guard result.status == 0 else {
            throw TerminalFailure(description: "tmux failed (\(result.status)): \(result.err)")
        }
        return result.out
    }

    /// A semicolon at the end of an argument would begin a new command of tmux.
    private static func protected(_ argument: String) -> String {
        argument.hasSuffix(";") ? argument.dropLast() + "\\;" : argument
    }
}

/// Why a terminal could not be driven, or what it showed instead of what was waited for.
package struct TerminalFailure: Error, CustomStringConvertible {
    package let description: String
}

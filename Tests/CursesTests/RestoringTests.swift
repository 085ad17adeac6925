import Foundation
import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#endif

/// However the program ends, the terminal is as it was found.
struct RestoringTests {
    /// How to end it: what is typed or which signal it gets, and the status that a shell then tells.
    enum End: CustomTestStringConvertible {
        case typed(String, status: Int32)
        case signal(Int32, status: Int32)

        var testDescription: String {
            switch self {
            case .typed(let text, _): "typed \(text)"
            case .signal(let number, _): "signal \(number)"
            }
        }
    }

    @Test(
        arguments: [
            End.typed("q", status: 0), .typed("x", status: 7), .typed("s", status: 128 + SIGSEGV),
            .typed("!", status: trapped), .signal(SIGTERM, status: 0), .signal(SIGHUP, status: 0),
            .signal(SIGINT, status: 0), .signal(SIGQUIT, status: 0), .signal(SIGABRT, status: 128 + SIGABRT),
            .signal(SIGBUS, status: 128 + SIGBUS), .signal(SIGFPE, status: 128 + SIGFPE),
        ], ["screen-256color", "vt100"])
    func `the terminal is as it was found`(_ end: End, _ name: String) async throws {
        let terminal = try await Probe.shell(environment: ["TERM": name])
        try terminal.enter("stty -a > /dev/null; before=$(stty -g); $PROBE; echo \"status=$?.\"")
        try await terminal.wait(for: "heard 0:")
        let status: Int32
        switch end {
        case .typed(let text, let expected):
            try terminal.type(text)
            status = expected
        case .signal(let number, let expected):
            try Command.run(["pkill", "-\(number)", "-P", "\(terminal.pid())"])
            status = expected
        }
        try await terminal.wait(for: "status=\(status).")
        try await checkShell(of: terminal)
    }

    private func checkShell(of terminal: TerminalScreen) async throws {
        #expect(try !terminal.isAlternate())
        #expect(try terminal.cursor() != nil)
        #expect(try !terminal.screen().contains("heard"), "the program's screen is left behind")
        try terminal.enter("test \"$before\" = \"$(stty -g)\" && echo same-modes")
        try await terminal.wait(for: "\nsame-modes")
        try terminal.enter("clear; printf 'plain\\n'; stty -a")
        let modes = try await terminal.wait(for: " iexten")
        let words = Set(modes.split { " \n;".contains($0) })
        #expect(words.isSuperset(of: ["echo", "icanon", "isig", "icrnl", "opost", "onlcr", "iexten"]))
        #expect(try terminal.screenWithAttributes().hasPrefix("plain\n"))
    }

    /// What a Swift trap dies of: an illegal instruction on x86, a break on ARM.
    #if arch(x86_64)
        private static let trapped: Int32 = 128 + SIGILL
    #else
        private static let trapped: Int32 = 128 + SIGTRAP
    #endif

    @Test func `a hang-up ends the program by itself`() async throws {
        let terminal = try await Probe.terminal()
        let pid = try terminal.pid()
        terminal.close()
        #expect(try await ends(pid), "it still runs")
    }

    @Test func `SIGTERM ends the program although nobody reads its terminal`() async throws {
        let terminal = try await Probe.terminal()
        let pid = try terminal.pid()
        let reader = try #require(Int32(terminal.ask("#{pid}")))
        try terminal.type("f")
        try await terminal.wait(for: "端")
        kill(reader, SIGSTOP)
        defer { kill(reader, SIGCONT) }
        try await Task.sleep(for: .seconds(1))
        kill(pid, SIGTERM)
        #expect(try await ends(pid), "it still runs")
        kill(reader, SIGCONT)
        #expect(try await terminal.waitForEnd() == 128 + SIGALRM)
    }

    @Test func `a program that ends in its own time after SIGTERM is left to do so`() async throws {
        let terminal = try await Probe.terminal(environment: ["PROBE_LAST_SECONDS": "7"])
        try terminal.kill(SIGTERM)
        #expect(try await terminal.waitForEnd(within: .seconds(15)) == 0)
    }

    /// Whether a process ends within ten seconds.
    private func ends(_ pid: Int32) async throws -> Bool {
        for _ in 0..<300 {
            guard try isRunning(pid) else { return true }
            try await Task.sleep(for: .milliseconds(30))
        }
        return false
    }

    /// Whether a process is there and not one that has ended and that nobody has asked for.
    private func isRunning(_ pid: Int32) throws -> Bool {
        let state = try Command.run(["ps", "-o", "stat=", "-p", "\(pid)"]).out
        return !state.isEmpty && !state.hasPrefix("Z")
    }

    @Test func `a stopped program that goes on shows its screen again`() async throws {
        let terminal = try await Probe.shell()
        try terminal.enter("$PROBE")
        try await terminal.wait(for: "heard 0:")
        try Command.run(["pkill", "-STOP", "-P", "\(terminal.pid())"])
        try await terminal.wait(for: "ready$")
        // The stopped program left the terminal raw, where Enter ends no line.
        try terminal.type("fg")
        try terminal.press("C-j")
        try await terminal.wait(for: "resized(80x24)")
        try terminal.press("C-c")
        try await terminal.wait(for: "^c")
    }

    @Test(arguments: [
        ("unknown", "The terminal “unknown” (TERM) is not known here; set TERM"),
        ("dumb", "The terminal “dumb” (TERM) has no full screen; use another"),
        ("", "The environment variable TERM is not set; set it"),
    ]) func `a terminal that cannot be used gets a sentence`(_ name: String, _ sentence: String) async throws {
        let terminal = try await Probe.shell()
        try terminal.enter("clear; TERM=\(name) PROBE_SCREEN=1 $PROBE; echo status=$?.")
        let screen = try await terminal.wait(for: "status=78.")
        #expect(screen.contains(sentence))
        #expect(screen.contains("linux."))
    }

    @Test func `no terminal at all gets a sentence`() throws {
        let result = try Command.run(["setsid", "--wait", Probe.path], environment: ["TERM": "xterm"])
        #expect(result.status == 78)
        #expect(
            result.err
                == "There is no terminal at /dev/tty; start the kiosk in a terminal window, on a console or over SSH.\n"
        )
        #expect(result.out.isEmpty)
    }
}

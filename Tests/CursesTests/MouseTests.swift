import Foundation
import TestSupport
import Testing

/// A mouse, and a finger on a touch screen, through a real terminal.
struct MouseTests {
    /// Whether the terminal sends what its mouse does.
    private func isAsked(_ terminal: TerminalScreen) throws -> Bool {
        try terminal.ask("#{mouse_standard_flag}#{mouse_sgr_flag}") == "11"
    }

    @Test func `clicks arrive with their places, and scans and keys around them are whole`() async throws {
        let terminal = try await Probe.terminal()
        #expect(try isAsked(terminal))
        try terminal.send(Array("ab\u{1B}[<0;80;24M\u{1B}[<0;80;24mcd\u{1B}[<64;1;1M".utf8))
        #expect(try await terminal.waitHeard(6) == ["'a' 'b' click(23,79) 'c' 'd' up"])
    }

    @Test(arguments: [("q", ""), ("x", ""), ("!", ""), ("", "TERM"), ("", "ABRT")])
    func `the mouse is given back at every end`(_ key: String, _ signal: String) async throws {
        let terminal = try await Probe.shell()
        try terminal.enter("$PROBE; echo ended.")
        try await terminal.wait(for: "heard 0:")
        #expect(try isAsked(terminal))
        if signal.isEmpty {
            try terminal.type(key)
        } else {
            try Command.run(["pkill", "-\(signal)", "-P", "\(terminal.pid())"])
        }
        try await terminal.wait(for: "ended.")
        #expect(try terminal.ask("#{mouse_any_flag}#{mouse_standard_flag}#{mouse_sgr_flag}") == "000")
    }

    @Test func `a terminal without a mouse is not asked for one`() async throws {
        let terminal = try await Probe.terminal(environment: ["TERM": "vt100"])
        #expect(try terminal.ask("#{mouse_any_flag}") == "0")
    }

    @Test func `a stopped program that goes on has its mouse again`() async throws {
        let terminal = try await Probe.shell()
        try terminal.enter("$PROBE")
        try await terminal.wait(for: "heard 0:")
        try Command.run(["pkill", "-STOP", "-P", "\(terminal.pid())"])
        try await terminal.wait(for: "ready$")
        try terminal.type("printf '\\033[?1000l\\033[?1006l'; fg")
        try terminal.press("C-j")
        try await terminal.wait(for: "resized(80x24)")
        #expect(try isAsked(terminal))
    }
}

import Foundation
import TestSupport
import Testing

struct DrawingTests {
    @Test func `text of mixed width stands in its columns`() async throws {
        let terminal = try await Probe.terminal(columns: 40)
        let rows = try terminal.screen().split(separator: "\n").map(String.init)
        #expect(rows[0] == "株式会社Ａﾊ 様|                    40x24")
        #expect(rows[1].hasPrefix("か\u{3099}|é|👨|"))
        #expect(rows[1].hasSuffix("|[31m|"))
        #expect(try terminal.cursor() == nil)
        #expect(try terminal.isAlternate())
    }

    @Test func `the last cell of the screen can be written without scrolling`() async throws {
        let terminal = try await Probe.terminal(columns: 30, rows: 8)
        try terminal.type("w")
        let screen = try await terminal.wait(for: "端")
        let rows = screen.split(separator: "\n").map(String.init)
        #expect(rows.count == 8)
        #expect(rows[0] == String(repeating: "語", count: 15))
        #expect(rows[7] == String(repeating: "語", count: 14) + "端")
        try terminal.type("w")
        try await terminal.wait(for: "heard 2:")
        #expect(try !terminal.screen().contains("語"))
    }

    @Test func `the picture follows the terminal's size`() async throws {
        let terminal = try await Probe.terminal()
        for (columns, rows) in [(40, 12), (200, 60), (60, 20), (80, 24)] {
            try terminal.resize(columns: columns, rows: rows)
            let screen = try await terminal.wait(for: " \(columns)x\(rows)")
            let lines = screen.split(separator: "\n", omittingEmptySubsequences: false)
            #expect(lines.first?.hasPrefix("株式会社Ａﾊ 様|") == true)
            #expect(try terminal.heard().contains { $0.contains("resized(\(columns)x\(rows))") })
        }
    }

    @Test func `a terminal too small for anything is survived`() async throws {
        let terminal = try await Probe.terminal()
        try terminal.resize(columns: 1, rows: 1)
        try terminal.resize(columns: 2, rows: 2)
        try terminal.resize(columns: 80, rows: 24)
        try await terminal.wait(for: " 80x24")
    }

    @Test(arguments: ["screen-256color", "screen", "linux", "xterm"])
    func `roles have colours where the terminal has them`(_ name: String) async throws {
        let terminal = try await Probe.terminal(environment: ["TERM": name])
        let screen = try terminal.screenWithAttributes()
        #expect(screen.contains(/\x1B\[[0-9;]*4(1|8;5;124)m/), "no red background in \(screen.debugDescription)")
    }

    @Test(arguments: [["TERM": "vt100"], ["NO_COLOR": "1"], ["TERM": "xterm-mono"]])
    func `without colours the roles differ by attributes`(_ environment: [String: String]) async throws {
        let terminal = try await Probe.terminal(environment: environment)
        let screen = try terminal.screenWithAttributes()
        #expect(!screen.contains(/\x1B\[[0-9;]*(3[0-8]|4[0-8])(;|m)/), "colours in \(screen.debugDescription)")
        #expect(screen.contains(/\x1B\[[0-9;]*7m/), "nothing reversed")
        #expect(screen.contains(/\x1B\[[0-9;]*1[;m]/), "nothing bold")
        #expect(screen.contains("株式会社Ａ"))
    }

    @Test func `an empty NO_COLOR forbids nothing`() async throws {
        let terminal = try await Probe.terminal(environment: ["NO_COLOR": ""])
        #expect(try terminal.screenWithAttributes().contains("\u{1B}[48;5;124m"))
    }

    @Test(arguments: ["C", "POSIX", "ja_JP.UTF-8"])
    func `a locale that is missing or not UTF-8 does no harm`(_ locale: String) async throws {
        let terminal = try await Probe.terminal(environment: ["LC_ALL": locale])
        #expect(try terminal.screen().hasPrefix("株式会社Ａﾊ 様|"))
    }

    @Test func `what a library prints to descriptor 2 goes to the log`() async throws {
        let folder = try TemporaryDirectory()
        let log = folder.file("log")
        let terminal = try TerminalScreen([Probe.path, log])
        try await terminal.wait(for: "heard 0:")
        try terminal.type("e")
        try await terminal.wait(for: "heard 1:")
        #expect(try !terminal.screen().contains("NOISE"))
        try terminal.type("q")
        try await terminal.waitForEnd()
        #expect(try String(contentsOfFile: log, encoding: .utf8) == "NOISE ON DESCRIPTOR 2\n")
        #expect(try terminal.screen().contains("descriptor 2 is back"))
    }

    @Test func `the bell rings`() async throws {
        let terminal = try await Probe.terminal()
        #expect(try terminal.ask("#{window_bell_flag}") == "0")
        try terminal.type("b")
        try await terminal.wait(until: "bell") { _ in try terminal.ask("#{window_bell_flag}") == "1" }
    }
}

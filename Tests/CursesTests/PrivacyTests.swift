import Foundation
import TestSupport
import Testing

/// What a visitor typed is not to be found by scrolling back.
struct PrivacyTests {
    @Test(arguments: ["screen-256color", "xterm-256color", "tmux-256color", "vt100", "linux", "ansi"], ["q", "!"])
    func `nothing of the screen is in the scrollback, whether there is a second screen or not`(
        _ name: String, _ end: String
    ) async throws {
        let terminal = try await Probe.shell(environment: ["TERM": name])
        try terminal.enter("$PROBE; echo ended.")
        try await terminal.wait(for: "heard 0:")
        try terminal.type("山田太郎")
        try await terminal.wait(for: "'郎'")
        try terminal.resize(columns: 60, rows: 20)
        try await terminal.wait(for: "60x20")
        try terminal.resize(columns: 80, rows: 24)
        try await terminal.wait(for: "80x24")
        try terminal.type(end)
        try await terminal.wait(for: "ended.")
        #expect(try !terminal.scrollback().contains("郎"))
    }
}

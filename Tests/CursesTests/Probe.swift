import Foundation
import TestSupport

/// The probe in a terminal, and in a shell in a terminal.
enum Probe {
    static let path = Command.built("CursesProbe")

    static func terminal(
        columns: Int = 80, rows: Int = 24, environment: [String: String] = [:]
    ) async throws -> TerminalScreen {
        let terminal = try TerminalScreen([path], columns: columns, rows: rows, environment: environment)
        try await terminal.wait(for: "heard 0:")
        return terminal
    }

    /// A shell whose prompt is `ready$`, with the probe's path in `$PROBE`.
    static func shell(environment: [String: String] = [:]) async throws -> TerminalScreen {
        let own = ["PS1": "ready$ ", "PROBE": path, "ENV": ""]
        let terminal = try TerminalScreen(["sh", "-i"], environment: own.merging(environment) { $1 })
        try await terminal.wait(for: "ready$")
        return terminal
    }
}

extension TerminalScreen {
    /// Types a line into a shell.
    func enter(_ line: String) throws {
        try type(line)
        try press("Enter")
    }

    /// What the probe says it heard, line by line.
    func heard() throws -> [String] {
        let lines = try screen().split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        guard let start = lines.firstIndex(where: { $0.hasPrefix("heard ") }) else { return [] }
        return lines[(start + 1)...].filter { !$0.isEmpty }
    }

    /// Waits until the probe has heard so many things.
    @discardableResult
    func waitHeard(_ count: Int) async throws -> [String] {
        try await wait(for: "heard \(count):")
        return try heard()
    }
}

import Curses
import Foundation
import TestSupport
import Testing

/// The terminal that is told sentences instead of being drawn on.
struct PlainTerminalTests {
    @Test func `a screen is said once, and then only what is new`() {
        var script = PlainScript()
        #expect(script.lines(for: ["ようこそ", "10:01", "コードをかざす"]) == ["ようこそ", "10:01", "コードをかざす"])
        #expect(script.lines(for: ["ようこそ", "10:01", "コードをかざす"]).isEmpty)
        #expect(script.lines(for: ["ようこそ", "10:02", "コードをかざす"]).isEmpty)
        #expect(script.lines(for: ["ようこそ", "10:03", "コードをかざす", "明るくして"]) == ["明るくして"])
        #expect(script.lines(for: ["受け付けました", "山田様"]) == ["", "受け付けました", "山田様"])
        #expect(script.lines(for: []) == [""])
    }

    @Test func `digits that a key has changed are news, a countdown is not`() {
        var script = PlainScript()
        _ = script.lines(for: ["人数", "2 人", "あと 30 秒"])
        script.noteKey()
        #expect(script.lines(for: ["人数", "3 人", "あと 30 秒"]) == ["3 人"])
        #expect(script.lines(for: ["人数", "3 人", "あと 29 秒"]).isEmpty)
        #expect(script.lines(for: ["人数", "３ 人", "あと 9 秒"]) == ["あと 9 秒"])
    }

    @Test func `no control character of a name reaches the terminal`() {
        var script = PlainScript()
        #expect(script.lines(for: ["a\u{1B}[2Jb\u{9B}c\nd"]) == ["a [2Jb c d"])
        #expect(script.lines(for: ["a\u{202E}b\u{2028}c"]) == ["", "a b c"])
        let family = "👨\u{200D}👩"
        #expect(script.lines(for: [family]) == ["", family])
    }

    @Test(arguments: [["PROBE_PLAIN": "1"], ["TERM": "dumb"]])
    func `lines come without an escape sequence, keys are read, and the end gives all back`(
        _ environment: [String: String]
    ) async throws {
        let folder = try TemporaryDirectory()
        let log = folder.file("typescript")
        let terminal = try await Probe.shell(environment: ["LOG": log])
        let variables = environment.map { "\($0.key)=\($0.value)" }.joined(separator: " ")
        try terminal.enter("clear; before=$(stty -g); script -q -c \"\(variables) $PROBE\" $LOG; echo \"status=$?.\"")
        try await terminal.wait(for: "受付 80x24\nheard 0:")
        try terminal.type("山")
        try await terminal.wait(for: "heard 1: '山'")
        try terminal.press("Up")
        try await terminal.wait(for: "heard 2: up")
        try terminal.press("C-c")
        try await terminal.wait(for: "heard 3: ^c")
        try terminal.type("q")
        try await terminal.wait(for: "status=0.")
        try terminal.enter("test \"$before\" = \"$(stty -g)\" && echo same-modes")
        try await terminal.wait(for: "\nsame-modes")
        let typescript = try String(contentsOfFile: log, encoding: .utf8)
        #expect(!typescript.contains("\u{1B}"))
        #expect(typescript.components(separatedBy: "受付 80x24").count == 2)
    }

    @Test(arguments: ["x", "!"]) func `after a crash the keys are echoed again`(_ end: String) async throws {
        let terminal = try await Probe.shell(environment: ["PROBE_PLAIN": "1"])
        try terminal.enter("before=$(stty -g); $PROBE; test \"$before\" = \"$(stty -g)\" && echo same-modes")
        try await terminal.wait(for: "heard 0:")
        try terminal.type(end)
        try await terminal.wait(for: "\nsame-modes")
    }
}

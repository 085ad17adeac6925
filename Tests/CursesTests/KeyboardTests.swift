import Foundation
import TestSupport
import Testing

/// Keys through a real terminal; what each byte means is in `KeyReaderTests`.
struct KeyboardTests {
    @Test(arguments: [
        ("Enter", "enter"), ("Tab", "tab"), ("BSpace", "backspace"), ("Escape", "escape"), ("Up", "up"),
        ("Down", "down"), ("Left", "left"), ("Right", "right"), ("F1", "function(1)"), ("F5", "function(5)"),
        ("F12", "function(12)"), ("C-c", "^c"), ("C-z", "^z"), ("C-s", "^s"), ("C-q", "^q"), ("C-d", "^d"),
        ("C-v", "^v"), ("C-o", "^o"), ("é", "'é'"), ("あ", "'あ'"), ("Ｕ", "'Ｕ'"),
        ("C-\\", "other"), ("M-F1", "other"), ("M-x", #"alternate("x")"#), ("C-Up", "other"), ("DC", "other"),
        ("IC", "other"),
        ("Home", "other"), ("PPage", "pageUp"), ("BTab", "other"),
    ]) func `a key arrives`(_ key: String, _ expected: String) async throws {
        let terminal = try await Probe.terminal()
        try terminal.press(key)
        #expect(try await terminal.waitHeard(1) == [expected])
    }

    @Test func `scenario 36: no key of the shell's leaves the program`() async throws {
        let terminal = try await Probe.shell()
        try terminal.enter("$PROBE")
        try await terminal.wait(for: "heard 0:")
        try terminal.press("C-c", "C-z", "C-\\", "M-F2", "C-d", "C-s", "C-q")
        try await terminal.waitHeard(7)
        try terminal.send(Array("\u{1B}[200~rm -r k\u{1B}[201~\u{1B}]0;owned\u{7}\u{1B}c".utf8))
        let heard = try await terminal.waitHeard(10)
        #expect(heard.joined(separator: " ").hasSuffix(#"pasted("rm -r k") other alternate("c")"#))
        #expect(try terminal.isAlternate())
    }

    @Test func `a code of 8 KiB arrives whole`() async throws {
        let terminal = try await Probe.terminal()
        let code = (0..<8192).map { UInt8(ascii: "A") + UInt8($0 % 10) }
        try terminal.send(code)
        try await terminal.waitHeard(8192)
    }

    @Test func `a code sent while the program was busy arrives whole`() async throws {
        let terminal = try await Probe.terminal()
        try terminal.type("p")
        try terminal.send(Array(repeating: UInt8(ascii: "7"), count: 3000))
        try await terminal.waitHeard(3001)
    }

    @Test func `keys come from the terminal while standard input is a pipe`() async throws {
        let terminal = try await Probe.shell()
        try terminal.enter("echo code-in-the-pipe | $PROBE")
        try await terminal.wait(for: "heard 0:")
        try terminal.type("k")
        #expect(try await terminal.waitHeard(1) == ["'k'"])
    }
}

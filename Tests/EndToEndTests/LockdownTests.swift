import Foundation
import TestSupport
import Testing

/// What a visitor can try at the keyboard to get behind the kiosk.
extension EndToEnd {
    @Suite struct LockdownTests {
        /// Everything that ends, stops or leaves a program that has not seen to it; the exit key is among it.
        private static let keys =
            ["C-c", "C-z", "C-\\", "C-d", "C-y", "C-s", "C-]", "C-^", "C-_", "C-o", "C-v", "C-g", "C-l", "C-q"]
            + (1...12).flatMap { ["M-F\($0)", "C-M-F\($0)", "F\($0)"] } + ["M-Left", "M-Right", "M-x", "DC", "IC"]

        /// As a terminal would send or obey them, among them a paste that a shell would run.
        private static func pastes(_ marker: String) -> [String] {
            let command = "touch '\(marker)'"
            return [
                "\u{1B}[200~\(command)\r\u{1B}[201~", "\n\(command)\n", "; \(command) &\r", "$(\(command))\r",
                "\u{1B}c", "\u{1B}[?1049l", "\u{1B}[2J\u{1B}[H", "\u{1B}[!p", "\u{1B}]0;owned\u{7}",
                "\u{1B}]52;c;b3duZWQ=\u{7}", "\u{1B}P$q\"p\u{1B}\\", "\u{1B}[6n\u{1B}[c\u{1B}[5n", "\u{1B}[21t",
                "\u{1B}_payload\u{1B}\\", "\u{1B}", "\u{9B}31m", "\u{1B}[999;999R", "\u{0}\u{3}\u{4}\u{1A}\u{1C}",
            ]
        }

        @Test func `scenario 36: no key and no paste leaves the kiosk or shows a shell, and it serves on`() async throws
        {
            let place = try await Installation()
            try place.add(.administrator)
            let appointment = try place.appointment()
            try #require(try place.kiosk("sync", "--once").status == 0)
            // An interactive shell with job control: whatever stops or ends the kiosk would bring its prompt.
            let shell = try TerminalScreen(
                ["bash", "--norc", "--noprofile", "-i"],
                environment: ["PS1": "behind> ", "TZ": Installation.timeZone])
            try await shell.wait(for: "behind>")
            try shell.type("'\(Command.built("uketsuke-kiosk"))' run --config '\(place.configuration)'")
            try shell.press("Enter")
            try await shell.wait(for: "オンライン")
            let before = try kiosks(of: shell)
            let modes = try Command.run(["stty", "-F", try shell.ask("#{pane_tty}"), "-a"]).out
            for mode in ["-isig", "-icanon", "-echo", "-ixon"] { #expect(modes.contains(mode)) }
            for key in Self.keys {
                try shell.press(key)
                #expect(try shell.isAlternate(), "after \(key)")
            }
            try await shell.goHome()
            let marker = place.folder.file("marker")
            for paste in Self.pastes(marker) {
                try shell.send(Array(paste.utf8))
                try await Task.sleep(for: .milliseconds(300))
                #expect(try shell.isAlternate(), "after \(paste.debugDescription)")
            }
            try await shell.goHome()
            #expect(try kiosks(of: shell) == before && before.count == 1)
            #expect(try !shell.scrollback().contains("Stopped") && shell.ask("#{pane_title}") != "owned")
            try shell.type(appointment.token)
            try await shell.wait(for: "山田 太郎 様")
            try await shell.goHome()
            try await leave(shell)
            // Nor does the shell find anything to run afterwards.
            try await Task.sleep(for: .milliseconds(500))
            #expect(!FileManager.default.fileExists(atPath: marker))
        }

        /// The kiosk's processes below that shell, with their states: one that is stopped is `T`.
        private func kiosks(of shell: TerminalScreen) throws -> [String] {
            let list = try Command.run(["ps", "-o", "pid=,comm=", "--ppid", "\(shell.pid())"]).out
            return list.split(separator: "\n").map(String.init).filter { $0.contains("uketsuke") }
        }

        /// Leaves as only an administrator can.
        private func leave(_ shell: TerminalScreen) async throws {
            try shell.press("C-q")
            try await shell.wait(for: "職員番号")
            try await shell.signIn(.administrator)
            try await shell.wait(for: "behind>")
            #expect(try !shell.isAlternate())
        }
    }
}

import Foundation
import TestSupport
import Testing

/// Scenarios of installing, starting and damaged files.
extension EndToEnd {
    @Suite struct StartingTests {
        @Test func `scenario 41: the demo shows the kiosk, takes a passcode and ends cleanly`() async throws {
            let folder = try TemporaryDirectory()
            let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
                .deletingLastPathComponent()
            let programs = URL(fileURLWithPath: Command.built("uketsuke-kiosk")).deletingLastPathComponent().path
            let demo = folder.file("demo")
            let terminal = try TerminalScreen([root.appending(path: "Scripts/demo").path, programs, demo])
            let idle = try await terminal.wait(for: "受付番号 / passcode:", within: .seconds(60))
            try await terminal.wait(for: "オンライン")
            let match = try #require(idle.firstMatch(of: /passcode: (\d{4}) (\d{4})/))
            try await terminal.typeSlowly(String(match.1 + match.2))
            try await terminal.wait(for: "山田 太郎 様")
            let pictures = try FileManager.default.contentsOfDirectory(atPath: demo + "/passes")
            #expect(pictures.filter { $0.hasSuffix(".png") }.count == 3)
            try await Task.sleep(for: .seconds(1))
            try terminal.press("C-q")
            try await terminal.wait(for: "職員番号")
            try await terminal.signIn(Colleague(number: "1", name: "", role: "administrator", pin: "246810"))
            #expect(try await terminal.waitForEnd() == 0)
            let left = try terminal.screen()
            #expect(left.contains("山田 太郎") && left.contains("Everything has been stopped"))
            terminal.close()
            let running = try Command.run(["pgrep", "-f", demo])
            #expect(running.out.isEmpty, "left running: \(running.out)")
        }

        @Test func `scenario 42: without camera and configuration the kiosk starts and says what it can do`()
            async throws
        {
            let home = try TemporaryDirectory()
            let kiosk = try TerminalScreen(
                [Command.built("uketsuke-kiosk")], environment: ["HOME": home.path, "XDG_DATA_HOME": home.path])
            let screen = try await kiosk.wait(for: "QR コードがない方は")
            #expect(screen.contains("未登録") && screen.contains("enrol"))
            try kiosk.type("https://example.com")
            try await kiosk.wait(for: "この受付のコードではありません")
            try kiosk.press("Escape")
            try await kiosk.typeSlowly("12345678")
            try await kiosk.wait(until: "an answer to the passcode") { $0.contains("番号") || $0.contains("係員へ") }
            try kiosk.press("C-q")
            #expect(try await kiosk.waitForEnd() == 0)
        }

        @Test func `started with closed descriptors, the kiosk takes none of its files for codes`() async throws {
            let home = try TemporaryDirectory()
            let program = "exec '\(Command.built("uketsuke-kiosk"))' <&- 2>&-"
            let kiosk = try TerminalScreen(["sh", "-c", program], environment: ["XDG_DATA_HOME": home.path])
            try await kiosk.wait(for: "QR コードがない方は")
            try await Task.sleep(for: .seconds(1))
            #expect(try kiosk.screen().contains("QR コードがない方は"))
            try kiosk.press("C-q")
            #expect(try await kiosk.waitForEnd() == 0)
            let status = try Command.run(
                [Command.built("uketsuke-kiosk"), "status", "--json"], environment: ["XDG_DATA_HOME": home.path])
            #expect(status.out.contains("\"waiting\":0"))
        }

        @Test(arguments: [
            ("data_dri = \"/x\"", "line 1: there is no setting data_dri"),
            (
                "data_dir = \"/tmp/x\"\n[screen]\nresult_seconds = \"12\"",
                "line 3: screen.result_seconds must be a whole number"
            ),
            ("[scren]\ncolour = \"auto\"", "there is no setting scren.colour"),
            ("data_dir = ", "line 1: this is not TOML"),
            ("[screen]\ncolour = \"pink\"", "line 2: screen.colour must be \"auto\" or \"never\""),
        ])
        func `scenario 43: a mistake in the configuration is one sentence, exit 78, and nothing is touched`(
            text: String, sentence: String
        ) throws {
            let folder = try TemporaryDirectory()
            let file = try folder.write(Data(text.utf8), to: "kiosk.conf")
            for command in ["run", "sync", "push", "status", "check", "doctor"] {
                let code = command == "check" ? ["12345678"] : []
                let result = try Command.run([Command.built("uketsuke-kiosk"), command, "--config", file] + code)
                #expect(result.status == 78)
                #expect(result.err.contains(file) && result.err.contains(sentence), "\(result.err)")
                #expect(result.err.split(separator: "\n").count == 1)
            }
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["kiosk.conf"])
        }

        @Test func `scenario 43: a missing file and an unreadable key are named`() throws {
            let folder = try TemporaryDirectory()
            let missing = try Command.run([
                Command.built("uketsuke-kiosk"), "status", "--config", folder.file("none.conf"),
            ])
            #expect(missing.status == 78 && missing.err.contains("none.conf"))
            let key = try folder.write(Data("short".utf8), to: "key")
            let text = "data_dir = \"\(folder.file("data"))\"\n[files]\nkey = \"\(key)\"\n"
            let file = try folder.write(Data(text.utf8), to: "kiosk.conf")
            let unreadable = try Command.run([Command.built("uketsuke-kiosk"), "status", "--config", file])
            #expect(unreadable.status == 78 && unreadable.err.contains(key), "\(unreadable.err)")
        }

        @Test func `scenario 45: a second kiosk on the same data is refused with a sentence`() async throws {
            let place = try await Installation()
            let kiosk = try await place.openKiosk()
            let second = try TerminalScreen([Command.built("uketsuke-kiosk"), "run", "--config", place.configuration])
            #expect(try await second.waitForEnd() == 1)
            #expect(try second.screen().contains("Another uketsuke-kiosk"))
            try kiosk.press("C-q")
            #expect(try await kiosk.waitForEnd() == 0)
        }

        @Test func `a damaged cache is fetched again, and a damaged outbox is kept and said loudly`() async throws {
            let place = try await Installation()
            let appointment = try place.appointment()
            try place.kiosk("sync", "--once")
            for name in ["cache.sqlite", "outbox.sqlite"] {
                for suffix in ["-wal", "-shm"] {
                    try? FileManager.default.removeItem(atPath: "\(place.kioskData)/\(name)\(suffix)")
                }
                try Data(repeating: 0x5A, count: 40_000).write(to: URL(fileURLWithPath: "\(place.kioskData)/\(name)"))
            }
            let kiosk = try await place.openSyncedKiosk()
            try await kiosk.wait(for: "送信箱が破損")
            try kiosk.type(appointment.token)
            try await kiosk.wait(for: "山田 太郎 様")
            try await place.waitForEmptyQueue()
            #expect(try place.status().damagedOutboxes.count == 1)
            #expect(try place.visits().count == 1)
        }

        @Test(arguments: ["TERM", "SEGV", "ABRT"])
        func `the terminal is given back whatever ends the kiosk`(signal: String) async throws {
            let place = try await Installation()
            let program =
                "'\(Command.built("uketsuke-kiosk"))' run --config '\(place.configuration)'; stty -a; echo back"
            let kiosk = try TerminalScreen(["sh", "-c", program], columns: 100)
            try await kiosk.wait(for: "QR コード")
            let shell = try kiosk.pid()
            try Command.run(["pkill", "-\(signal)", "-P", "\(shell)"])
            let screen = try await kiosk.wait(for: "back")
            #expect(screen.contains(" echo ") && screen.contains(" icanon"))
            #expect(try !kiosk.isAlternate())
        }
    }
}

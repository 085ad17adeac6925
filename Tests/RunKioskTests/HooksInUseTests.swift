import Foundation
import Reception
import TestSupport
import Testing

@testable import RunKiosk

/// The real program on a terminal, with programs beside it.
@Suite struct HooksInUseTests {
    @Test func `a call rings the player and tells the hook, and the log names nobody`() async throws {
        let folder = try TemporaryDirectory()
        func script(_ name: String, _ line: String) throws -> String {
            let path = try folder.write(Data("#!/bin/sh\n\(line)\n".utf8), to: name)
            chmod(path, 0o755)
            return path
        }
        let hook = try script(
            "hook", "cat >'\(folder.file("part"))'; mv '\(folder.file("part"))' '\(folder.file("event"))'")
        let player = try script("player", "echo \"$@\" >>'\(folder.file("played"))'; exit 7")
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let configuration = try folder.write(
            Data(
                """
                data_dir = "\(folder.file("data"))"
                language = "en"
                [scanner]
                device = "none"
                [sound]
                mode = "chimes"
                player = ["\(player)"]
                chimes = "\(root.appending(path: "Assets/chimes").path)"
                [hooks]
                on_call = ["\(hook)"]
                on_delivery = ["no-such-program"]
                """.utf8), to: "kiosk.conf")
        let terminal = try TerminalScreen([Command.built("uketsuke-kiosk"), "run", "--config", configuration])
        defer { terminal.close() }
        try await terminal.wait(until: "the call key") { $0.contains("C") }
        try terminal.type("c")
        func text(_ name: String) -> String? { try? String(contentsOfFile: folder.file(name), encoding: .utf8) }
        let start = World.live.uptime()
        var isTold: Bool {
            text("event") != nil && text("played") != nil && text("data/kiosk.log")?.contains("sound.player") == true
                && text("data/kiosk.log")?.contains(#""status":"7""#) == true
        }
        while !isTold, World.live.uptime() - start < .seconds(20) { try await Task.sleep(for: .milliseconds(50)) }
        let event = try #require(text("event"))
        #expect(event.contains(#""kind":"call""#) && event.contains(#""target":"reception""#))
        #expect(text("played")?.contains("welcome.wav") == true)
        terminal.close()
        let log = try #require(text("data/kiosk.log"))
        #expect(log.contains("sound.player") && log.contains(#""status":"7""#) && !log.contains("reception"))
    }
}

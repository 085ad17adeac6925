import Foundation
import Kiosk
import Reception
import TestSupport
import Testing

@testable import RunKiosk

/// Programs beside the kiosk, as hooks and players are started.
@Suite struct ProgramQueueTests {
    private let folder: TemporaryDirectory
    private let log: LogFile

    init() throws {
        folder = try TemporaryDirectory()
        log = try LogFile(path: folder.file("log"))
    }

    private func queue(width: Int = 2, mostWaiting: Int = 100, timeout: Duration = .seconds(20)) throws -> ProgramQueue
    {
        let queue = try ProgramQueue(
            "test", width: width, mostWaiting: mostWaiting, timeout: timeout, log: log, .live)
        queue.start()
        return queue
    }

    /// A job that runs a line of shell in the test's folder.
    private func job(_ line: String, input: String = "") -> ProgramQueue.Job {
        .init(name: "test", command: ["/bin/sh", "-c", "cd '\(folder.path)'; " + line], input: Data(input.utf8))
    }

    private func text(_ name: String) -> String? { try? String(contentsOfFile: folder.file(name), encoding: .utf8) }

    private func wait(_ condition: () -> Bool) {
        let start = World.live.uptime()
        while !condition(), World.live.uptime() - start < .seconds(30) { usleep(20_000) }
    }

    @Test func `a program reads all of its input, also one that is longer than a pipe`() throws {
        let queue = try queue()
        let input = String(repeating: "訪問者", count: 50_000)
        queue.run(job("cat >in.part; mv in.part in", input: input))
        wait { text("in") != nil }
        #expect(text("in") == input)
        queue.stop()
    }

    @Test func `one that reads nothing harms nobody, and the caller never waits`() throws {
        let queue = try queue(width: 1)
        let start = World.live.uptime()
        for _ in 0..<50 { queue.run(job("sleep 0.01", input: String(repeating: "x", count: 100_000))) }
        #expect(World.live.uptime() - start < .seconds(2))
        queue.run(job("echo >done"))
        wait { text("done") != nil }
        #expect(text("done") != nil && text("log") == "")
        queue.stop()
    }

    @Test func `a program gets no secret of the environment and no file of ours`() throws {
        setenv("UKETSUKE_TEST_SECRET", "hidden", 1)
        defer { unsetenv("UKETSUKE_TEST_SECRET") }
        // A copy that nobody has marked.
        let leaked = dup2(log.descriptor, 57)
        defer { close(leaked) }
        let queue = try queue()
        queue.run(job("test -e /proc/$$/fd/57 && echo leaked >>part; env >>part; mv part seen"))
        wait { text("seen") != nil }
        let seen = try #require(text("seen"))
        #expect(seen.contains("PATH=") && !seen.contains("hidden") && !seen.contains("leaked"))
        queue.stop()
    }

    @Test func `the log has the exit code and nothing that the program was told or says`() throws {
        let queue = try queue()
        queue.run(job("cat; cat >&2; exit 3", input: "Yamada Taro"))
        wait { text("log")?.contains("status") == true }
        let line = try #require(text("log"))
        #expect(line.contains(#""status":"3""#) && line.contains(#""name":"test""#) && !line.contains("Yamada"))
        queue.stop()
    }

    @Test func `one that takes too long is killed with its children, and the next one runs`() throws {
        let queue = try queue(width: 1, timeout: .milliseconds(500))
        queue.run(job("sleep 300 & echo $! >part; mv part child; trap '' TERM; wait; sleep 300"))
        queue.run(job("echo >next"))
        wait { text("next") != nil }
        #expect(text("next") != nil && text("log")?.contains("killed: it took too long") == true)
        let child = try #require(text("child").flatMap { Int32($0.trimmingCharacters(in: .whitespacesAndNewlines)) })
        wait { !FileManager.default.fileExists(atPath: "/proc/\(child)/exe") }
        #expect(!FileManager.default.fileExists(atPath: "/proc/\(child)/exe"))
        queue.stop()
    }

    @Test func `a program that is not there is noted, and the others go on`() throws {
        let queue = try queue(width: 1)
        queue.run(.init(name: "hooks.on_call", command: ["no-such-program", "Yamada"]))
        queue.run(.init(name: "hooks.on_call", command: [folder.path]))
        queue.run(job("echo >next"))
        wait { text("next") != nil }
        let lines = try #require(text("log")).split(separator: "\n")
        #expect(lines.count == 2 && lines.allSatisfy { $0.contains("not installed") && !$0.contains("Yamada") })
        queue.stop()
    }

    @Test func `no more than so many run at once and wait`() throws {
        let queue = try queue(width: 2, mostWaiting: 3)
        for number in 0..<20 { queue.run(job("echo >run\(number); while ! test -e go; do sleep 0.05; done")) }
        wait { text("log")?.contains("too many") == true }
        usleep(300_000)
        let running = (0..<20).filter { text("run\($0)") != nil }
        #expect(running.count == 2)
        _ = try folder.write(Data(), to: "go")
        // Those that ran, and up to three that waited.
        for _ in 0..<40 where (0..<20).filter({ text("run\($0)") != nil }).count < 5 { usleep(50_000) }
        #expect((3...5).contains((0..<20).filter { text("run\($0)") != nil }.count))
        queue.stop()
    }

    @Test func `the end of the kiosk waits for none of them`() throws {
        let queue = try queue()
        for _ in 0..<10 { queue.run(job("echo >up; exec sleep 300")) }
        wait { text("up") != nil }
        let start = World.live.uptime()
        queue.stop()
        #expect(World.live.uptime() - start < .seconds(5))
        #expect(text("log")?.contains("killed: the kiosk ended") == true)
    }

    @Test func `each event goes to the program of its kind, as one line of JSON`() throws {
        var configuration = Configuration(dataDirectory: folder.path)
        for kind in [Hook.Kind.checkIn, .refusal] {
            let line = "cat >'\(folder.path)/part'; mv '\(folder.path)/part' '\(folder.path)/\(kind.rawValue)'"
            configuration.hooks[kind] = ["/bin/sh", "-c", line]
        }
        let hooks = try #require(try Hooks(configuration, log: log, .live))
        hooks.start()
        var hook = Hook(kind: .checkIn, event: UUID(), at: Instant(milliseconds: 0), localTime: "2026-11-23 10:02")
        hook.visitor = "山田 \"太郎\"\n"
        hooks.tell(hook)
        hooks.tell(Hook(kind: .call, event: UUID(), at: Instant(milliseconds: 0), localTime: ""))
        wait { text("check_in") != nil }
        let line = try #require(text("check_in"))
        #expect(line.hasSuffix("}\n") && line.filter { $0 == "\n" }.count == 1)
        let event = try Wire.decode(Badge.Event.self, from: Data(line.utf8))
        #expect(event.visitor == hook.visitor && event.localTime == "2026-11-23 10:02")
        #expect(text("refusal") == nil)
        hooks.stop()
        #expect(try Hooks(Configuration(), log: log, .live) == nil)
    }

    @Test func `a chime is played by the player, and the bell rings where there is none`() throws {
        let chimes = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Assets/chimes").path
        let player = try folder.write(Data("#!/bin/sh\necho \"$@\" >'\(folder.path)/played'\n".utf8), to: "player")
        chmod(player, 0o755)
        var settings = SoundSettings(mode: .chimes, player: [player, "-q"], folder: chimes)
        for sound in Sound.allCases {
            let playing = try #require(try Chimes(settings, log: log, .live))
            playing.start()
            playing.play(sound)
            wait { text("played")?.contains(sound.chime) == true }
            #expect(text("played") == "-q \(chimes)/\(sound.chime)\n")
            playing.stop()
        }
        settings.folder = folder.path
        #expect(try Chimes(settings, log: log, .live) == nil)
        settings.player = ["no-such-player"]
        #expect(try Chimes(settings, log: log, .live) == nil)
        #expect(text("log")?.contains("the bell rings instead") == true)
        #expect(try Chimes(SoundSettings(), log: log, .live) == nil)
    }
}

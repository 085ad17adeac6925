import CProcess
import Foundation
import Reception
import ScanLink
import Testing

@Suite(.timeLimit(.minutes(1))) struct `The kiosk's end of a scan worker` {
    let folder: TemporaryFolder
    let recorder = Recorder()

    init() throws {
        folder = try TemporaryFolder()
    }

    /// Runs a worker while `body` looks at what it says; its stderr is `log` in the folder.
    func with(
        _ command: [String], timing: ScanTiming = quick, _ body: (ScanWorker) throws -> Void
    ) throws {
        let log = open("\(folder.path)/log", O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        defer { close(log) }
        let worker = ScanWorker(
            command: command, logDescriptor: log, world: .live, timing: timing, receive: recorder.receive)
        worker.start()
        defer { worker.stop() }
        try body(worker)
    }

    /// Everything fast but the silence.
    static var quick: ScanTiming {
        var timing = ScanTiming()
        timing.firstDelay = .milliseconds(100)
        timing.longestDelay = .seconds(2)
        timing.settling = .milliseconds(200)
        return timing
    }

    @Test func `a stop ends while the receiver is busy, and nothing is read meanwhile`() throws {
        let received = Recorder()
        let worker = ScanWorker(command: ["yes"], logDescriptor: STDERR_FILENO, world: .live, timing: Self.quick) {
            received.receive($0)
            if case .code = $0 { usleep(800_000) }
        }
        worker.start()
        #expect(eventually { received.codes.count == 1 })
        let before = World.live.uptime()
        worker.stop()
        #expect(World.live.uptime() - before < .seconds(8))
        #expect(received.codes.count == 1)
    }

    @Test func `a process that does not end is given up`() throws {
        var pid: pid_t = 0
        try #require(start(["sleep", "1000"], &pid) == 0)
        let before = World.live.uptime()
        #expect(uk_process_reap(pid, 100) == -1)
        #expect(World.live.uptime() - before < .seconds(8))
        kill(pid, SIGKILL)
        #expect(uk_process_reap(pid, 10_000) == 128 + SIGKILL)
    }

    private func start(_ command: [String], _ pid: inout pid_t) -> Int32 {
        var arguments = command.map { strdup($0) } + [nil]
        defer { arguments.forEach { free($0) } }
        return "/bin/\(command[0])".withCString { program in
            arguments.withUnsafeMutableBufferPointer { arguments in
                var child = uk_child(
                    program: program, arguments: arguments.baseAddress, output: STDERR_FILENO, errors: STDERR_FILENO)
                return uk_process_start(&child, &pid)
            }
        }
    }

    @Test func `a worker that ends is started again, after twice as long each time`() throws {
        try with([try folder.script("exit 3")]) { _ in
            #expect(eventually { recorder.starts.count >= 4 })
        }
        let waits = zip(recorder.starts, recorder.starts.dropFirst()).map { $1 - $0 }
        for (wait, least) in zip(waits, [100, 200, 400]) {
            #expect(wait >= .milliseconds(least))
            #expect(wait < .milliseconds(least) + .seconds(8))
        }
        #expect(folder.text("log").contains("ended with status 3"))
    }

    @Test func `the usual timing starts it again within a second, and waits half a minute at most`() throws {
        // Half a second of waiting leaves as much for the start itself.
        #expect(ScanTiming().firstDelay == .milliseconds(500))
        #expect(ScanTiming().longestDelay == .seconds(30))
        try with([try folder.script("exit 3")], timing: ScanTiming()) { _ in
            #expect(eventually { recorder.starts.count >= 2 })
        }
        #expect(recorder.starts[1] - recorder.starts[0] < .seconds(8))
    }

    @Test func `a program that is not installed is said so and tried again`() throws {
        try with(["uketsuke-no-such-program"]) { _ in
            #expect(eventually { recorder.starts.count >= 2 })
        }
        #expect(folder.text("log").contains("uketsuke-no-such-program is not installed"))
        #expect(recorder.reports.contains(.state(.lost)))
    }

    @Test func `a file that is no program is said so`() throws {
        let file = try folder.write("worker", [0x7F])
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file)
        try with([file]) { _ in
            #expect(eventually { folder.text("log").contains("cannot be started") })
        }
    }

    @Test func `a worker that has sent a heartbeat and falls silent is replaced`() throws {
        var timing = Self.quick
        timing.silence = .milliseconds(400)
        try with([try folder.script(#"echo '{"heartbeat":1}'; exec sleep 60"#)], timing: timing) { _ in
            #expect(eventually { recorder.starts.count >= 2 })
        }
        #expect(folder.text("log").contains("silent"))
    }

    @Test func `a plain program may be silent for ever and counts as ready`() throws {
        var timing = Self.quick
        timing.silence = .milliseconds(200)
        try with(["sleep", "60"], timing: timing) { _ in
            #expect(eventually { recorder.reports == [.state(.starting), .state(.ready)] })
            #expect(!eventually(within: .seconds(1)) { recorder.reports.count > 2 })
        }
    }

    @Test func `a stop ends a worker that ignores SIGTERM, and what it has started`() throws {
        let script = try folder.script("trap '' TERM; sleep 1000 & echo $$ $!; wait; wait; sleep 1000")
        var pids: [Int32] = []
        try with([script]) { _ in
            #expect(eventually { !recorder.codes.isEmpty })
            pids = recorder.codes[0].split(separator: " ").compactMap { Int32($0) }
            #expect(pids.count == 2)
            #expect(pids.allSatisfy(isAlive))
        }
        #expect(eventually(within: .seconds(1)) { !pids.contains(where: isAlive) })
    }

    @Test func `what an ended worker leaves behind ends with it`() throws {
        let script = try folder.script("sleep 1000 & echo $!; exit 0")
        try with([script]) { _ in
            #expect(eventually { recorder.starts.count >= 2 })
            let left = try #require(recorder.codes.first.flatMap { Int32($0) })
            #expect(!isAlive(left))
        }
    }

    @Test func `a stop while it waits to start again is quick, and nothing is told after it`() throws {
        var timing = Self.quick
        timing.firstDelay = .seconds(30)
        timing.longestDelay = .seconds(30)
        try with(["/bin/false"], timing: timing) { worker in
            #expect(eventually { recorder.reports.contains(.state(.lost)) })
            let before = World.live.uptime()
            worker.stop()
            worker.stop()
            #expect(World.live.uptime() - before < .seconds(8))
            let count = recorder.reports.count
            #expect(!eventually(within: .milliseconds(200)) { recorder.reports.count != count })
        }
    }

    @Test func `a worker inherits nothing but its three files`() throws {
        let secret = open("/dev/null", O_RDONLY)
        let high = fcntl(secret, F_DUPFD, 300)
        defer {
            close(secret)
            close(high)
        }
        try with(["ls", "-l", "/proc/self/fd"]) { _ in
            #expect(eventually { recorder.reports.contains(.state(.lost)) })
        }
        let open = recorder.codes.filter { $0.contains(" -> ") }
        #expect(open.count == 4, "stdin, stdout, stderr and the folder that ls reads: \(open)")
        #expect(open.contains { $0.contains(" 0 -> /dev/null") })
    }

    @Test func `a worker is killed with the thread that started it`() throws {
        var pid: pid_t = 0
        let thread = Thread { [self] in
            var started: pid_t = 0
            _ = start(["sleep", "1000"], &started)
            _ = try? folder.write("pid", Array("\(started)".utf8))
        }
        thread.start()
        #expect(eventually { Int32(folder.text("pid")) != nil })
        pid = try #require(Int32(folder.text("pid")))
        #expect(pid > 0)
        #expect(eventually(within: .seconds(2)) { !isAlive(pid) })
        #expect(uk_process_reap(pid, 10_000) == 128 + SIGKILL)
    }
}

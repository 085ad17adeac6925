import Foundation
import Reception
import ScanLink
import Testing

/// The real worker on a camera, while its reader is in trouble, and what it says besides codes.
@Suite(.timeLimit(.minutes(1))) struct `Frames of a camera` {
    private let shim: CameraShim

    init() throws {
        shim = try CameraShim()
    }

    private func run(_ arguments: [String] = []) throws -> ScanProgram.Run {
        try ScanProgram.Run(["--device", "/dev/video0"] + arguments, camera: shim)
    }

    private func next(_ run: ScanProgram.Run) -> ScanLine? {
        while true {
            let line = run.line()
            guard !line.isEmpty else { return nil }
            let read = ScanLine(String(decoding: line, as: UTF8.self))
            // Hints depend on how much of a frame there is time to look at.
            if case .hint = read { continue }
            if read != .heartbeat { return read }
        }
    }

    private func end(_ run: ScanProgram.Run) -> String {
        kill(run.process.processIdentifier, SIGTERM)
        #expect(run.status() == 0)
        return run.complaints()
    }

    /// How often a camera was closed that had sent frames.
    private func uses(_ log: String) -> Int {
        log.components(separatedBy: "v4l2shim: close after ").dropFirst().count { !$0.hasPrefix("0 ") }
    }

    @Test func `a reader that hangs loses its frame, and the next is read within a second or little more`() throws {
        try shim.show(code: false)
        let run = try run()
        #expect(next(run) == .camera(.ready))
        let reader = try #require(WorkerFamily.confinedReader(of: run.process.processIdentifier))
        kill(reader, SIGSTOP)
        try shim.show(code: true)
        let before = World.live.uptime()
        #expect(next(run) == .code(Fixture.text))
        // A second and what a machine takes that has other things to do.
        #expect(World.live.uptime() - before < .seconds(8))
        let log = end(run)
        #expect(log.contains("held one for more than 1 s and was replaced; pictures lost so far: 1."))
        #expect(uses(log) == 1)
    }

    @Test func `a worker that had to wait for longer than a camera may be silent goes on with its camera`() throws {
        try shim.show(code: false)
        // Previews fill the pipe, and nobody reads them.
        let run = try run(["--preview", "200x200@10"])
        #expect(next(run) == .camera(.ready))
        usleep(4_500_000)
        try shim.show(code: true)
        var line = next(run)
        while case .preview = line { line = next(run) }
        #expect(line == .code(Fixture.text))
        // And a stop is heard while nobody reads.
        usleep(1_500_000)
        kill(run.process.processIdentifier, SIGTERM)
        try #require(eventually(within: .seconds(5)) { !run.process.isRunning })
        #expect(run.status() == 0)
        #expect(uses(run.complaints()) == 1)
    }

    @Test func `a reader that is killed is replaced, and the camera is not opened again`() throws {
        try shim.show(code: false)
        let run = try run()
        #expect(next(run) == .camera(.ready))
        let eye = run.process.processIdentifier
        var former: Int32?
        for _ in 0..<5 {
            let reader = try #require(WorkerFamily.confinedReader(of: eye, after: former))
            kill(reader, SIGKILL)
            former = reader
        }
        _ = try #require(WorkerFamily.confinedReader(of: eye, after: former))
        try shim.show(code: true)
        let before = World.live.uptime()
        #expect(next(run) == .code(Fixture.text))
        #expect(World.live.uptime() - before < .seconds(8))
        #expect(uses(end(run)) == 1)
    }

    @Test func `heartbeats go on and a stop is heard while the reader hangs`() throws {
        let run = try run()
        #expect(next(run) == .camera(.ready))
        let reader = try #require(WorkerFamily.confinedReader(of: run.process.processIdentifier))
        let keeper = try #require(WorkerFamily.descendants(of: run.process.processIdentifier).first)
        // The keeper too, so that the reader is not replaced.
        kill(keeper, SIGSTOP)
        kill(reader, SIGSTOP)
        for _ in 0..<2 { while ScanLine(String(decoding: run.line(), as: UTF8.self)) != .heartbeat {} }
        let before = World.live.uptime()
        _ = end(run)
        #expect(World.live.uptime() - before < .seconds(8))
    }

    @Test func `when every frame loses the reader the camera is lost, and ready again with the next that is read`()
        throws
    {
        try shim.show(code: false)
        let recorder = Recorder()
        let log = open("\(shim.folder.path)/log", O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        defer { close(log) }
        let worker = ScanWorker(command: shim.command(), logDescriptor: log, world: .live, receive: recorder.receive)
        worker.start()
        defer { worker.stop() }
        try #require(eventually { recorder.reports.contains(.state(.ready)) })
        let eye = try #require(WorkerFamily.descendants(of: getpid()).first { isCamera($0) })
        let deadline = World.live.uptime() + .seconds(40)
        while !recorder.reports.contains(.state(.lost)), World.live.uptime() < deadline {
            // Without a rest in between: a new reader must not get to read the frame that waits for it.
            if let reader = WorkerFamily.reader(of: eye) { kill(reader, SIGSTOP) }
        }
        let states = { recorder.reports.filter { if case .state = $0 { true } else { false } } }
        #expect(states().prefix(3) == [.state(.starting), .state(.ready), .state(.lost)])
        #expect(eventually { states().last == .state(.ready) })
        #expect(uses(shim.folder.text("log")) == 0)
    }

    /// Whether it is the worker that sees this test's camera.
    private func isCamera(_ pid: Int32) -> Bool {
        guard WorkerFamily.status(of: pid, "Name") == "uketsuke-scan",
            let environment = try? Data(contentsOf: URL(fileURLWithPath: "/proc/\(pid)/environ"))
        else { return false }
        return String(decoding: environment, as: UTF8.self).contains(shim.folder.path)
    }

    @Test func `a preview is small, keeps the proportions and comes as often as asked`() throws {
        try shim.show(code: false)
        let run = try run(["--preview", "80x80@5"])
        #expect(next(run) == .camera(.ready))
        var previews: [ScanLine.Preview] = []
        let before = World.live.uptime()
        while previews.count < 6, case .preview(let picture) = next(run) { previews.append(picture) }
        let spent = World.live.uptime() - before
        #expect(previews.count == 6)
        #expect(previews.allSatisfy { $0.width == 80 && $0.height == 60 && $0.pixels.allSatisfy { $0 == 150 } })
        // Five intervals, of which one may be made up for.
        #expect(spent > .milliseconds(700))
        _ = end(run)
    }

    @Test func `without being asked for there is none`() throws {
        try shim.show(code: true)
        let run = try run()
        #expect(next(run) == .camera(.ready))
        #expect(next(run) == .code(Fixture.text))
        try shim.unplug()
        #expect(next(run) == .camera(.lost))
        _ = end(run)
    }

    @Test(arguments: [
        ["--preview", "80x60"], ["--preview", "80x60@31"], ["--preview", "300x60@5"], ["--preview", ""],
    ])
    func `a preview that makes no sense is wrong usage`(arguments: [String]) throws {
        let run = try run(arguments)
        #expect(run.status() == 64)
        #expect(run.complaints().contains("preview"))
    }
}

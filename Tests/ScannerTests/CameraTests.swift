import Foundation
import Reception
import ScanLink
import Scanner
import Testing

/// The real worker, on a camera that exists only inside its process.
@Suite(.enabled(if: CameraShim.isThere), .timeLimit(.minutes(1))) struct `The camera worker` {
    private let recorder = Recorder()

    private func with(
        _ shim: CameraShim, _ arguments: [String] = ["--device", "/dev/video0"], fault: String = "",
        formats: String = "YUYV", _ body: () throws -> Void
    ) throws {
        let log = open("\(shim.folder.path)/log", O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        defer { close(log) }
        let worker = ScanWorker(
            command: shim.command(arguments, fault: fault, formats: formats), logDescriptor: log, world: .live,
            receive: recorder.receive)
        worker.start()
        defer { worker.stop() }
        try body()
    }

    @Test func `a camera that is unplugged and plugged in again reads on`() throws {
        let shim = try CameraShim()
        try with(shim) {
            #expect(eventually { recorder.codes == [Fixture.text] })
            #expect(recorder.reports.prefix(2) == [.state(.starting), .state(.ready)])
            recorder.forget()
            try shim.unplug()
            #expect(eventually { recorder.reports == [.state(.lost)] })
            // Longer than a code must be out of view to be told again.
            #expect(!eventually(within: .milliseconds(3_100)) { recorder.reports.count > 1 })
            try shim.plugIn()
            #expect(eventually { recorder.reports == [.state(.lost), .state(.ready), .code(Fixture.text)] })
        }
        #expect(shim.folder.text("log").contains("was unplugged; plug it in again."))
    }

    @Test func `a code that stays in view is told once, and again after it was away`() throws {
        let shim = try CameraShim()
        try with(shim) {
            #expect(eventually { recorder.codes.count == 1 })
            #expect(!eventually(within: .seconds(4)) { recorder.codes.count > 1 })
            try shim.show(code: false)
            usleep(3_500_000)
            try shim.show(code: true)
            #expect(eventually { recorder.codes.count == 2 })
        }
    }

    @Test func `a camera that stops sending frames is opened again`() throws {
        let shim = try CameraShim()
        try shim.show(code: false)
        try with(shim, fault: "stall_at=5") {
            #expect(eventually { recorder.reports.contains(.state(.ready)) })
            #expect(eventually { recorder.reports.contains(.state(.lost)) })
            recorder.forget()
            #expect(eventually { recorder.reports.contains(.state(.ready)) })
        }
        #expect(shim.folder.text("log").contains("has stopped sending pictures"))
    }

    @Test(arguments: ["eio_at=3", "short_at=9", "wrong_size"])
    func `a lost frame, short frames and another size do not end it`(fault: String) throws {
        let shim = try CameraShim()
        try with(shim, fault: fault) {
            #expect(eventually { recorder.reports.contains(.state(.ready)) })
            #expect(!eventually(within: .seconds(1)) { recorder.reports.contains(.state(.lost)) })
        }
    }

    @Test(arguments: [
        ("open_ebusy", "is used by another program"), ("open_eacces", "may not be opened"),
        ("absent", "There is no camera"), ("streamon_enospc", "cannot be started"),
        ("reqbufs_enomem", "cannot be started"),
    ])
    func `a camera that cannot be opened is lost, with the reason in the log`(fault: String, reason: String) throws {
        let shim = try CameraShim()
        try with(shim, fault: fault) {
            #expect(eventually { recorder.reports == [.state(.starting), .state(.lost)] })
            #expect(eventually { shim.folder.text("log").contains(reason) })
        }
    }

    @Test(arguments: ["YUYV", "GREY", "GREY,YUYV"])
    func `auto finds the camera, whichever of our formats it has`(formats: String) throws {
        let shim = try CameraShim()
        try with(shim, ["--device", "auto"], formats: formats) {
            #expect(eventually { recorder.codes == [Fixture.text] })
        }
    }

    @Test func `auto without any camera says none, and finds one that is plugged in later`() throws {
        let shim = try CameraShim()
        try shim.unplug()
        try with(shim, ["--device", "auto"]) {
            #expect(eventually { recorder.reports == [.state(.starting), .state(.none)] })
            try shim.plugIn()
            #expect(eventually { recorder.codes == [Fixture.text] })
            try shim.unplug()
            #expect(eventually { recorder.reports.last == .state(.lost) })
        }
        #expect(!recorder.reports.dropLast().contains(.state(.lost)))
    }

    @Test func `auto says lost when the camera is there but cannot be used`() throws {
        let shim = try CameraShim()
        try with(shim, ["--device", "auto"], fault: "open_eacces") {
            #expect(eventually { recorder.reports == [.state(.starting), .state(.lost)] })
        }
        #expect(shim.folder.text("log").contains("may not be opened"))
    }

    @Test func `SIGTERM gives the camera back and is exit code 0`() throws {
        let run = try ScanProgram.Run(["--device", "/dev/video0"], camera: CameraShim())
        while ScanLine(String(decoding: run.line(), as: UTF8.self)) != .camera(.ready) {}
        kill(run.process.processIdentifier, SIGTERM)
        #expect(run.status() == 0)
        #expect(run.complaints().contains("v4l2shim: close after"))
    }

    @Test func `it has given up core dumps and new rights, and ends when nobody reads`() throws {
        let run = try ScanProgram.Run(["--device", "/dev/video0"], camera: CameraShim())
        while ScanLine(String(decoding: run.line(), as: UTF8.self)) != .camera(.ready) {}
        let about = "/proc/\(run.process.processIdentifier)"
        #expect(try String(contentsOfFile: "\(about)/status", encoding: .utf8).contains("NoNewPrivs:\t1"))
        let limits = try String(contentsOfFile: "\(about)/limits", encoding: .utf8).split(separator: "\n")
        let core = try #require(limits.first { $0.hasPrefix("Max core file size") }).split(separator: " ")
        #expect(core[4...5] == ["0", "0"])
        try run.output.fileHandleForReading.close()
        #expect(run.status() == 0)
    }

    @Test func `heartbeats come with and without a camera`() throws {
        let run = try ScanProgram.Run(["--device", "/nowhere"])
        let lines = (0..<4).map { _ in ScanLine(String(decoding: run.line(), as: UTF8.self)) }
        #expect(lines == [.heartbeat, .camera(.lost), .heartbeat, .heartbeat])
        kill(run.process.processIdentifier, SIGTERM)
        #expect(run.status() == 0)
        #expect(run.complaints() == "uketsuke-scan: \(CameraError.absent("/nowhere"))\n")
    }

    @Test func `it ends with the program that started it`() throws {
        let folder = try TemporaryFolder()
        let script = try folder.script("\(ScanProgram.path) --device /nowhere >/dev/null 2>&1 & echo $!; sleep 0.5")
        let parent = Process()
        let output = Pipe()
        parent.executableURL = URL(fileURLWithPath: script)
        parent.standardOutput = output
        try parent.run()
        let line = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        let pid = try #require(Int32(line.trimmingCharacters(in: .whitespacesAndNewlines)))
        parent.waitUntilExit()
        #expect(eventually(within: .seconds(3)) { !isAlive(pid) })
    }

    @Test func `the list names the camera`() throws {
        let run = try ScanProgram.Run(["--list"], camera: CameraShim())
        #expect(String(decoding: run.line(), as: UTF8.self) == "/dev/video0\tv4l2shim camera")
        #expect(run.status() == 0)
    }
}

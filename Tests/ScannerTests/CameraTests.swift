import Foundation
import Reception
import ScanLink
import Scanner
import Testing

/// The real worker, on a camera that exists only inside its process.
@Suite(.serialized, .timeLimit(.minutes(5))) struct `The camera worker` {
    private let recorder = Recorder()

    private func with(
        _ shim: CameraShim, _ arguments: [String] = ["--device", "/dev/video0"], fault: String = "",
        formats: String = "YUYV", _ body: () async throws -> Void
    ) async throws {
        try await shim.run(arguments, fault: fault, formats: formats, recorder, body)
    }

    @Test func `a camera that is unplugged and plugged in again reads on`() async throws {
        let shim = try CameraShim()
        try await with(shim) {
            #expect(await eventually { recorder.codes == [Fixture.text] })
            #expect(recorder.course.prefix(2) == [.state(.starting), .state(.ready)])
            recorder.forget()
            try shim.unplug()
            #expect(await eventually { recorder.course == [.state(.lost)] })
            // Longer than a code must be out of view to be told again.
            #expect(await !eventually(within: .milliseconds(3_100)) { recorder.course.count > 1 })
            try shim.plugIn()
            #expect(await eventually { recorder.course == [.state(.lost), .state(.ready), .code(Fixture.text)] })
        }
        #expect(shim.folder.text("log").contains("was unplugged; plug it in again."))
    }

    @Test func `a code that stays in view is told once, and again after it was away`() async throws {
        let shim = try CameraShim()
        try await with(shim) {
            #expect(await eventually { recorder.codes.count == 1 })
            #expect(await !eventually(within: .seconds(4)) { recorder.codes.count > 1 })
            try shim.show(code: false)
            try await Task.sleep(for: .milliseconds(3_500))
            try shim.show(code: true)
            #expect(await eventually { recorder.codes.count == 2 })
        }
    }

    @Test func `a camera that stops sending frames is opened again`() async throws {
        let shim = try CameraShim()
        try shim.show(code: false)
        try await with(shim, fault: "stall_at=5") {
            #expect(await eventually { recorder.course.contains(.state(.ready)) })
            #expect(await eventually { recorder.course.contains(.state(.lost)) })
            recorder.forget()
            #expect(await eventually { recorder.course.contains(.state(.ready)) })
        }
        #expect(shim.folder.text("log").contains("has stopped sending pictures"))
    }

    @Test(arguments: ["eio_at=3", "wrong_size", "no_lists", "no_interval", "no_lists,no_interval"])
    func `a lost frame, another size and a driver that tells nothing do not end it`(fault: String) async throws {
        let shim = try CameraShim()
        try await with(shim, fault: fault) {
            #expect(await eventually { recorder.codes == [Fixture.text] })
            #expect(await !eventually(within: .seconds(1)) { recorder.course.contains(.state(.lost)) })
        }
    }

    @Test(arguments: [
        ("open_ebusy", "is used by another program"), ("open_eacces", "may not be opened"),
        ("absent", "There is no camera"), ("streamon_enospc", "cannot be started"),
        ("reqbufs_enomem", "cannot be started"),
    ])
    func `a camera that cannot be opened is lost, with the reason in the log`(fault: String, reason: String)
        async throws
    {
        let shim = try CameraShim()
        try await with(shim, fault: fault) {
            #expect(await eventually { recorder.course == [.state(.starting), .state(.lost)] })
            #expect(await eventually { shim.folder.text("log").contains(reason) })
        }
        // Once, and in our words only.
        #expect(!shim.folder.text("log").contains("libv4l"))
    }

    @Test(arguments: ["YUYV", "GREY", "GREY,YUYV", "UYVY", "NV12"])
    func `auto finds the camera, whichever of our formats it has`(formats: String) async throws {
        let shim = try CameraShim()
        try await with(shim, ["--device", "auto"], formats: formats) {
            #expect(await eventually { recorder.codes == [Fixture.text] })
        }
    }

    @Test func `auto without any camera says none, and finds one that is plugged in later`() async throws {
        let shim = try CameraShim()
        try shim.unplug()
        try await with(shim, ["--device", "auto"]) {
            #expect(await eventually { recorder.course == [.state(.starting), .state(.none)] })
            try shim.plugIn()
            #expect(await eventually { recorder.codes == [Fixture.text] })
            try shim.unplug()
            #expect(await eventually { recorder.course.last == .state(.lost) })
        }
        #expect(!recorder.course.dropLast().contains(.state(.lost)))
    }

    @Test func `auto says lost when the camera is there but cannot be used`() async throws {
        let shim = try CameraShim()
        try await with(shim, ["--device", "auto"], fault: "open_eacces") {
            #expect(await eventually { recorder.course == [.state(.starting), .state(.lost)] })
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

    @Test func `it ends with the program that started it`() async throws {
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
        #expect(await eventually(within: .seconds(3)) { !isAlive(pid) })
    }
}

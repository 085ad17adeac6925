import Foundation
import Reception
import ScanLink
import Testing

/// A camera, or two, inside the worker's process (`Tests/CameraShim`), with what it sees and how it fails.
struct CameraShim {
    let folder: TemporaryFolder
    /// Settings of the shim without their prefix, over those that every camera here has. To be made before the start.
    var settings: [String: String] = [:]

    /// Built beside these tests.
    private static var library: String {
        (ScanProgram.path as NSString).deletingLastPathComponent + "/libcamera-shim.so"
    }

    /// Plugs a camera in that shows a code.
    init(_ settings: [String: String] = [:]) throws {
        folder = try TemporaryFolder()
        self.settings = settings
        try FileManager.default.createDirectory(atPath: "\(folder.path)/by-id", withIntermediateDirectories: true)
        try folder.write("device", Array("/dev/video0".utf8))
        try show(code: true)
    }

    /// Makes it a camera that sends JPEG, which shows `bytes` for now.
    mutating func sendJPEG(_ bytes: [UInt8]) throws {
        settings["LIVE"] = "\(folder.path)/live.jpg"
        settings["FORMATS"] = "MJPG"
        try show(jpeg: bytes)
    }

    /// What the camera sees from the next frame on.
    func show(code: Bool) throws {
        try folder.write("live.pgm", Fixture.cameraFrame(withCode: code))
    }

    func show(jpeg bytes: [UInt8]) throws {
        try folder.write("live.jpg", bytes)
    }

    /// What fails from now on; nothing, if it is empty.
    mutating func fail(_ faults: String) throws {
        settings["FAULT_FILE"] = try folder.write("faults", Array(faults.utf8))
    }

    func unplug() throws { try folder.write("gone", []) }

    /// Plugs the camera in again, which may get another number.
    func plugIn(as device: String = "/dev/video0") throws {
        try folder.write("device", Array(device.utf8))
        try FileManager.default.removeItem(atPath: "\(folder.path)/gone")
    }

    /// Makes the link of `/dev/v4l/by-id` that has this name mean another device.
    func link(_ name: String, to device: String) throws {
        let link = "\(folder.path)/by-id/\(name)"
        try? FileManager.default.removeItem(atPath: link)
        try FileManager.default.createSymbolicLink(
            atPath: link, withDestinationPath: "../../\((device as NSString).lastPathComponent)")
    }

    /// Makes a program see the camera, with these faults and pixel formats.
    func environment(fault: String = "", formats: String = "YUYV") -> [String: String] {
        let usual = [
            "LIVE": "\(folder.path)/live.pgm", "GONE_FILE": "\(folder.path)/gone", "DEV_FILE": "\(folder.path)/device",
            "BYID": "\(folder.path)/by-id", "STALL_S": "5", "LOG": "1", "FAULT": fault, "FORMATS": formats,
        ]
        let all = usual.merging(settings) { $1 }.map { ("V4L2SHIM_\($0)", $1) }
        return Dictionary(uniqueKeysWithValues: all + [("LD_PRELOAD", CameraShim.library)])
    }

    /// The worker's command with that environment.
    func command(_ arguments: [String] = ["--device", "/dev/video0"], fault: String = "", formats: String = "YUYV")
        -> [String]
    {
        ["/usr/bin/env"] + environment(fault: fault, formats: formats).map { "\($0)=\($1)" } + [ScanProgram.path]
            + arguments
    }

    /// Runs the real worker on the camera while `body` looks at what `recorder` gets. The file `log` keeps what worker
    /// and shim say.
    func run(
        _ arguments: [String], fault: String = "", formats: String = "YUYV", _ recorder: Recorder,
        _ body: () async throws -> Void
    ) async throws {
        let log = open("\(folder.path)/log", O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        defer { close(log) }
        let worker = ScanWorker(
            command: command(arguments, fault: fault, formats: formats), logDescriptor: log, world: .live,
            receive: recorder.receive)
        worker.start()
        defer { worker.stop() }
        try await body()
    }
}

extension Recorder {
    /// What came but for hints and previews, which come whenever there is something to see.
    var course: [ScanReport] {
        reports.filter { report in
            switch report {
            case .code, .foreign, .state: true
            case .hint, .preview: false
            }
        }
    }

    /// Whether the camera was told to be lost and then, once `repair` was done, the code was read.
    func recovers(after repair: () throws -> Void) async throws -> Bool {
        guard await eventually({ course.last == .state(.lost) }) else { return false }
        try repair()
        return await eventually { codes == [Fixture.text] }
    }
}

import Foundation
import Testing

/// A camera inside the worker's process, for machines without one. It is kept beside the repository and not in it:
/// where it is missing, the tests of the camera are skipped.
struct CameraShim {
    let folder: TemporaryFolder
    private let library: String

    private static var source: String {
        URL(fileURLWithPath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
            .appendingPathComponent("../../../../shared/camera/shim/v4l2shim.c").standardizedFileURL.path
    }

    static var isThere: Bool {
        FileManager.default.fileExists(atPath: source) && FileManager.default.isExecutableFile(atPath: "/usr/bin/gcc")
    }

    /// Builds the shim and plugs a camera in that shows a code.
    init() throws {
        folder = try TemporaryFolder()
        library = "\(folder.path)/shim.so"
        let compiler = try Process.run(
            URL(fileURLWithPath: "/usr/bin/gcc"),
            arguments: ["-shared", "-fPIC", "-O1", "-w", "-o", library, CameraShim.source, "-ldl", "-lpthread"])
        compiler.waitUntilExit()
        try #require(compiler.terminationStatus == 0)
        try show(code: true)
    }

    /// What the camera sees from the next frame on.
    func show(code: Bool) throws {
        try folder.write("live.pgm", Fixture.cameraFrame(withCode: code))
    }

    func unplug() throws { try folder.write("gone", []) }

    func plugIn() throws { try FileManager.default.removeItem(atPath: "\(folder.path)/gone") }

    /// Makes a program see the camera as /dev/video0, with these faults and pixel formats.
    func environment(fault: String = "", formats: String = "YUYV") -> [String: String] {
        [
            "LD_PRELOAD": library, "V4L2SHIM_FRAMES": "\(folder.path)/live.pgm",
            "V4L2SHIM_LIVE": "\(folder.path)/live.pgm", "V4L2SHIM_GONE_FILE": "\(folder.path)/gone",
            "V4L2SHIM_STALL_S": "5", "V4L2SHIM_LOG": "1", "V4L2SHIM_FAULT": fault, "V4L2SHIM_FORMATS": formats,
        ]
    }

    /// The worker's command with that environment.
    func command(_ arguments: [String] = ["--device", "/dev/video0"], fault: String = "", formats: String = "YUYV")
        -> [String]
    {
        ["/usr/bin/env"] + environment(fault: fault, formats: formats).map { "\($0)=\($1)" } + [ScanProgram.path]
            + arguments
    }
}

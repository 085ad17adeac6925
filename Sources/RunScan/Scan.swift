import ArgumentParser
import CProcess
import Glibc
import Reception
import Scanner

/// `uketsuke-scan`: reads QR codes from a camera, or from picture files.
@main
struct Scan: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "uketsuke-scan",
        abstract: "Read QR codes from a camera or from picture files.",
        usage: """
            uketsuke-scan --device DEVICE [--size WIDTHxHEIGHT]
            uketsuke-scan --images
            uketsuke-scan --list
            """,
        discussion: """
            With --device it prints one JSON object per line: {"code":"…"} for a code that came into view, \
            {"camera":"ready"} and {"camera":"lost"} when the camera comes and goes, {"camera":"none"} while auto has \
            not found any, {"heartbeat":1} at once and every second. A lost camera is opened again for ever. It ends when nobody reads its output any more, when the program \
            that started it ends, and on SIGTERM.

            With --images it reads paths of PNG, JPEG, PGM and PPM files from standard input, one per line, and \
            prints for each, at once, one line: path, tab, text, tab, microseconds of decoding. The text is empty \
            when there is no code or no picture; tab, newline, carriage return and backslash in it are written \
            \\t, \\n, \\r and \\\\, and several codes are joined by \\x.

            Exit status: 0 done, 1 the input or the output failed, 64 wrong usage.
            """,
        version: Release.version)

    @Option(
        help: ArgumentHelp("Read this camera, such as /dev/video0; \"auto\" takes the first.", valueName: "device"),
        transform: { text in
            guard let choice = CameraChoice(text) else { throw ValidationError("Name a device, or write auto.") }
            return choice
        })
    var device: CameraChoice?

    @Flag(help: "Read picture files whose paths come on standard input.")
    var images = false

    @Flag(help: "Show the cameras of this machine: device, tab, name.")
    var list = false

    @Option(
        help: ArgumentHelp("Ask the camera for frames of this size.", valueName: "widthxheight"),
        transform: { text in
            guard let size = FrameSize(text) else { throw ValidationError("Write a size such as 640x480.") }
            return size
        })
    var size = FrameSize.usual

    func validate() throws {
        let modes = [device != nil, images, list].count { $0 }
        guard modes == 1 else { throw ValidationError("Say one of --device, --images and --list.") }
    }

    func run() throws {
        uk_process_fill_standard_descriptors()
        let output = LineOutput(descriptor: STDOUT_FILENO)
        do {
            if let device { return try watch(device, output: output) }
            signal(SIGPIPE, SIG_IGN)
            if images { return try ImageReader(output: output).run(paths: STDIN_FILENO) }
            for camera in CameraChoice.cameras() { try output.write(Array("\(camera.path)\t\(camera.name)".utf8)) }
        } catch LineOutput.Failure.closed {
            return
        }
    }

    private func watch(_ device: CameraChoice, output: LineOutput) throws {
        let log = LineOutput(descriptor: STDERR_FILENO)
        let end = try WorkerEnd(output: output)
        let loop = CameraLoop(choice: device, size: size, world: .live, output: output, end: end) { loss in
            try? log.write(Array("uketsuke-scan: \(loss)".utf8))
        }
        try loop.run()
    }
}

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
            uketsuke-scan --device DEVICE [--size WIDTHxHEIGHT] [--preview WIDTHxHEIGHT@RATE]
            uketsuke-scan --images
            uketsuke-scan --replay FOLDER [--fps RATE]
            uketsuke-scan --list [--size WIDTHxHEIGHT]
            """,
        discussion: """
            With --device it prints one JSON object per line: {"code":"…"} for a code of ours that was shown, \
            {"foreign":1} for any other code, {"hint":"brighter"}, "darker", "closer", "further", "still" or "none" \
            for what would make a code readable, {"camera":"ready"} and {"camera":"lost"} when the camera comes and \
            goes, {"camera":"none"} while auto has not found any, {"heartbeat":1} at once and every second. Of two \
            codes of ours in view none is told until one remains or is clearly nearer. A lost camera is opened again \
            for ever. It ends when nobody reads its output any more, when the program that started it ends, and on \
            SIGTERM.

            With --images it reads paths of PNG, JPEG, PGM and PPM files from standard input, one per line, and \
            prints for each, at once, one line: path, tab, text, tab, microseconds of decoding. The text is empty \
            when there is no code or no picture; tab, newline, carriage return and backslash in it are written \
            \\t, \\n, \\r and \\\\, and several codes are joined by \\x.

            With --replay it plays a folder of frames as a camera would send them, dropping those that come while it \
            is busy. The folder's manifest.tsv, if any, groups its files by the column stream. For each code that is \
            read it prints: stream, tab, milliseconds from the stream's first frame, tab, text; the last two are empty \
            for a stream without any. A summary follows on standard error.

            Exit status: 0 done, 1 the input or the output failed or pictures cannot be read safely, 64 wrong usage.
            """,
        version: Release.version)

    @Option(
        help: ArgumentHelp(
            "Read this camera, such as /dev/video0 or a link below /dev/v4l/by-id; \"auto\" takes the first of --list.",
            valueName: "device"),
        transform: { text in
            guard let choice = CameraChoice(text) else { throw ValidationError("Name a device, or write auto.") }
            return choice
        })
    var device: CameraChoice?

    @Flag(help: "Read picture files whose paths come on standard input.")
    var images = false

    @Option(help: ArgumentHelp("Play the frames of this folder as a live camera.", valueName: "folder"))
    var replay: String?

    @Flag(help: "Show the cameras of this machine: device, name, how it would be used, link; with tabs between.")
    var list = false

    @Option(
        help: ArgumentHelp(
            "Ask the camera for frames of this size; by itself it prefers 1280x720, then 640x480.",
            valueName: "widthxheight"),
        transform: { text in
            guard let size = FrameSize(text) else { throw ValidationError("Write a size such as 640x480.") }
            return size
        })
    var size: FrameSize?

    @Option(
        help: ArgumentHelp(
            "Also print what the camera sees, small and grey: {\"preview\":…}, at most so large and so often.",
            valueName: "widthxheight@rate"),
        transform: { text in
            do {
                return try PreviewSize(text)
            } catch {
                throw ValidationError("\(error)")
            }
        })
    var preview: PreviewSize?

    @Option(help: ArgumentHelp("Frames a second of --replay, from 1 to 240 (30).", valueName: "rate"))
    var fps: Int?

    func validate() throws {
        let modes = [device != nil, images, list, replay != nil].count { $0 }
        guard modes == 1 else { throw ValidationError("Say one of --device, --images, --replay and --list.") }
        guard size == nil || device != nil || list else {
            throw ValidationError("--size goes with --device and --list.")
        }
        guard preview == nil || device != nil else { throw ValidationError("--preview goes with --device.") }
        guard fps == nil || replay != nil else { throw ValidationError("--fps goes with --replay.") }
        guard (1...240).contains(fps ?? 30) else { throw ValidationError("Frames come from 1 to 240 times a second.") }
    }

    func run() throws {
        uk_process_fill_standard_descriptors()
        let output = LineOutput(descriptor: STDOUT_FILENO)
        // A closed pipe is an error of its own.
        signal(SIGPIPE, SIG_IGN)
        try Confinement.keepMemoryPrivate()
        do {
            if let device { return try watch(device, output: output) }
            if images { return try readFiles(output: output) }
            if let replay { return try play(replay, output: output) }
            for camera in ListedCamera.all(asked: size) { try output.write(Array("\(camera)".utf8)) }
        } catch LineOutput.Failure.closed, LineOutput.Failure.stopped {
            return
        }
    }

    private func watch(_ device: CameraChoice, output: LineOutput) throws {
        let end = try WorkerEnd(output: output)
        let output = end.output
        let reader = try ReaderProcess(.live, world: .live, explain: Scan.complain)
        try Confinement.filterCalls()
        try Confinement.keepToDevices()
        let live = LiveReading(reader: reader, preview: preview, world: .live, output: output)
        let loop = CameraLoop(choice: device, size: size, live: live, world: .live, output: output, end: end) { loss in
            Scan.complain("\(loss)")
        }
        try loop.run()
    }

    private func readFiles(output: LineOutput) throws {
        let reader = try ReaderProcess(.files, world: .live, explain: Scan.complain)
        try Confinement.filterCalls()
        try ImageReader(reader: reader, output: output).run(paths: STDIN_FILENO)
    }

    private func play(_ folder: String, output: LineOutput) throws {
        let reader = try ReaderProcess(.live, world: .live, explain: Scan.complain)
        try Confinement.filterCalls()
        let replay = Replay(reader: reader, framesPerSecond: fps ?? 30, world: .live, output: output)
        Scan.complain(try replay.run(folder))
    }

    /// Says a sentence to whoever looks after this program.
    private static func complain(_ sentence: String) {
        try? LineOutput(descriptor: STDERR_FILENO).write(Array("uketsuke-scan: \(sentence)".utf8))
    }
}

import ArgumentParser
import TestSupport

/// `uketsuke-bench scanner`: what the scanner reads, how soon, and what it costs.
struct ScannerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scanner",
        abstract: "Measure the scanner on frames made by gen.py, against libzbar alone on the same frames.",
        discussion: """
            Shares of frames read do not depend on the machine, and processor time is told as a ratio to the \
            baseline's. A figure with a target is marked PASS or MISS; one MISS makes the exit status 1.
            """)

    @Option(help: ArgumentHelp("Pictures with their manifest.tsv; may be given again.", valueName: "folder"))
    var frames: [String] = []
    @Option(help: ArgumentHelp("Streams with their manifest.tsv; may be given again.", valueName: "folder"))
    var streams: [String] = []
    @Flag(help: "Measure the time from a code before the camera to the verdict on the terminal.")
    var latency = false
    @Option(help: ArgumentHelp("Codes to show for --latency.", valueName: "count"))
    var runs = 40
    @Option(help: ArgumentHelp("Where to make the kiosk's data folder: its file system counts.", valueName: "folder"))
    var directory = "."
    @Option(help: ArgumentHelp("The scan worker, instead of the one beside this program.", valueName: "file"))
    var scan: String?
    @Option(help: ArgumentHelp("The kiosk program, instead of the one beside this program.", valueName: "file"))
    var kiosk: String?
    @Flag(help: "Print JSON instead of a table.")
    var json = false

    func validate() throws {
        guard latency || !frames.isEmpty || !streams.isEmpty else {
            throw ValidationError("Name frames with --frames or --streams, or ask for --latency.")
        }
        guard (1...900).contains(runs) else { throw ValidationError("--runs goes from 1 to 900.") }
    }

    func run() throws {
        var sections: [Section] = []
        if !frames.isEmpty { sections += try ReadingBenchmark(sets: frames.map(FrameSet.init)).sections() }
        if !streams.isEmpty {
            let sets = try streams.map(FrameSet.init)
            let program = try BuiltProgram.path("uketsuke-scan", instead: scan)
            sections.append(try ReplayBenchmark(program: program, sets: sets).section())
            Progress.tell("Measuring frames of live use")
            sections.append(try LiveWorkBenchmark(sets: sets).section())
        }
        if latency { sections.append(try measureLatency()) }
        let report = Report(of: "uketsuke-scan", sections: sections)
        print(json ? try report.json : Table(report).text)
        guard report.meetsTargets else { throw ExitCode.failure }
    }

    private func measureLatency() throws -> Section {
        Progress.tell("Showing \(runs) codes to a kiosk")
        let folder = try ScratchFolder(in: directory)
        defer { withExtendedLifetime(folder) {} }
        let benchmark = LatencyBenchmark(
            program: try BuiltProgram.path("uketsuke-kiosk", instead: kiosk),
            kiosk: try KioskFolder("kiosk", in: folder, passes: 1000, camera: LiveCamera.device),
            commits: try BareCommit(in: folder), runs: runs)
        return try benchmark.section()
    }
}

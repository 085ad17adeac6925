import ArgumentParser
import Reception

/// `uketsuke-bench scanner-soak`: whether the scanner's memory grows.
struct ScannerSoakCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scanner-soak",
        abstract: "Watch the memory of the live decoder over a million pictures, drawn here by a seed.",
        discussion: """
            With --worker the real uketsuke-scan is watched, each of its processes, before a camera that is not there \
            and shows such pictures as fast as they are taken. More than 2 MiB of growth makes the exit status 1.
            """)

    @Option(help: ArgumentHelp("Pictures to read.", valueName: "count"))
    var framesCount = 1_000_000
    @Flag(help: "Watch the processes of uketsuke-scan instead.")
    var worker = false
    @Option(help: ArgumentHelp("How long to watch uketsuke-scan.", valueName: "count"))
    var seconds = 600
    @Option(help: ArgumentHelp("What the pictures follow from; drawn when it is not given.", valueName: "number"))
    var seed: UInt64?
    @Option(help: ArgumentHelp("The scan worker, instead of the one beside this program.", valueName: "file"))
    var scan: String?
    @Flag(help: "Print JSON instead of a table.")
    var json = false

    func validate() throws {
        guard (SoakBenchmark.settling + 1...1_000_000_000).contains(framesCount) else {
            throw ValidationError("--frames-count goes from \(SoakBenchmark.settling + 1) to 1000000000.")
        }
        guard (60...86_400).contains(seconds) else { throw ValidationError("--seconds goes from 60 to 86400.") }
    }

    func run() throws {
        let seed = seed ?? UInt64(World.live.fraction() * 4_294_967_296)
        let section =
            worker
            ? try WorkerSoakBenchmark(
                program: try BuiltProgram.path("uketsuke-scan", instead: scan), time: .seconds(seconds), seed: seed
            ).section() : try SoakBenchmark(count: framesCount, seed: seed).section()
        let report = Report(of: "uketsuke-scan", sections: [section])
        print(json ? try report.json : Table(report).text)
        guard report.meetsTargets else { throw ExitCode.failure }
    }
}

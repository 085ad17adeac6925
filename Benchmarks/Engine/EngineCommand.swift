import ArgumentParser
import Foundation

/// `uketsuke-bench engine`: admissions, full syncs, deliveries and cancellations with the real cloud on loopback.
struct EngineCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "engine",
        abstract: "Measure admission, sync and delivery at full size, with the real cloud on loopback.",
        discussion: """
            Takes some minutes and some gigabytes, in folders that are made for the run and deleted after it. A figure \
            with a target is marked PASS or MISS; one MISS makes the exit status 1.
            """)

    @Option(help: ArgumentHelp("Passes of the larger cache.", valueName: "count"))
    var passes = 1_000_000
    @Option(help: ArgumentHelp("Admissions to measure.", valueName: "count"))
    var runs = 2000
    @Option(help: ArgumentHelp("Events that wait to be delivered.", valueName: "count"))
    var queue = 10_000
    @Option(help: ArgumentHelp("Where to make the data folders: their file system counts.", valueName: "folder"))
    var directory = "."
    @Option(help: ArgumentHelp("A folder of a file system in memory.", valueName: "folder"))
    var memory = "/dev/shm"
    @Option(help: ArgumentHelp("The kiosk program, instead of the one beside this program.", valueName: "file"))
    var kiosk: String?
    @Option(help: ArgumentHelp("The cloud program, instead of the one beside this program.", valueName: "file"))
    var cloud: String?
    @Flag(help: "Print JSON instead of a table.")
    var json = false

    /// Of the smaller cache.
    private static let fewer = 100_000
    private static let cancellations = 20

    func validate() throws {
        guard (EngineCommand.fewer...10_000_000).contains(passes) else {
            throw ValidationError("--passes goes from \(EngineCommand.fewer) to 10000000.")
        }
        guard (100...10_000).contains(runs) else { throw ValidationError("--runs goes from 100 to 10000.") }
        guard (100...50_000).contains(queue) else { throw ValidationError("--queue goes from 100 to 50000.") }
    }

    func run() throws {
        let report = Report(sections: try measure())
        print(json ? try report.json : Table(report).text)
        guard report.meetsTargets else { throw ExitCode.failure }
    }

    private func measure() throws -> [Section] {
        let folder = try ScratchFolder(in: directory)
        defer { withExtendedLifetime(folder) {} }
        let program = try BuiltProgram.path("uketsuke-kiosk", instead: kiosk)
        let cloud = try CloudInstallation(program: try BuiltProgram.path("uketsuke-cloud", instead: cloud), in: folder)
        let measured = runs + EngineAdmissionBenchmark.warmUp
        let delivered = queue + DeliveryBenchmark.calm + DeliveryBenchmark.meanwhile
        Progress.tell("Issuing \(3 * measured + delivered) passes")
        var tokens = try cloud.tokens(3 * measured + delivered)[...]
        func take(_ count: Int) -> ArraySlice<String> {
            defer { tokens = tokens.dropFirst(count) }
            return tokens.prefix(count)
        }
        let filler = FeedFiller(database: cloud.database)
        try filler.fill(to: EngineCommand.fewer)
        let place = try cloud.start()
        let small = try EngineKiosk("small", program: program, in: folder, with: cloud, at: place)
        let full = try EngineKiosk("full", program: program, in: folder, with: cloud, at: place)
        var sections = [
            try FirstSyncBenchmark(kiosk: small, passes: EngineCommand.fewer, place: place, longest: 10_000).section()
        ]
        Progress.tell("Filling the feed")
        try filler.fill(to: passes)
        sections.append(try FirstSyncBenchmark(kiosk: full, passes: passes, place: place).section())
        Progress.tell("Measuring admissions")
        let admission = EngineAdmissionBenchmark(kiosk: full, passes: passes, commits: try BareCommit(in: folder))
        sections.append(try admission.onDisk(take(measured)))
        if let disk = SlowDisk(), disk.reaches(directory) {
            sections.append(try admission.flushing(take(measured), by: disk))
        }
        sections.append(try admission.inMemory(take(measured), memory: memory))
        sections.append(try DeliveryBenchmark(kiosk: full).section(queue: queue, take(delivered)))
        sections.append(
            try CancellationBenchmark(kiosk: full, cloud: cloud, runs: EngineCommand.cancellations).section())
        return sections
    }
}

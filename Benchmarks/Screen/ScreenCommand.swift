import ArgumentParser
import Kiosk

/// `uketsuke-bench screen`: how soon and with how many bytes the screen follows.
struct ScreenCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "screen",
        abstract: "Measure the screen: from key or answer to drawn frame, and the bytes that each frame sends.",
        discussion: """
            Runs the kiosk's own model, view and terminal on a pseudo-terminal of 80 × 24 and one of 200 × 60. A figure \
            with a target is marked PASS or MISS; one MISS makes the exit status 1.
            """)

    @Option(help: ArgumentHelp("How often the visitors' keys are gone through.", valueName: "count"))
    var rounds = ScreenCommand.usualRounds
    @Flag(help: "Print JSON instead of a table.")
    var json = false

    static let usualRounds = 30

    func validate() throws {
        guard (10...1000).contains(rounds) else { throw ValidationError("--rounds goes from 10 to 1000.") }
    }

    func run() throws {
        let report = Report(sections: try ScreenCommand.sections(rounds: rounds))
        print(json ? try report.json : Table(report).text)
        guard report.meetsTargets else { throw ExitCode.failure }
    }

    /// At the usual size and at a large one.
    static func sections(rounds: Int) throws -> [Section] {
        try [Size(rows: 24, columns: 80), Size(rows: 60, columns: 200)].flatMap { size in
            Progress.tell("Measuring the screen at \(size.columns) × \(size.rows)")
            return try ScreenBenchmark(size: size, rounds: rounds).sections()
        }
    }
}

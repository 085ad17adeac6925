import ArgumentParser
import Foundation

/// `uketsuke-bench kiosk`: admission, start, idle cost, memory and screen.
struct KioskCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "kiosk",
        abstract:
            "Measure the kiosk: admission, start, idle cost, memory, screen; each against a baseline of the same run.",
        discussion: """
            Figures depend on the machine; ratios are what to compare between two machines or two releases. Everything \
            is written to a folder that is made for the run and deleted after it, and nothing leaves the machine.
            """)

    @Option(help: ArgumentHelp("Passes in the larger cache.", valueName: "count"))
    var passes = 100_000
    @Option(help: ArgumentHelp("Admissions to measure, each followed by a bare commit.", valueName: "count"))
    var runs = 300
    @Option(help: ArgumentHelp("Starts to measure of each program.", valueName: "count"))
    var starts = 15
    @Option(help: ArgumentHelp("How long to watch an idle kiosk.", valueName: "count"))
    var seconds = 10
    @Option(help: ArgumentHelp("Where to make the data folders: their file system counts.", valueName: "folder"))
    var directory = "."
    @Option(help: ArgumentHelp("The kiosk program, instead of the one beside this program.", valueName: "file"))
    var kiosk: String?
    @Flag(help: "Print JSON instead of a table.")
    var json = false

    func validate() throws {
        guard (1000...10_000_000).contains(passes) else {
            throw ValidationError("--passes goes from 1000 to 10000000.")
        }
        guard (10...400).contains(runs) else { throw ValidationError("--runs goes from 10 to 400.") }
        guard (1...1000).contains(starts) else { throw ValidationError("--starts goes from 1 to 1000.") }
        guard (1...3600).contains(seconds) else { throw ValidationError("--seconds goes from 1 to 3600.") }
    }

    func run() throws {
        let report = try measure(try BuiltProgram.path("uketsuke-kiosk", instead: kiosk))
        print(json ? try report.json : Table(report).text)
    }

    private func measure(_ program: String) throws -> Report {
        let folder = try ScratchFolder(in: directory)
        defer { withExtendedLifetime(folder) {} }
        let commits = try BareCommit(in: folder)
        var sections: [Section] = []
        func admissions(_ name: String, _ passes: Int) throws -> KioskFolder {
            Progress.tell("Measuring admissions with \(passes) passes cached")
            let kiosk = try KioskFolder(name, in: folder, passes: passes)
            sections.append(try AdmissionBenchmark(kiosk: kiosk, commits: commits, runs: runs).section())
            return kiosk
        }
        _ = try admissions("small", 1000)
        let full = try admissions("full", passes)
        let new = try KioskFolder("new", in: folder, passes: 0)
        let process = ProcessBenchmark(program: program, new: new, enrolled: full, time: .seconds(seconds))
        Progress.tell("Measuring starts")
        sections += try process.starts(starts)
        Progress.tell("Measuring an idle kiosk")
        sections.append(try process.idleCost())
        Progress.tell("Measuring memory")
        sections.append(try process.memory())
        sections += try ScreenCommand.sections(rounds: ScreenCommand.usualRounds)
        return Report(sections: sections)
    }

}

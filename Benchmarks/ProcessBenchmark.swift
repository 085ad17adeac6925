import Foundation
import Reception

/// What the running program costs, seen from outside.
struct ProcessBenchmark {
    /// The path of `uketsuke-kiosk`.
    let program: String
    let new: KioskFolder
    /// Enrolled, and its cloud is not there.
    let enrolled: KioskFolder
    /// How long idleness is watched.
    let time: Duration

    /// The headline and the last part of the status line, which is drawn last.
    private static let firstScreen = ["QR", "カメラなし"]
    private static let scans = 200
    /// A small ncurses program that fills the screen with the output of a command.
    private static let watch = ["watch", "--no-title", "--exec", "--interval", "3600", "echo", "QR"]

    private func kiosk(on folder: KioskFolder, input: TerminalProcess.Input = .terminal) throws -> TerminalProcess {
        try TerminalProcess([program, "run", "--config", folder.configuration], input: input)
    }

    private var enrolledName: String { "enrolled, offline, \(enrolled.passes) passes" }

    // MARK: - Start

    /// From just before exec until the first screen has been read from the terminal; all programs in turn.
    func starts(_ count: Int) throws -> [Section] {
        var (ofNew, ofEnrolled, ofWatch, ofVersion) = (Measure(), Measure(), Measure(), Measure())
        // The first round is a warm-up; with it the new kiosk makes its files.
        for round in 0...count {
            let times = [
                try kiosk(on: new).wait(for: ProcessBenchmark.firstScreen),
                try kiosk(on: enrolled).wait(for: ProcessBenchmark.firstScreen),
                try TerminalProcess(ProcessBenchmark.watch).wait(for: ["QR"]),
                try TerminalProcess([program, "--version"]).wait(for: ["uketsuke-kiosk"]),
            ]
            guard round > 0 else { continue }
            ofNew.add(times[0])
            ofEnrolled.add(times[1])
            ofWatch.add(times[2])
            ofVersion.add(times[3])
        }
        let baselines = [
            ("a small ncurses program in the same terminal (watch echo QR)", ofWatch),
            ("uketsuke-kiosk --version, which loads the same libraries", ofVersion),
        ]
        return baselines.map { name, baseline in
            Section(
                title: "From exec to the first screen (median of \(count))", baseline: name,
                rows: [
                    Row("not enrolled", .milliseconds, ofNew.median, against: baseline.median, target: .atMost(60)),
                    Row(
                        enrolledName, .milliseconds, ofEnrolled.median, against: baseline.median, target: .atMost(60)),
                ])
        }
    }

    // MARK: - Idle

    /// Two kiosks and the baseline beside one another, over the same seconds.
    func idleCost() throws -> Section {
        let processes = [
            try kiosk(on: new), try kiosk(on: enrolled),
            // With --pid it looks every second whether that process still runs.
            try TerminalProcess(
                ["tail", "--follow", "--sleep-interval=1", "--pid=\(getpid())", enrolled.configuration]),
        ]
        TerminalProcess.rest(processes, for: .seconds(3))
        let before = try processes.map { try $0.figures() }
        let start = World.live.uptime()
        TerminalProcess.rest(processes, for: time)
        let after = try processes.map { try $0.figures() }
        let span = World.live.uptime() - start
        let load = zip(before, after).map { 100 * (($1.processorTime - $0.processorTime) / span) }
        let wakeups = zip(before, after).map { Double($1.wakeups(since: $0)) / (span / .seconds(1)) }
        return Section(
            title: "Idle over \(time.components.seconds) s, from 3 s after the start: share of one core, and wakeups",
            baseline: "a program that wakes once a second (tail --follow --pid), beside it",
            rows: [
                Row("processor, not enrolled", .percent, load[0], against: load[2], target: .atMost(0.5)),
                Row("processor, enrolled, offline", .percent, load[1], against: load[2], target: .atMost(0.5)),
                Row("wakeups, not enrolled", .perSecond, wakeups[0], against: wakeups[2]),
                Row("wakeups, enrolled, offline", .perSecond, wakeups[1], against: wakeups[2]),
            ])
    }

    // MARK: - Memory

    /// The most that the process ever had: after its first screen, after a rest, and after scans from a pipe.
    func memory() throws -> Section {
        let floor = try leastMemory()
        let process = try kiosk(on: enrolled, input: .pipe)
        try process.wait(for: ProcessBenchmark.firstScreen)
        var peaks = [try process.figures().peakMemory]
        TerminalProcess.rest([process], for: time)
        peaks.append(try process.figures().peakMemory)
        try scan(into: process)
        peaks.append(try process.figures().peakMemory)
        let names = [
            "after the first screen", "after \(time.components.seconds) s", "after \(ProcessBenchmark.scans) scans",
        ]
        return Section(
            title: "Peak memory (VmHWM), \(enrolledName)",
            baseline: "uketsuke-kiosk --version, which loads the same libraries",
            rows: zip(names, peaks).map { Row($0, .mebibytes, $1, against: floor, target: .atMost(40)) })
    }

    /// What the program takes when it does nothing. It is held at its one line of output, so that it can be looked at.
    private func leastMemory() throws -> Double {
        let process = try TerminalProcess([program, "--version"], isHeld: true)
        var figures = try process.figures()
        while true {
            usleep(100_000)
            let later = try process.figures()
            guard later.processorTime > figures.processorTime else { return later.peakMemory }
            figures = later
        }
    }

    /// Shows codes of passes that have not been shown, and waits until each is recorded.
    private func scan(into process: TerminalProcess) throws {
        let before = try enrolled.waitingEvents()
        let step = enrolled.passes / 2 / ProcessBenchmark.scans
        try process.write(try (0..<ProcessBenchmark.scans).map { try enrolled.token(UInt64(2 + 2 * $0 * step)) })
        let limit = World.live.uptime() + .seconds(60)
        while try enrolled.waitingEvents() < before + ProcessBenchmark.scans {
            TerminalProcess.rest([process], for: .milliseconds(50))
            guard World.live.uptime() < limit else {
                throw BenchmarkFailure("The kiosk did not record \(ProcessBenchmark.scans) scans within a minute.")
            }
        }
    }
}

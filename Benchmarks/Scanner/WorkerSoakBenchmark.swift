import Foundation
import Reception
import TestSupport

/// Whether a process of the running worker grows, while a camera that is not there shows it one picture after another.
struct WorkerSoakBenchmark {
    /// The path of `uketsuke-scan`.
    let program: String
    let time: Duration
    let seed: UInt64

    private static let pictures = 500
    private static let settling = Duration.seconds(20)
    private static let steps = 20
    private static let framesPerSecond = "250"

    func section() throws -> Section {
        let folder = try pictures()
        let camera = try LiveCamera(
            faults: [
                "V4L2SHIM_FRAMES": folder.path, "V4L2SHIM_LIVE": "",
                "V4L2SHIM_FPS": WorkerSoakBenchmark.framesPerSecond,
            ])
        let process = try TerminalProcess(
            [program, "--device", LiveCamera.device], environment: camera.environment)
        try process.wait(for: ["ready"])
        TerminalProcess.rest([process], for: WorkerSoakBenchmark.settling)
        let settled = try process.family()
        var (latest, most) = (settled, [String: Double]())
        var replaced = 0
        for step in 1...WorkerSoakBenchmark.steps {
            TerminalProcess.rest([process], for: time / WorkerSoakBenchmark.steps)
            let now = try process.family()
            replaced += Set(now.map(\.pid)).subtracting(latest.map(\.pid)).count
            for one in now { most[one.name] = max(most[one.name] ?? 0, one.mebibytes) }
            latest = now
            let figures = now.map { "\($0.name) \(String(format: "%.2f", $0.mebibytes)) MiB" }.joined(separator: ", ")
            Progress.tell("\(step) of \(WorkerSoakBenchmark.steps): \(figures)")
        }
        return section(settled, most, replaced: replaced)
    }

    private func section(_ settled: [ResidentMemory], _ most: [String: Double], replaced: Int) -> Section {
        let rows = settled.flatMap { one in
            let largest = most[one.name] ?? 0
            return [
                Row(one.name, .mebibytes, largest, against: one.mebibytes),
                Row("growth of it", .mebibytes, largest - one.mebibytes, target: .atMost(2)),
            ]
        }
        return Section(
            title: "Most memory of uketsuke-scan's processes over \(time.components.seconds) s (seed \(seed))",
            baseline: "after the first \(WorkerSoakBenchmark.settling.components.seconds) s",
            rows: rows + [Row("processes replaced meanwhile", .count, Double(replaced))])
    }

    /// All of one size, because a camera keeps its own.
    private func pictures() throws -> TemporaryDirectory {
        let folder = try TemporaryDirectory()
        var frames = SoakFrames(seed: seed)
        for number in 0..<WorkerSoakBenchmark.pictures {
            try folder.write(try frames.next(width: 320, height: 240).pgm, to: String(format: "%04d.pgm", number))
        }
        return folder
    }
}

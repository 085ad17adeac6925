import Foundation
import Reception
import Scanner

/// Whether the live decoder's memory grows, over more pictures than it sees in a day.
struct SoakBenchmark {
    let count: Int
    let seed: UInt64

    /// After these the decoder has all the memory it needs.
    static let settling = 10_000
    private static let step = 50_000
    private static let frameTime = Duration.microseconds(33_333)

    func section() throws -> Section {
        var frames = SoakFrames(seed: seed)
        let decoder = QRDecoder(for: .live, world: .live)
        var (settled, most, codes) = (0.0, 0.0, 0)
        var slowest = Duration.zero
        for number in 1...count {
            let image = try frames.next()
            let attempt = Attempt {
                decoder.read(image, until: World.live.uptime() + SoakBenchmark.frameTime).codes.map(\.text)
            }
            codes += attempt.texts.count
            slowest = max(slowest, attempt.time)
            guard number.isMultiple(of: SoakBenchmark.step) || [SoakBenchmark.settling, count].contains(number) else {
                continue
            }
            let now = try ResidentMemory().mebibytes
            Progress.tell(
                "\(number) pictures, \(codes) codes, \(String(format: "%.2f", now)) MiB, slowest "
                    + "\(slowest.wholeMilliseconds) ms")
            // After the line, for which memory is taken once.
            if number == SoakBenchmark.settling { settled = try ResidentMemory().mebibytes }
            if number > SoakBenchmark.settling { most = max(most, now) }
        }
        return section(settled: settled, most: most, end: try ResidentMemory().mebibytes, slowest: slowest)
    }

    private func section(settled: Double, most: Double, end: Double, slowest: Duration) -> Section {
        Section(
            title: "Memory of the live decoder over \(count) pictures (seed \(seed))",
            baseline: "after the first \(SoakBenchmark.settling)",
            rows: [
                Row("at the end", .mebibytes, end, against: settled),
                Row("most, seen every \(SoakBenchmark.step)", .mebibytes, most, against: settled),
                Row("growth", .mebibytes, max(end, most) - settled, target: .atMost(2)),
                Row("slowest picture (processor time)", .milliseconds, slowest.inMilliseconds),
            ])
    }
}

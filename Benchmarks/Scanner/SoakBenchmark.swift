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
    /// Pictures before a mark in which memory is read, and the pictures between two readings.
    private static let window = 3000
    private static let pause = 250
    private static let frameTime = Duration.microseconds(33_333)

    func section() throws -> Section {
        var frames = SoakFrames(seed: seed)
        let decoder = QRDecoder(for: .live, world: .live)
        var (settled, most, codes) = (0.0, 0.0, 0)
        var slowest = Duration.zero
        // Of several readings the lowest counts: a large picture leaves memory that is given back a little later.
        var lowest = Double.infinity
        for number in 1...count {
            let image = try frames.next()
            let attempt = Attempt {
                decoder.read(image, until: World.live.uptime() + SoakBenchmark.frameTime).codes.map(\.text)
            }
            codes += attempt.texts.count
            slowest = max(slowest, attempt.time)
            let mark = SoakBenchmark.mark(from: number, of: count)
            guard mark - number < SoakBenchmark.window, (mark - number).isMultiple(of: SoakBenchmark.pause) else {
                continue
            }
            lowest = min(lowest, try ResidentMemory().mebibytes)
            guard number == mark else { continue }
            Progress.tell(
                "\(number) pictures, \(codes) codes, \(String(format: "%.2f", lowest)) MiB, slowest "
                    + "\(slowest.wholeMilliseconds) ms")
            if number == SoakBenchmark.settling { settled = lowest }
            if number > SoakBenchmark.settling { most = max(most, lowest) }
            if number < count { lowest = .infinity }
        }
        return section(settled: settled, most: most, end: lowest, slowest: slowest)
    }

    /// The next number of pictures at which memory is told: after settling, every 50,000, at the end.
    private static func mark(from number: Int, of count: Int) -> Int {
        number <= settling ? min(settling, count) : min((number + step - 1) / step * step, count)
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

import Reception
import Scanner
import TestSupport

/// How soon `uketsuke-scan` reads a code that comes into view of a camera at 30 frames a second, frames that come while
/// it is busy being lost.
struct ReplayBenchmark {
    /// The path of `uketsuke-scan`.
    let program: String
    let sets: [FrameSet]

    private static let frameTime = Duration.microseconds(33_333)

    /// When each stream's code was read; streams that never were are left out.
    private struct Readings {
        var times = Measure()
        var streams = 0
        var wrong = 0

        func share(within milliseconds: Int64) -> Double {
            streams == 0 ? 0 : 100 * Double(times.count(within: .milliseconds(milliseconds))) / Double(streams)
        }
    }

    func section() throws -> Section {
        var (live, plain) = (Readings(), Readings())
        for set in sets {
            Progress.tell("Playing the streams of \(set.folder)")
            try replay(set, into: &live)
            for stream in set.streams { try simulate(stream.frames, into: &plain) }
        }
        func row(_ milliseconds: Int64, target: Target? = nil) -> Row {
            Row(
                "within \(milliseconds) ms of its appearance", .percent, live.share(within: milliseconds),
                against: plain.share(within: milliseconds), target: target)
        }
        return Section(
            title: "Codes read in \(live.streams) live streams (uketsuke-scan --replay)",
            baseline: "libzbar on each frame as it is (density 1), by the processor time that it takes",
            rows: [
                row(100), row(200, target: .atLeast(93)), row(500),
                Row("median time to a code", .milliseconds, live.times.median, against: plain.times.median),
                Row(
                    "another text than the code's", .count, Double(live.wrong), against: Double(plain.wrong),
                    target: .atMost(0)),
            ])
    }

    /// For each code one line: stream, tab, milliseconds, tab, text; the last two are empty where none was read.
    private func replay(_ set: FrameSet, into readings: inout Readings) throws {
        let result = try Command.run([program, "--replay", set.folder, "--fps", "30"])
        guard result.status == 0 else {
            throw BenchmarkFailure("\(program) --replay \(set.folder) failed: \(result.err)")
        }
        let lines = result.out.split(separator: "\n").map {
            $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        }
        for stream in set.streams {
            readings.streams += 1
            let codes = lines.filter { $0.count == 3 && $0[0] == String(stream.number) && !$0[2].isEmpty }
            let expected = stream.frames.first?.text
            if codes.contains(where: { $0[2] != expected }) { readings.wrong += 1 }
            let time = codes.first { $0[2] == expected }.flatMap { Int($0[1]) }
            if let time { readings.times.add(.milliseconds(time)) }
        }
    }

    /// The same with the baseline, whose time is counted and not waited for.
    private func simulate(_ frames: [FrameSet.Frame], into readings: inout Readings) throws {
        let scanner = RawScanner()
        readings.streams += 1
        var free = Duration.zero
        for (index, frame) in frames.enumerated() {
            let arrival = ReplayBenchmark.frameTime * index
            guard free <= arrival else { continue }
            let image = try frame.image()
            let attempt = Attempt { scanner.codes(in: image).map(\.text) }
            free = arrival + attempt.time
            guard let text = attempt.texts.first else { continue }
            if text == frame.text { readings.times.add(free) } else { readings.wrong += 1 }
            return
        }
    }
}

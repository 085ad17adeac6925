import Reception
import Scanner

/// How many pictures the scanner reads, and what that costs, beside libzbar alone on the same pictures.
struct ReadingBenchmark {
    let sets: [FrameSet]

    private static let warmUp = 10
    private static let targets = [("easy", 100.0), ("medium", 97), ("hard", 78)]

    func sections() throws -> [Section] {
        let outcomes = try measure()
        let coded = outcomes.filter { !$0.frame.text.isEmpty }
        let baseline = "libzbar on the picture as it is (density 1), on the same pictures in turn with it"
        return [
            Section(title: "Pictures read, of \(coded.count) with a code", baseline: baseline, rows: grades(coded)),
            Section(title: "Pictures read, by what they are like", baseline: baseline, rows: kinds(coded)),
            Section(title: "What was read and is not there", baseline: baseline, rows: mistakes(outcomes)),
            Section(
                title: "Processor time of a picture (medians; the ratio is the median of the pictures' ratios)",
                baseline: baseline, rows: costs(outcomes)),
        ]
    }

    /// Both decoders on every picture, each first on every second one, so that no cache favours one of them.
    private func measure() throws -> [Outcome] {
        let plain = RawScanner()
        let decoder = QRDecoder(for: .still, world: .live)
        let frames = sets.flatMap(\.frames)
        func outcome(_ frame: FrameSet.Frame, plainFirst: Bool) throws -> Outcome {
            let image = try frame.image()
            let first = plainFirst ? Attempt { plain.codes(in: image).map(\.text) } : nil
            let ladder = Attempt { decoder.read(image).codes.map(\.text) }
            return Outcome(frame: frame, plain: first ?? Attempt { plain.codes(in: image).map(\.text) }, ladder: ladder)
        }
        // What memory the decoders take at first is not to be measured.
        for frame in frames.prefix(ReadingBenchmark.warmUp) { _ = try outcome(frame, plainFirst: true) }
        return try frames.enumerated().map { number, frame in
            if number % 500 == 0 { Progress.tell("Reading picture \(number + 1) of \(frames.count)") }
            return try outcome(frame, plainFirst: number.isMultiple(of: 2))
        }
    }

    // MARK: - Rows

    private func grades(_ coded: [Outcome]) -> [Row] {
        let rows = ReadingBenchmark.targets.map { grade, target in
            rate(grade, coded.filter { $0.frame.grade == grade }, target: .atLeast(target))
        }
        return [rate("all", coded, target: .atLeast(92))] + rows
    }

    private func kinds(_ coded: [Outcome]) -> [Row] {
        Dictionary(grouping: coded, by: \.frame.kind).sorted { $0.key < $1.key }.map { rate($0.key, $0.value) }
    }

    private func rate(_ name: String, _ outcomes: [Outcome], target: Target? = nil) -> Row {
        func share(_ attempt: KeyPath<Outcome, Attempt>) -> Double {
            let read = outcomes.count { $0[keyPath: attempt].texts.contains($0.frame.text) }
            return outcomes.isEmpty ? 0 : 100 * Double(read) / Double(outcomes.count)
        }
        return Row(name, .percent, share(\.ladder), against: share(\.plain), target: target)
    }

    private func mistakes(_ outcomes: [Outcome]) -> [Row] {
        func row(_ name: String, _ isEmpty: Bool) -> Row {
            let concerned = outcomes.filter { $0.frame.text.isEmpty == isEmpty }
            func count(_ attempt: KeyPath<Outcome, Attempt>) -> Double {
                Double(
                    concerned.count { outcome in
                        outcome[keyPath: attempt].texts.contains { $0 != outcome.frame.text }
                    })
            }
            return Row(
                "\(name), of \(concerned.count)", .count, count(\.ladder), against: count(\.plain), target: .atMost(0))
        }
        return [row("another text than the code's", false), row("a text where no code is", true)]
    }

    private func costs(_ outcomes: [Outcome]) -> [Row] {
        let coded = outcomes.filter { !$0.frame.text.isEmpty }
        return [
            cost(
                "readable: the scanner reads it", coded.filter { $0.ladder.texts.contains($0.frame.text) },
                target: .ratio(atMost: 0.6)),
            cost(
                "read by both",
                coded.filter { outcome in
                    [outcome.ladder, outcome.plain].allSatisfy { $0.texts.contains(outcome.frame.text) }
                }),
            cost("with a code, read or not", coded),
            cost("without a code", outcomes.filter { $0.frame.text.isEmpty }),
            cost("all", outcomes),
        ]
    }

    private func cost(_ name: String, _ outcomes: [Outcome], target: Target? = nil) -> Row {
        var (ladder, plain) = (Measure(), Measure())
        for outcome in outcomes {
            ladder.add(outcome.ladder.time)
            plain.add(outcome.plain.time)
        }
        let ratios = outcomes.map(\.ratio).sorted()
        return Row(
            "\(name) (\(outcomes.count))", .milliseconds, ladder.median, against: plain.median,
            ratio: ratios.isEmpty ? nil : ratios[(ratios.count - 1) / 2], target: target)
    }
}

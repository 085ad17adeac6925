import Reception
import Scanner

/// What one frame of a camera costs the live decoder, with one frame's time as its deadline.
struct LiveWorkBenchmark {
    let sets: [FrameSet]

    /// At 30 frames a second.
    private static let frameTime = Duration.microseconds(33_333)

    func section() throws -> Section {
        var (live, plain) = (Measure(), Measure())
        let scanner = RawScanner()
        for stream in sets.flatMap(\.streams) {
            let decoder = QRDecoder(for: .live, world: .live)
            for frame in stream.frames {
                let image = try frame.image()
                guard image.width == 1280, image.height == 720 else { break }
                let deadline = World.live.uptime() + LiveWorkBenchmark.frameTime
                live.add(Attempt { decoder.read(image, until: deadline).codes.map(\.text) }.time)
                plain.add(Attempt { scanner.codes(in: image).map(\.text) }.time)
            }
        }
        return Section(
            title: "Processor time of a frame of 1280×720 in live use, \(live.count) frames of streams",
            baseline: "libzbar on the picture as it is (density 1), on the same frames in turn with it",
            rows: [
                Row("median", .milliseconds, live.median, against: plain.median),
                Row("99th percentile", .milliseconds, live.p99, against: plain.p99, target: .atMost(33)),
            ])
    }
}

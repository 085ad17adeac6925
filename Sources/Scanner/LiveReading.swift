package import Reception

/// What becomes of a camera's frames: the newest one goes to the reader whenever that is free, and what it says becomes
/// lines.
package final class LiveReading {
    private let reader: ReaderProcess
    private let preview: PreviewSize?
    private let world: World
    private let output: LineOutput

    private var sightings: Sightings
    private var hints = HintJudge()
    /// The frame that waits in the reader's staging slot.
    private var waiting: ReaderRequest.Picture?
    private var previewDue: Duration

    /// Further steps are not begun after this: the time of one frame.
    package static let budget = Duration.milliseconds(33)
    /// Frames lost in a row that make a scanner that does not work.
    private static let mostLost = 5

    /// Frames lost in a row: the reader dies of each, or holds it.
    private var lostInARow = 0
    /// Frames in a row that were no pictures.
    private(set) var damaged = 0

    /// `preview` is what is wanted of previews, if any; a code that was out of view for `absence` is told again.
    package init(
        reader: ReaderProcess, preview: PreviewSize?, absence: Duration = .seconds(3), world: World,
        output: LineOutput
    ) {
        self.reader = reader
        self.preview = preview
        self.world = world
        self.output = output
        sightings = Sightings(absence: absence)
        previewDue = world.uptime()
    }

    /// Whether nothing is read although frames come.
    var isFailing: Bool { lostInARow >= LiveReading.mostLost }

    /// To be polled for `POLLIN`; then ``collect()`` has something to do.
    var descriptors: [Int32] { reader.descriptors }

    /// When ``collect()`` has something to do even if nothing is ready.
    var due: Duration? { reader.due }

    /// Keeps `frame` in place of one that still waits; false when it is too large or empty.
    func take(_ frame: borrowing CameraFrame) -> Bool {
        let staging = reader.staging
        let size = frame.size
        if let jpeg = frame.jpeg {
            guard !jpeg.isEmpty, jpeg.count <= staging.count else { return false }
            staging.copyMemory(from: UnsafeRawBufferPointer(jpeg))
            waiting = .file(length: jpeg.count)
        } else {
            let count = size.width * size.height
            guard count > 0, count <= staging.count else { return false }
            let pixels = UnsafeMutableRawBufferPointer(rebasing: staging[..<count])
            frame.copyBrightness(to: pixels.bindMemory(to: UInt8.self))
            waiting = .pixels(size)
        }
        return true
    }

    /// Takes what the reader has to say of a picture, and hands over the frame that waits. Never waits itself.
    /// - Throws: ``ReaderFailure``.
    func collect() throws(ReaderFailure) -> ReaderAnswer? {
        let outcome = try reader.outcome()
        if let waiting, reader.isFree { handOver(waiting) }
        switch outcome {
        case .answered(let answer):
            lostInARow = 0
            damaged = answer.isPicture ? 0 : damaged + 1
            return answer.isPicture ? answer : nil
        case .lost:
            lostInARow += 1
            return nil
        case nil:
            return nil
        }
    }

    /// Writes what follows from an answer: codes, a hint, a preview.
    /// - Throws: ``LineOutput/Failure``.
    func tell(_ answer: ReaderAnswer) throws(LineOutput.Failure) {
        let now = world.uptime()
        let reading = answer.reading
        for telling in sightings.note(reading.codes, at: now) { try output.write(telling.line) }
        try tell(hints.note(reading.obstacle, hasCode: !reading.codes.isEmpty, at: now))
        if let preview = answer.preview { try output.write(.preview(preview)) }
    }

    /// The camera is gone: what is left of it is dropped.
    /// - Throws: ``LineOutput/Failure``.
    func rest() throws(LineOutput.Failure) {
        waiting = nil
        damaged = 0
        lostInARow = 0
        try tell(hints.end())
    }

    private func handOver(_ picture: ReaderRequest.Picture) {
        waiting = nil
        var request = ReaderRequest(picture: picture, budget: LiveReading.budget)
        let now = world.uptime()
        if let preview, now >= previewDue {
            let interval = Duration.seconds(1) / preview.framesPerSecond
            // Frames come a little early or late; after a gap none are made up for.
            previewDue = max(previewDue + interval, now - interval)
            request.preview = FrameSize(width: preview.width, height: preview.height)
        }
        reader.handOver(request)
    }

    private func tell(_ change: HintJudge.Change?) throws(LineOutput.Failure) {
        guard case .to(let hint) = change else { return }
        try output.write(.hint(hint))
    }
}

extension Sightings.Telling {
    fileprivate var line: ScanLine {
        switch self {
        case .code(let text): .code(text)
        case .foreign: .foreign
        }
    }
}

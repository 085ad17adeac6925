import Glibc
package import Reception

/// Plays a folder of frames as if a camera sent them, in real time, and tells when each code was first read.
///
/// For each code one line: stream, tab, milliseconds from when the stream's first frame was due to when the line was
/// written, tab, text. A stream without any has one line whose last two fields are empty.
package final class Replay {
    private let reader: ReaderProcess
    private let interval: Duration
    private let world: World
    private let output: LineOutput
    private var summary = ReplaySummary()

    /// `reader` is one for live frames, `framesPerSecond` the camera's.
    package init(reader: ReaderProcess, framesPerSecond: Int, world: World, output: LineOutput) {
        self.reader = reader
        interval = .seconds(1) / framesPerSecond
        self.world = world
        self.output = output
    }

    /// A stream that is being played.
    private struct Play {
        let name: String
        let expected: String?
        let frames: [ReplayFrame]
        let start: Duration
        /// The next frame that comes.
        var next = 0
        /// The newest one that has come and is not yet with the reader.
        var waiting: Int?
        /// Nothing was handed over yet.
        var isFresh = true
        var texts: Set<String> = []
        var firstReading: Duration?
    }

    /// Plays all streams of the folder at `path`, one after the other, and answers a line that sums them up.
    ///
    /// The frames of a stream are loaded before it begins. Between two streams everything remembered is forgotten, as
    /// after a while without any code in view.
    /// - Throws: ``ReplayError``, ``LineOutput/Failure``, ``ReaderFailure``.
    package func run(_ path: String) throws -> String {
        for stream in try ReplayFolder(path: path).streams {
            let frames = try stream.files.map { file throws(ReplayError) in try ReplayFrame(path: file) }
            while !reader.isFree {
                reader.rest(until: reader.due)
                _ = try reader.outcome()
            }
            let play = Play(name: stream.name, expected: stream.expected, frames: frames, start: world.uptime())
            summary.firstReadings.append(try run(play))
        }
        return summary.text
    }

    /// When the stream's code was first read.
    private func run(_ stream: Play) throws -> Duration? {
        var play = stream
        while play.next < play.frames.count || play.waiting != nil || !reader.isFree {
            arrive(&play)
            try collect(&play)
            handOver(&play)
            let nextFrame = play.next < play.frames.count ? due(play.next, of: play) : nil
            if reader.isFree, nextFrame == nil { continue }
            reader.rest(until: [nextFrame, reader.due].compactMap(\.self).min())
        }
        if play.texts.isEmpty { try output.write(Array("\(play.name)\t\t".utf8)) }
        return play.firstReading
    }

    private func due(_ frame: Int, of play: Play) -> Duration { play.start + interval * frame }

    /// Lets the frames come that are due; of several that wait only the newest is kept.
    private func arrive(_ play: inout Play) {
        let now = world.uptime()
        while play.next < play.frames.count, due(play.next, of: play) <= now {
            if play.waiting != nil { summary.dropped += 1 }
            play.waiting = play.next
            play.next += 1
        }
    }

    private func handOver(_ play: inout Play) {
        guard reader.isFree, let frame = play.waiting else { return }
        play.waiting = nil
        let picture = play.frames[frame].put(into: reader.staging)
        reader.handOver(ReaderRequest(picture: picture, budget: LiveReading.budget, forgets: play.isFresh))
        play.isFresh = false
    }

    private func collect(_ play: inout Play) throws {
        switch try reader.outcome() {
        case nil: return
        case .lost: summary.lost += 1
        case .answered(let answer):
            summary.work.append(answer.decodingTime + answer.readingTime)
            for code in answer.reading.codes where play.texts.insert(code.text).inserted {
                let time = world.uptime() - play.start
                if play.firstReading == nil, play.expected.map({ $0 == code.text }) ?? true { play.firstReading = time }
                let line = "\(play.name)\t\(time.wholeMilliseconds)\t\(CodeText.escaped(code.text))"
                try output.write(Array(line.utf8))
            }
        }
    }
}

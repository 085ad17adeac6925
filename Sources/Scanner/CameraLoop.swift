package import Reception

/// The life of a camera worker: frames in, lines out, and the camera opened again whenever it is lost.
///
/// - A heartbeat line comes every second for as long as the worker runs: it says that the worker is alive. How the
///   camera is, `ready`, `lost` and `none` say, once at each change; `ready` means that a frame has really come and was
///   looked at, `none` that `auto` has found no camera since the start.
/// - A camera that is absent, busy, unplugged or silent is opened again after 0.5 s, then after twice as long each time
///   up to 10 s, for ever.
/// - Frames are read in another process (``ReaderProcess``). While that is busy, frames are still taken, and only the
///   newest is kept. A reader that dies of several frames in a row, or holds them, makes the camera `lost`: staff must
///   see that nothing can be read. The camera stays open, and the next frame that is read makes it `ready`.
/// - The camera is closed on every way out: the device belongs to one scope.
package final class CameraLoop {
    /// How long things take.
    package struct Timing: Sendable {
        /// Without a frame for this long the camera is taken for lost.
        package var stall = Duration.seconds(3)
        package var heartbeat = Duration.seconds(1)
        package var firstRetry = Duration.milliseconds(500)
        package var longestRetry = Duration.seconds(10)

        package init() {}
    }

    /// Damaged frames in a row after which the camera is opened anew.
    private static let mostDamaged = 15

    private let choice: CameraChoice
    private let timing: Timing
    private let world: World
    private let output: LineOutput
    private let end: WorkerEnd
    private let explain: (CameraError) -> Void

    private let live: LiveReading
    private var search: CameraSearch
    private var told: ScanLine.CameraState?
    /// Whether a frame has ever come.
    private var hasSeen = false
    private var retry: Duration
    private var heartbeatDue: Duration

    /// `explain` gets each new reason for a loss, once until the reason changes or the camera is back.
    package init(
        choice: CameraChoice, size: FrameSize?, timing: Timing = Timing(), live: LiveReading, world: World,
        output: LineOutput, end: WorkerEnd, explain: @escaping (CameraError) -> Void
    ) {
        self.choice = choice
        self.timing = timing
        self.live = live
        self.world = world
        search = CameraSearch(choice, size: size)
        self.output = output
        self.end = end
        self.explain = explain
        retry = timing.firstRetry
        heartbeatDue = world.uptime()
    }

    /// Runs until the worker is to end.
    /// - Throws: ``LineOutput/Failure`` when the output can no longer be written, ``ReaderFailure``.
    package func run() throws {
        var explained: CameraError?
        while true {
            try beat()
            guard let loss = try use() else { return }
            try live.rest()
            let state = state(after: loss)
            if told != state || explained != loss { explain(loss) }
            explained = loss
            try tell(state)
            guard try pause(retry) else { return }
            retry = min(retry * 2, timing.longestRetry)
        }
    }

    /// Nobody misses a camera that never was there and that nobody has named.
    private func state(after loss: CameraError) -> ScanLine.CameraState {
        guard case .absent = loss, choice == .auto, !hasSeen else { return .lost }
        return .none
    }

    /// Opens the camera and reads it until it is lost; `nil` when the worker is to end.
    private func use() throws -> CameraError? {
        let camera: CameraDevice
        do {
            camera = try search.open()
        } catch {
            return error
        }
        return try read(camera)
    }

    private func read(_ camera: CameraDevice) throws -> CameraError? {
        var lastFrame = world.uptime()
        var damaged = 0
        while max(damaged, live.damaged) < CameraLoop.mostDamaged {
            let left = max(.zero, lastFrame + timing.stall - world.uptime())
            let wake = wait(for: camera.descriptor, atMost: left)
            if wake.isEnd { return nil }
            switch wake.device {
            case .broken: return .unplugged(camera.path)
            case .quiet:
                // Only after a look past the time: whoever was held up for so long has frames waiting.
                if left == .zero { return .stalled(camera.path) }
            case .readable:
                switch take(from: camera) {
                case .gone: return .unplugged(camera.path)
                case .nothing: damaged += 1
                case .frame:
                    damaged = 0
                    hasSeen = true
                    lastFrame = world.uptime()
                }
            }
            try look()
        }
        return .garbled(camera.path)
    }

    private func take(from camera: CameraDevice) -> CameraDevice.Taken {
        var isKept = false
        let taken = camera.take { frame in isKept = live.take(frame) }
        return taken == .frame && !isKept ? .nothing : taken
    }

    /// Tells what the reader has read since the last look.
    private func look() throws {
        if let answer = try live.collect() {
            retry = timing.firstRetry
            try tell(.ready)
            try live.tell(answer)
        } else if live.isFailing {
            try tell(.lost)
        }
        try beat()
    }

    /// Waits `duration` with heartbeats; false when the worker is to end.
    private func pause(_ duration: Duration) throws -> Bool {
        let until = world.uptime() + duration
        while world.uptime() < until {
            if wait(for: nil, atMost: until - world.uptime()).isEnd { return false }
            // What comes now is of a camera that is gone.
            _ = try live.collect()
            try beat()
        }
        return true
    }

    private func wait(for camera: Int32?, atMost longest: Duration) -> WorkerEnd.Wake {
        let live = live.due.map { max(.zero, $0 - world.uptime()) } ?? longest
        return end.wait(for: camera, or: self.live.descriptors, atMost: min(longest, untilHeartbeat, live))
    }

    private var untilHeartbeat: Duration { max(.zero, heartbeatDue - world.uptime()) }

    private func beat() throws(LineOutput.Failure) {
        guard world.uptime() >= heartbeatDue else { return }
        heartbeatDue = world.uptime() + timing.heartbeat
        try output.write(.heartbeat)
    }

    private func tell(_ state: ScanLine.CameraState) throws(LineOutput.Failure) {
        guard told != state else { return }
        told = state
        try output.write(.camera(state))
    }
}

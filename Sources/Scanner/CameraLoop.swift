package import Reception

/// The life of a camera worker: frames in, lines out, and the camera opened again whenever it is lost.
///
/// - A heartbeat line comes every second for as long as the worker runs: it says that the worker is alive. How the
///   camera is, `ready`, `lost` and `none` say, once at each change; `ready` means that a frame has really come, `none`
///   that `auto` has found no camera since the start.
/// - A camera that is absent, busy, unplugged or silent is opened again after 0.5 s, then after twice as long each time
///   up to 10 s, for ever.
/// - A code that stays in view is one line.
/// - The camera is closed on every way out: the device belongs to one scope.
package final class CameraLoop {
    /// How long things take.
    package struct Timing: Sendable {
        /// Without a frame for this long the camera is taken for lost.
        package var stall = Duration.seconds(3)
        package var heartbeat = Duration.seconds(1)
        package var firstRetry = Duration.milliseconds(500)
        package var longestRetry = Duration.seconds(10)
        /// A code that was out of view for this long is told again.
        package var absence = Duration.seconds(3)

        package init() {}
    }

    /// Damaged frames in a row after which the camera is opened anew.
    private static let mostDamaged = 15

    private let choice: CameraChoice
    private let size: FrameSize
    private let timing: Timing
    private let world: World
    private let output: LineOutput
    private let end: WorkerEnd
    private let explain: (CameraError) -> Void

    private let decoder = QRDecoder()
    private var frame = GreyImage(width: 0, height: 0)
    private var sightings: Sightings
    private var told: ScanLine.CameraState?
    /// Whether a frame has ever come.
    private var hasSeen = false
    private var retry: Duration
    private var heartbeatDue: Duration

    /// `explain` gets each new reason for a loss, once until the reason changes or the camera is back.
    package init(
        choice: CameraChoice, size: FrameSize, timing: Timing = Timing(), world: World, output: LineOutput,
        end: WorkerEnd, explain: @escaping (CameraError) -> Void
    ) {
        self.choice = choice
        self.size = size
        self.timing = timing
        self.world = world
        self.output = output
        self.end = end
        self.explain = explain
        sightings = Sightings(absence: timing.absence)
        retry = timing.firstRetry
        heartbeatDue = world.uptime()
    }

    /// Runs until the worker is to end.
    /// - Throws: ``LineOutput/Failure`` when the output can no longer be written.
    package func run() throws(LineOutput.Failure) {
        var explained: CameraError?
        while true {
            try beat()
            guard let loss = try use() else { return }
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
    private func use() throws(LineOutput.Failure) -> CameraError? {
        let camera: CameraDevice
        do {
            camera = try choice.open(size)
        } catch {
            return error
        }
        return try read(camera)
    }

    private func read(_ camera: CameraDevice) throws(LineOutput.Failure) -> CameraError? {
        var lastFrame = world.uptime()
        var damaged = 0
        while damaged < CameraLoop.mostDamaged {
            let left = lastFrame + timing.stall - world.uptime()
            if left <= .zero { return .stalled(camera.path) }
            switch end.wait(for: camera.descriptor, atMost: min(left, untilHeartbeat)) {
            case .end: return nil
            case .broken: return .unplugged(camera.path)
            case .due: try beat()
            case .readable:
                switch camera.take(into: &frame) {
                case .gone: return .unplugged(camera.path)
                case .nothing: damaged += 1
                case .frame:
                    damaged = 0
                    lastFrame = world.uptime()
                    try look(at: frame)
                }
            }
        }
        return .garbled(camera.path)
    }

    private func look(at frame: GreyImage) throws(LineOutput.Failure) {
        retry = timing.firstRetry
        hasSeen = true
        try tell(.ready)
        for text in decoder.texts(in: frame) where sightings.note(text, at: world.uptime()) {
            try output.write(.code(text))
        }
        try beat()
    }

    /// Waits `duration` with heartbeats; false when the worker is to end.
    private func pause(_ duration: Duration) throws(LineOutput.Failure) -> Bool {
        let until = world.uptime() + duration
        while world.uptime() < until {
            let left = until - world.uptime()
            if end.wait(for: nil, atMost: min(left, untilHeartbeat)) == .end { return false }
            try beat()
        }
        return true
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

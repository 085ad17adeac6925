import Reception
import TestSupport

/// From a code in front of the camera to the verdict on the terminal: the real kiosk with the real worker, which see a
/// camera that is not there.
struct LatencyBenchmark {
    /// The path of `uketsuke-kiosk`; `uketsuke-scan` lies beside it.
    let program: String
    /// Enrolled, offline, with the camera of ``LiveCamera``.
    let kiosk: KioskFolder
    let commits: BareCommit
    let runs: Int

    /// The visitor's name; the part before its space, because a terminal may be told to pass over a space.
    private static let verdict = "山田"
    private static let cameraIsReady = "✓"
    private static let escape = "\u{1B}"
    /// What the target adds to a commit.
    private static let limit = 100.0

    func section() throws -> Section {
        let camera = try LiveCamera()
        let process = try TerminalProcess(
            [program, "run", "--config", kiosk.configuration], environment: camera.environment)
        try process.wait(for: [LatencyBenchmark.cameraIsReady])
        var (latencies, bare) = (Measure(), Measure())
        // The first one is a warm-up.
        for number in 0...runs {
            let latency = try show(UInt64(1 + number), to: camera, process)
            guard number > 0 else { continue }
            latencies.add(latency)
            try bare.time { try commits.commit() }
        }
        return Section(
            title:
                "From a code before the camera (30 frames a second) to the visitor's name on the terminal (\(runs) runs)",
            baseline: "a commit of one row (WAL, synchronous=FULL, the same file system), in turn with it",
            rows: [
                Row("median", .milliseconds, latencies.median, against: bare.median),
                Row(
                    "95th percentile", .milliseconds, latencies.p95, against: bare.p95,
                    target: .atMost(LatencyBenchmark.limit + bare.p95)),
            ])
    }

    /// Shows a pass and takes it away again.
    ///
    /// - Returns: the time from the moment in which the picture was there to be taken until the name was drawn: also up
    ///   to one frame's time in which the camera had not taken it.
    private func show(_ pass: UInt64, to camera: LiveCamera, _ process: TerminalProcess) throws -> Duration {
        let frame = try CameraScene(showing: kiosk.token(pass))
        let start = World.live.uptime()
        try camera.show(frame)
        let latency = try process.wait(for: [LatencyBenchmark.verdict], since: start)
        try camera.show(CameraScene())
        TerminalProcess.rest([process], for: .milliseconds(300))
        try process.type(LatencyBenchmark.escape)
        TerminalProcess.rest([process], for: .milliseconds(300))
        return latency
    }
}

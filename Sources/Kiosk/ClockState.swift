package import Reception

/// What the kiosk knows about the time beyond its own wall clock (DESIGN §5, Clock).
package struct ClockState: Codable, Hashable, Sendable {
    /// Cloud's time minus kiosk's time.
    package var offsetMilliseconds: Int64
    /// The latest moment known to have been, by the cloud's clock: server times, events, the build. A corrected time
    /// below it cannot be true.
    package var floor: Instant

    /// A new kiosk's: no offset, and nothing earlier than this program's first release.
    package static let initial = ClockState(offsetMilliseconds: 0, floor: Instant(milliseconds: 1_795_392_000_000))

    /// How far below the floor a clock may stand and still be believed, in milliseconds: a cloud's answer and the
    /// kiosk's next reading may differ by the jitter of one request.
    package static let tolerance: Int64 = 60_000

    /// An answer that took longer says too little about the middle of its request.
    private static let longestExact = Duration.seconds(10)

    package init(offsetMilliseconds: Int64, floor: Instant) {
        self.offsetMilliseconds = offsetMilliseconds
        self.floor = floor
    }

    /// Reads the world's clocks once and corrects them.
    package func moment(in world: World) -> Moment { moment(at: world.now(), uptime: world.uptime(), in: world) }

    /// Corrects clocks that have been read.
    func moment(at device: Instant, uptime: Duration, in world: World) -> Moment {
        let corrected = corrected(device)
        return Moment(
            device: device, corrected: corrected,
            clock: ClockReading(
                bootID: world.bootID(), uptimeMilliseconds: uptime.wholeMilliseconds, isTrusted: corrected.isTrusted,
                offsetMilliseconds: offsetMilliseconds))
    }

    /// That reading of the wall clock, by the cloud's clock.
    func corrected(_ device: Instant) -> CorrectedTime {
        let now = Instant(milliseconds: device.milliseconds + offsetMilliseconds)
        return CorrectedTime(now: now, isTrusted: now.milliseconds >= floor.milliseconds - ClockState.tolerance)
    }

    /// Learns from an answer of the cloud.
    ///
    /// The cloud read its clock somewhere between request and answer, so the answer proves bounds. An offset within them
    /// stays, however slow or lopsided the way was; one outside is wrong and becomes that of the request's midpoint, or,
    /// when the answer took too long to say anything exact, is moved just inside the bounds.
    ///
    /// The cloud's newest word also sets the floor, downwards too: else one wrong date in the far future (a flat battery,
    /// a typing error) would leave the clock untrusted until that date.
    ///
    /// - Parameters:
    ///   - received: the device's wall clock when the answer was there.
    ///   - took: the monotonic time from request to answer.
    package mutating func learn(serverTime: Instant, received: Instant, took: Duration) {
        floor = max(serverTime, ClockState.initial.floor)
        let least = serverTime.milliseconds - received.milliseconds
        let delay = max(0, took.wholeMilliseconds)
        let bounds = least...least + delay
        guard !bounds.contains(offsetMilliseconds) else { return }
        offsetMilliseconds =
            took < ClockState.longestExact
            ? least + delay / 2
            : min(max(offsetMilliseconds, bounds.lowerBound), bounds.upperBound)
    }

    /// Notes that `instant` has been.
    package mutating func raiseFloor(to instant: Instant) {
        floor = max(floor, instant)
    }
}

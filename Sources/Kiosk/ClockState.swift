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

    package init(offsetMilliseconds: Int64, floor: Instant) {
        self.offsetMilliseconds = offsetMilliseconds
        self.floor = floor
    }

    /// Reads the world's clocks once and corrects them.
    package func moment(in world: World) -> Moment {
        let device = world.now()
        let corrected = Instant(milliseconds: device.milliseconds + offsetMilliseconds)
        let isTrusted = corrected.milliseconds >= floor.milliseconds - ClockState.tolerance
        return Moment(
            device: device, corrected: CorrectedTime(now: corrected, isTrusted: isTrusted),
            clock: ClockReading(
                bootID: world.bootID(), uptimeMilliseconds: world.uptime().wholeMilliseconds, isTrusted: isTrusted,
                offsetMilliseconds: offsetMilliseconds))
    }

    /// Learns from an answer of the cloud: its time belongs to the midpoint of the request.
    ///
    /// The cloud's newest word also sets the floor, downwards too: else one wrong date in the far future (a flat battery,
    /// a typing error) would leave the clock untrusted until that date.
    ///
    /// - Parameters:
    ///   - sent: the device's wall clock when the request left.
    ///   - took: the monotonic time the request took; longer than ten seconds tells nothing exact and is ignored.
    package mutating func learn(serverTime: Instant, sent: Instant, took: Duration) {
        floor = max(serverTime, ClockState.initial.floor)
        guard took < .seconds(10) else { return }
        let midpoint = sent.advanced(by: took / 2)
        offsetMilliseconds = serverTime.milliseconds - midpoint.milliseconds
    }

    /// Notes that `instant` has been.
    package mutating func raiseFloor(to instant: Instant) {
        floor = max(floor, instant)
    }
}

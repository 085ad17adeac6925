package import Reception

/// How far a kiosk's clock had moved between an event and its arrival, and what that makes of the event's time.
///
/// A kiosk that hears nothing for days goes on correcting by what it heard last, while its clock drifts or is set. Its
/// next request tells what the clock shows by then, and the monotonic clock how long ago the event was.
package struct ClockDrift: Codable, Hashable, Sendable {
    /// A smaller difference may be a slow network.
    private static let noticeable: Int64 = 30_000
    /// An oscillator that is off by more than one in two hundred is none; such a clock was set.
    private static let worstOscillator: Int64 = 200

    /// Cloud's time minus kiosk's time, measured at arrival, less what the event says it was.
    package var movedMilliseconds: Int64
    /// When it happened by the cloud's clock; missing when nothing better is known than the event says.
    package var settledAt: Instant?

    /// `nil` when the clock has not moved, or nobody can tell.
    package init?(of event: Event, sender: SenderClock, receivedAt: Instant) {
        guard Instant.writable.contains(event.correctedAt) else { return nil }
        let measured = receivedAt.milliseconds - sender.deviceTime.milliseconds
        movedMilliseconds = measured - event.clock.offsetMilliseconds
        guard movedMilliseconds.magnitude > UInt64(Self.noticeable) else { return nil }
        settledAt = Self.settled(event, sender.clock, receivedAt: receivedAt)
    }

    /// By the monotonic clock of the same boot. Where all that moved is what a poor oscillator drifts in such a time,
    /// both clocks have drifted, and the difference is spread evenly over the time without the cloud.
    private static func settled(_ event: Event, _ clock: ClockReading, receivedAt: Instant) -> Instant? {
        let (ago, isTooFar) = clock.uptimeMilliseconds.subtractingReportingOverflow(event.clock.uptimeMilliseconds)
        guard clock.bootID == event.clock.bootID, !clock.bootID.isEmpty, !isTooFar, ago >= 0,
            ago <= receivedAt.milliseconds - Instant.writable.lowerBound.milliseconds
        else { return nil }
        let byUptime = Instant(milliseconds: receivedAt.milliseconds - ago)
        let difference = byUptime.milliseconds - event.correctedAt.milliseconds
        guard difference.magnitude > UInt64(noticeable) else { return nil }
        guard let age = event.cache.ageMilliseconds, (0...Self.longestSilence).contains(age), age + ago > 0,
            difference.magnitude <= UInt64((age + ago) / worstOscillator)
        else { return byUptime }
        let share = Double(age) / Double(age + ago)
        return Instant(milliseconds: event.correctedAt.milliseconds + Int64(Double(difference) * share))
    }

    /// Ten years; what a kiosk says beyond that is nonsense.
    private static let longestSilence: Int64 = 315_360_000_000
}

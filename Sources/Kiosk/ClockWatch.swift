import Reception

/// Notices when somebody sets the wall clock: it and the monotonic clock then no longer advance alike.
///
/// A wall clock that NTP steers runs faster or slower together with the monotonic one (`adjtimex(2)`), and a sleeping
/// machine's both go on, so neither looks like a step; nor does a leap second, which the cloud's next answer mends.
struct ClockWatch {
    /// How much the two clocks may differ between two readings.
    private static let tolerance = Duration.seconds(1)
    /// A reading that was held up for longer than this says nothing exact.
    private static let quickReading = Duration.milliseconds(250)

    private var last: (device: Instant, uptime: Duration)?

    /// Reads both clocks.
    ///
    /// - Returns: the reading, and how far the wall clock was set since the one before; `nil` when it was not.
    mutating func read(_ world: World) -> (device: Instant, uptime: Duration, step: Duration?) {
        let before = world.uptime()
        let device = world.now()
        let uptime = world.uptime()
        // Held up between the two clocks (a loaded machine): the next reading is compared with the one before.
        guard uptime - before < ClockWatch.quickReading else { return (device, uptime, nil) }
        defer { last = (device, uptime) }
        guard let last else { return (device, uptime, nil) }
        let step = device.since(last.device) - (uptime - last.uptime)
        return (device, uptime, step > ClockWatch.tolerance || step < .zero - ClockWatch.tolerance ? step : nil)
    }
}

package import Reception

/// Waits between tries: full jitter, doubling from one second to a cap, for ever.
///
/// "Full jitter" as in M. Brooker, "Exponential Backoff And Jitter" (AWS Architecture Blog, 2015): any wait from zero to
/// the bound, so that a hundred kiosks do not return at once.
package struct Backoff: Hashable, Sendable {
    private var failures = 0

    package init() {}

    /// The wait before the next try. At least 100 ms, so that luck is no busy loop.
    package mutating func next(cap: Duration, in world: World) -> Duration {
        let bound = min(cap, .seconds(1 << min(failures, 12)))
        failures += 1
        return max(.milliseconds(100), bound * world.fraction())
    }

    package mutating func reset() { failures = 0 }
}

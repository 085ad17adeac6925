import Foundation

#if canImport(Glibc)
    import Glibc
#endif

/// Everything that differs between two runs of the same program: clocks and chance.
///
/// Nothing outside this file reads a clock or draws a random number, so a test can replay any moment.
package struct World: Sendable {
    /// The wall clock, uncorrected. Stamps events; never measures waits.
    package var now: @Sendable () -> Instant
    /// Time since boot, suspend included. Measures waits and orders what one kiosk did; says nothing about the day.
    package var uptime: @Sendable () -> Duration
    /// Names this boot of the machine: `uptime` values are comparable only under the same one.
    package var bootID: @Sendable () -> String
    /// That many bytes from the system's cryptographic source.
    package var randomBytes: @Sendable (Int) -> [UInt8]

    package init(
        now: @escaping @Sendable () -> Instant, uptime: @escaping @Sendable () -> Duration,
        bootID: @escaping @Sendable () -> String, randomBytes: @escaping @Sendable (Int) -> [UInt8]
    ) {
        self.now = now
        self.uptime = uptime
        self.bootID = bootID
        self.randomBytes = randomBytes
    }

    /// The machine this program runs on.
    package static let live = World(
        now: {
            let time = World.read(CLOCK_REALTIME)
            return Instant(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
        },
        uptime: {
            let time = World.read(CLOCK_BOOTTIME)
            return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
        },
        bootID: { World.kernelBootID },
        randomBytes: { count in
            var source = SystemRandomNumberGenerator()
            return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &source) }
        }
    )

    /// A number in `[0, 1)` from the world's randomness, for spreading retries.
    package func fraction() -> Double {
        let bits = randomBytes(7).reduce(UInt64(0)) { $0 << 8 | UInt64($1) } >> 3
        return Double(bits) / Double(UInt64(1) << 53)
    }

    private static func read(_ clock: clockid_t) -> timespec {
        var time = timespec()
        clock_gettime(clock, &time)
        return time
    }

    /// Empty where the kernel does not tell (a container without /proc): then order rests on sequence numbers alone.
    private static let kernelBootID: String = {
        let text = try? String(contentsOfFile: "/proc/sys/kernel/random/boot_id", encoding: .utf8)
        return (text ?? "").trimmingCharacters(in: .whitespacesAndNewlines)
    }()
}

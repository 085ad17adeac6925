/// A moment of wall-clock time, to the millisecond.
///
/// Whole milliseconds rather than a floating-point `Date`, so that a time written to JSON and read back is the same
/// time, and two encodings of one event are the same bytes.
package struct Instant: Hashable, Comparable, Sendable {
    /// Milliseconds since 1970-01-01T00:00:00Z, without leap seconds.
    package var milliseconds: Int64

    package init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    /// The times that RFC 3339 can write: the years 0000 to 9999. No other time is read from a wire or kept.
    package static let writable =
        Instant(milliseconds: -62_167_219_200_000)...Instant(milliseconds: 253_402_300_799_999)

    package static func < (left: Instant, right: Instant) -> Bool {
        left.milliseconds < right.milliseconds
    }

    /// This moment moved by `duration`; parts of a millisecond are dropped.
    package func advanced(by duration: Duration) -> Instant {
        Instant(milliseconds: milliseconds + duration.wholeMilliseconds)
    }

    /// How long after `earlier` this moment is; negative when it is before it.
    package func since(_ earlier: Instant) -> Duration {
        .milliseconds(milliseconds - earlier.milliseconds)
    }
}

extension Duration {
    /// This duration in whole milliseconds; the rest is dropped.
    package var wholeMilliseconds: Int64 {
        let (seconds, attoseconds) = components
        return seconds * 1000 + attoseconds / 1_000_000_000_000_000
    }
}

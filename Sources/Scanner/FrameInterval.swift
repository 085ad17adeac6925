/// The time from one frame to the next: a fraction of a second, as drivers count it.
package struct FrameInterval: Hashable, Sendable, Comparable {
    package var numerator: UInt32
    package var denominator: UInt32

    /// `nil` unless both are positive; broken drivers list such.
    package init?(_ numerator: UInt32, _ denominator: UInt32) {
        guard numerator > 0, denominator > 0 else { return nil }
        self.numerator = numerator
        self.denominator = denominator
    }

    /// Frames per second.
    package var rate: Double { Double(denominator) / Double(numerator) }

    /// Shorter is less.
    package static func < (one: FrameInterval, other: FrameInterval) -> Bool {
        UInt64(one.numerator) * UInt64(other.denominator) < UInt64(other.numerator) * UInt64(one.denominator)
    }
}

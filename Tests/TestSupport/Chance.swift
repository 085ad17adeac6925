import Foundation

/// Repeatable chance: SplitMix64 (G. Steele et al., "Fast splittable pseudorandom number generators", 2014).
package struct Chance: RandomNumberGenerator, Sendable {
    package let seed: UInt64
    private var state: UInt64

    package init(seed: UInt64) {
        self.seed = seed
        state = seed
    }

    /// The seed that the environment names, else the given one, else a new one.
    package static func fromEnvironment(otherwise seed: UInt64? = nil) -> Chance {
        let named = ProcessInfo.processInfo.environment["UKETSUKE_SEED"].flatMap { UInt64($0) }
        return Chance(seed: named ?? seed ?? UInt64.random(in: 0...UInt64(Int64.max)))
    }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}

/// Which of a camera's modes is used.
///
/// In this order, with 15 frames a second as fast enough, a driver that does not tell its rate taken to be, and sizes
/// under half of 640×480 as too small to read by:
///
/// 1. The size that was asked for, if any, however slow or small.
/// 2. 1280×720, then 640×480, if fast enough. A USB 2 camera that sends 1280×720 fast enough only as MJPEG is used so,
///    not at 640×480 uncompressed: with half the pixels across a visitor has to hold the code so near that a lens of
///    fixed focus no longer sees it sharp, which is worse than the milliseconds that decoding costs.
/// 3. Any other size that is fast enough, the nearest to the one wished for.
/// 4. The fastest that is not too small.
/// 5. The fastest of what is left.
///
/// Of modes of the same size that are fast enough an uncompressed one goes before a compressed one, then the faster (up
/// to 30), then the packing that needs the least work.
package struct ModeChoice: Sendable {
    /// What somebody wants, if anybody does.
    package var asked: FrameSize?

    private static let enough = 15.0
    private static let most = 30.0

    package init(asked: FrameSize?) {
        self.asked = asked
    }

    /// The sizes to look for, the best first.
    package var wishes: [FrameSize] { (asked.map { [$0] } ?? []) + [.large, .usual] }

    /// The best of `modes`; `nil` when there is none.
    package func best(of modes: [CameraMode]) -> CameraMode? {
        modes.enumerated().max { one, other in
            // The first of equals, as the driver lists them.
            (merit(of: one.element), -one.offset) < (merit(of: other.element), -other.offset)
        }?.element
    }

    private func merit(of mode: CameraMode) -> Merit {
        let rate = mode.interval.map { min($0.rate, Self.most) } ?? Self.most
        let isAsked = mode.size == asked
        let isLarge = isAsked || mode.size.area * 2 >= FrameSize.usual.area
        let isGood = isLarge && rate >= Self.enough
        let place = wishes.firstIndex(of: mode.size).map { wishes.count - $0 } ?? 0
        return Merit(
            values: [
                isAsked ? 1 : 0, isGood ? 1 : 0, isGood ? Double(place) : 0, isLarge ? 1 : 0, isGood ? 0 : rate,
                nearness(of: mode.size), mode.packing.isCompressed ? 0 : 1, rate, -Double(mode.packing.rawValue),
            ])
    }

    /// 0 for the size wished for most, less the further its area is from it, in either direction.
    private func nearness(of size: FrameSize) -> Double {
        let (area, wish) = (Double(max(size.area, 1)), Double(wishes[0].area))
        return -max(area / wish, wish / area)
    }

    /// Compared value by value.
    private struct Merit: Comparable {
        var values: [Double]

        static func < (one: Merit, other: Merit) -> Bool {
            one.values.lexicographicallyPrecedes(other.values)
        }
    }
}

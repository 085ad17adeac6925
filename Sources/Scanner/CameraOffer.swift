/// What a driver lists of one packing, and which modes of it are worth considering.
///
/// Drivers list sizes and intervals one by one or as ranges, or keep no list at all.
package enum CameraOffer {
    /// Frame sizes: from `least` to `most`, `step` pixels apart; the same twice is one size.
    package struct Sizes: Hashable, Sendable {
        package var least: FrameSize
        package var most: FrameSize
        package var step: FrameSize

        package init(least: FrameSize, most: FrameSize, step: FrameSize) {
            self.least = least
            self.most = most
            self.step = step
        }

        /// One size.
        package init(_ size: FrameSize) {
            self.init(least: size, most: size, step: FrameSize(width: 1, height: 1))
        }

        /// The size of these that is nearest to `wish`, each side by itself.
        package func nearest(to wish: FrameSize) -> FrameSize {
            FrameSize(
                width: Self.nearest(to: wish.width, least.width, most.width, step.width),
                height: Self.nearest(to: wish.height, least.height, most.height, step.height))
        }

        private static func nearest(to wish: Int, _ least: Int, _ most: Int, _ step: Int) -> Int {
            guard most > least else { return least }
            let steps = (min(max(wish, least), most) - least + max(step, 1) / 2) / max(step, 1)
            let side = least + steps * max(step, 1)
            return side > most ? side - max(step, 1) : side
        }
    }

    /// Frame intervals: all from `shortest` to `longest`; the same twice is one.
    package struct Intervals: Hashable, Sendable {
        package var shortest: FrameInterval
        package var longest: FrameInterval

        package init(shortest: FrameInterval, longest: FrameInterval) {
            self.shortest = shortest
            self.longest = longest
        }

        /// The interval of these that is nearest to `wish`.
        package func nearest(to wish: FrameInterval) -> FrameInterval { min(max(wish, shortest), longest) }
    }

    /// The sizes to consider: those of the list that is one by one, and of a range those nearest to each of `wishes`.
    package static func sizes(_ listed: [Sizes], wishes: [FrameSize]) -> [FrameSize] {
        listed.flatMap { range in wishes.map(range.nearest) }.filter { $0.width > 0 && $0.height > 0 }
            .reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }

    /// The interval to ask for: 1/30 s or the nearest shorter one, because more frames only cost power; if there is
    /// none, the shortest; `nil` for an empty list.
    package static func interval(_ listed: [Intervals]) -> FrameInterval? {
        guard let usual = FrameInterval(1, 30) else { return nil }
        let nearest = listed.map { $0.nearest(to: usual) }
        // 29, because some cameras count 30000/1001 frames a second.
        return nearest.filter { $0.rate >= 29 }.max() ?? nearest.min()
    }
}

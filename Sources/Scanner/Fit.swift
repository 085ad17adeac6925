import CPixels

/// Finds out how a code lies in a picture, by what must be at its known places.
struct Fit {
    /// A place that was found.
    struct Found {
        var pose: Pose
        var known: KnownModules
        /// How well the picture agrees with what is known of every code, from -1 to 1.
        var agreement: Float
    }

    let image: GreyImage
    /// Whether the code is light on dark.
    let isInverted: Bool

    /// Timing patterns that agree less are none.
    private static let leastTiming: Float = 0.3

    /// The best pose and size near a first guess; `nil` when there is no code.
    func best(from guess: Pose, sizes: [Int]) -> Found? {
        var best: Found?
        for known in sizes.compactMap(KnownModules.of) {
            let pose = withDepths(guess, known)
            let across = agreement(pose, known.acrossTiming, known.size)
            let timing = (across + agreement(pose, known.downTiming, known.size)) / 2
            if timing > best?.agreement ?? Fit.leastTiming {
                best = Found(pose: pose, known: known, agreement: timing)
            }
        }
        guard var found = best else { return nil }
        found.pose = refined(found.pose, found.known)
        found.agreement = total(found.pose, found.known)
        return found
    }

    private func agreement(_ pose: Pose, _ group: KnownModules.Group, _ size: Int) -> Float {
        var plane = pose.plane(size: size)
        let agreement = image.withPixels {
            uk_pixels_agreement(
                $0, Int32(image.width), Int32(image.height), &plane, group.columns, group.rows, group.light,
                Int32(group.light.count))
        }
        return isInverted ? -agreement : agreement
    }

    private func total(_ pose: Pose, _ known: KnownModules) -> Float {
        let groups = known.groups
        return groups.reduce(0) { $0 + agreement(pose, $1, known.size) } / Float(groups.count)
    }

    /// The depths at which the timing patterns are met best, each by itself.
    private func withDepths(_ guess: Pose, _ known: KnownModules) -> Pose {
        var pose = guess
        pose.rightDepth = maximum(of: Fit.depths.map { $0 * guess.rightDepth }) { depth in
            var tried = pose
            tried.rightDepth = depth
            return agreement(tried, known.acrossTiming, known.size)
        }
        pose.belowDepth = maximum(of: Fit.depths.map { $0 * guess.belowDepth }) { depth in
            var tried = pose
            tried.belowDepth = depth
            return agreement(tried, known.downTiming, known.size)
        }
        return pose
    }

    /// The likeliest first: where several are as good, as in a sharp picture, the one in the middle is right.
    private static let depths: [Float] = (-9...9).sorted { abs($0) < abs($1) }.map { 1 + Float($0) * 0.025 }

    private func maximum(of values: [Float], _ score: (Float) -> Float) -> Float {
        var best = (value: values[0], score: -Float.infinity)
        for value in values {
            let score = score(value)
            if score > best.score + 0.005 { best = (value, score) }
        }
        return best.value
    }

    /// Goes uphill in each of the eight numbers in turn, in smaller and smaller steps.
    private func refined(_ start: Pose, _ known: KnownModules) -> Pose {
        var pose = start
        var best = total(pose, known)
        let module = pose.side(size: known.size) / Float(known.size)
        for step: Float in [0.6, 0.3, 0.15] {
            for _ in 0..<2 {
                let before = best
                for change in Fit.changes(pixels: step * module, depth: step * 0.03) {
                    for sign: Float in [1, -1] {
                        var tried = pose
                        change(&tried, sign)
                        let score = total(tried, known)
                        if score > best {
                            best = score
                            pose = tried
                            break
                        }
                    }
                }
                if best - before < 0.002 { break }
            }
        }
        return pose
    }

    private static func changes(pixels: Float, depth: Float) -> [(inout Pose, Float) -> Void] {
        [
            { $0.rightDepth += $1 * depth }, { $0.belowDepth += $1 * depth },
            { $0.corner.x += $1 * pixels }, { $0.corner.y += $1 * pixels },
            { $0.right.x += $1 * pixels }, { $0.right.y += $1 * pixels },
            { $0.below.x += $1 * pixels }, { $0.below.y += $1 * pixels },
        ]
    }
}

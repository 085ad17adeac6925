import CPixels
import Glibc

/// Three finder patterns that may belong to one code.
struct FinderTriple {
    var corner: uk_finder
    var right: uk_finder
    var below: uk_finder
    /// How far from a code's it is; smaller is better.
    var oddity: Float

    /// The likeliest of all triples of `finders`, best first.
    static func likely(among finders: [uk_finder], most: Int) -> [FinderTriple] {
        let finders = finders.prefix(14)
        var triples: [FinderTriple] = []
        for a in finders.indices {
            for b in finders.indices where b > a {
                for c in finders.indices where c > b {
                    if let triple = FinderTriple(finders[a], finders[b], finders[c]) { triples.append(triple) }
                }
            }
        }
        return Array(triples.sorted { $0.oddity < $1.oddity }.prefix(most))
    }

    private init?(_ a: uk_finder, _ b: uk_finder, _ c: uk_finder) {
        // The corner is opposite to the longest side.
        let ab = (a.centre - b.centre).length
        let bc = (b.centre - c.centre).length
        let ca = (c.centre - a.centre).length
        let (corner, one, other) =
            bc >= ab && bc >= ca ? (a, b, c) : ca >= ab && ca >= bc ? (b, a, c) : (c, a, b)
        let sizes = [a.size, b.size, c.size]
        guard let smallest = sizes.min(), let largest = sizes.max(), largest < 2 * smallest else { return nil }
        let first = one.centre - corner.centre
        let second = other.centre - corner.centre
        let ratio = max(first.length, second.length) / max(1, min(first.length, second.length))
        let cosine = (first * second).sum() / max(1, first.length * second.length)
        // Modules from centre to centre: 14 in version 1; sizes are up to 1.41 times too large for a turned code.
        let modules = (first.length + second.length) / 2 / (corner.size / 7)
        guard ratio < 2.2, abs(cosine) < 0.65, modules > 8.5, modules < 75 else { return nil }
        let isTurned = first.x * second.y - first.y * second.x < 0
        self.corner = corner
        right = isTurned ? other : one
        below = isTurned ? one : other
        oddity =
            (ratio - 1) + abs(cosine) + (largest / smallest - 1) - 0.005 * Float(min(a.weight, min(b.weight, c.weight)))
    }

    /// Whether `finder` is one of the three.
    func contains(_ finder: uk_finder) -> Bool {
        [corner, right, below].contains { $0.centre == finder.centre }
    }

    /// A first guess of the pose, with depths from the sizes of the finder patterns: areas shrink with the third power.
    var pose: Pose {
        func depth(_ finder: uk_finder) -> Float {
            let cube = (corner.area / finder.area).cubeRoot
            return min(max(cube, 0.75), 1.33)
        }
        return Pose(
            corner: corner.centre, right: right.centre, below: below.centre, rightDepth: depth(right),
            belowDepth: depth(below))
    }

    /// Modules a side, as the runs through the finder patterns have it, the likeliest first.
    func sizes(in picture: GreyImage) -> [Int] {
        let legs = [(corner, right), (corner, below)].map { from, to in
            let module = (run(from, to, picture) + run(to, from, picture)) / 7
            return (from.centre - to.centre).length / module + 7
        }
        let size = (legs[0] + legs[1]) / 2
        guard size.isFinite else { return [] }
        return KnownModules.sizes.filter { abs(Float($0) - size) < 0.16 * size }
            .sorted { abs(Float($0) - size) < abs(Float($1) - size) }
    }

    private func run(_ from: uk_finder, _ to: uk_finder, _ picture: GreyImage) -> Float {
        let measured = picture.withPixels {
            uk_pixels_run($0, Int32(picture.width), Int32(picture.height), from.x, from.y, to.x, to.y)
        }
        return measured > 0 ? measured : from.size / 2
    }
}

extension uk_finder {
    var centre: SIMD2<Float> { SIMD2(x, y) }
    var area: Float { width * height }
    var size: Float { area.squareRoot() }
}

extension Float {
    fileprivate var cubeRoot: Float { cbrtf(self) }
}

import CPixels

/// Where a QR code lies in a picture: the centres of its three finder patterns in pixels, and how much farther than the
/// corner the other two are from the lens. That is all that a plane seen in perspective has: eight numbers.
struct Pose: Hashable, Sendable {
    /// The finder pattern in the corner between the other two.
    var corner: SIMD2<Float>
    /// At the end of the code's first row.
    var right: SIMD2<Float>
    /// At the end of the code's first column.
    var below: SIMD2<Float>
    /// The distance of `right` from the lens, divided by that of `corner`.
    var rightDepth: Float = 1
    var belowDepth: Float = 1

    /// The way from the modules of a code of `size` modules a side to pixels.
    func plane(size: Int) -> uk_plane {
        let span = Float(size - 7)
        let origin = SIMD3(corner.x, corner.y, 1)
        let across = (SIMD3(right.x, right.y, 1) * rightDepth - origin) / span
        let down = (SIMD3(below.x, below.y, 1) * belowDepth - origin) / span
        // Centres of finder patterns lie 3.5 modules inside.
        let outer = origin - 3.5 * (across + down)
        return uk_plane(
            m: (across.x, down.x, outer.x, across.y, down.y, outer.y, across.z, down.z, outer.z))
    }

    /// Where the corners of a code of `size` modules lie, around it, in pixels.
    func corners(size: Int) -> [SIMD2<Float>] {
        let m = plane(size: size).m
        let end = Float(size)
        return [SIMD2<Float>(0, 0), SIMD2(end, 0), SIMD2(end, end), SIMD2(0, end)].map { place in
            let depth = m.6 * place.x + m.7 * place.y + m.8
            return SIMD2(m.0 * place.x + m.1 * place.y + m.2, m.3 * place.x + m.4 * place.y + m.5) / depth
        }
    }

    /// The same pose in a picture whose pixels are `factor` times as many a side.
    func scaled(by factor: Float) -> Pose {
        Pose(
            corner: corner * factor, right: right * factor, below: below * factor, rightDepth: rightDepth,
            belowDepth: belowDepth)
    }

    /// The length of a side in pixels, for a code of `size` modules.
    func side(size: Int) -> Float {
        let legs = (right - corner).length + (below - corner).length
        return legs / 2 * Float(size) / Float(size - 7)
    }
}

extension SIMD2<Float> {
    var length: Float { (self * self).sum().squareRoot() }
}

import Foundation
import Scanner
import TestSupport

/// A code held before a camera: how it is held, and what light and lens make of it.
struct HeldCode {
    var text: String
    /// Pixels per module, in the middle of the code.
    var module = 4.0
    /// Turned in its plane, in degrees.
    var turn = 0.0
    /// Tilted away from the camera about its upright axis, in degrees.
    var tilt = 0.0
    var isMirrored = false
    /// How far a bulge of the paper moves the modules in the middle, in modules.
    var bulge = 0.0
    /// Where its middle is, in pixels.
    var x = 160.0
    var y = 120.0
    var dark = 20.0
    var light = 230.0
    /// What lies beyond the quiet zone.
    var ground = 120.0
    /// Light modules around it, of which a code should have four.
    var quietZone = 4.0
    /// Half the width of what the lens blurs, in pixels.
    var blur = 0
    /// The largest change of a pixel by noise.
    var noise = 0.0

    /// The picture of one or more codes.
    static func picture(_ codes: HeldCode..., width: Int = 320, height: Int = 240) throws -> GreyImage {
        var image = GreyImage(width: width, height: height)
        let squares = try codes.map { try QRSquare(Array($0.text.utf8)) }
        var shades = (0..<(width * height)).map { index in
            let (x, y) = (Double(index % width), Double(index / width))
            let four = [(0.25, 0.25), (0.75, 0.25), (0.25, 0.75), (0.75, 0.75)].map { dx, dy in
                zip(codes, squares).lazy.compactMap { $0.shade($1, x + dx, y + dy) }.first ?? codes[0].ground
            }
            return four.reduce(0, +) / 4
        }
        for _ in 0..<codes[0].blur { shades = blurred(shades, width, height) }
        var chance = Chance(seed: 7)
        image.refill(width: width, height: height) { pixels in
            for index in pixels.indices {
                let noise = codes[0].noise > 0 ? Double.random(in: -codes[0].noise...codes[0].noise, using: &chance) : 0
                pixels[index] = UInt8(min(max(shades[index] + noise, 0), 255))
            }
        }
        return image
    }

    /// What a point of the picture shows of this code; `nil` beside it.
    private func shade(_ square: QRSquare, _ x: Double, _ y: Double) -> Double? {
        let focus = 350.0
        let (u, v) = (x - self.x, y - self.y)
        let angle = tilt * .pi / 180
        // Where the line of sight meets the tilted plane.
        let depth = 1 / (cos(angle) - u / focus * sin(angle))
        let (right, down) = (u * depth / module, v * depth * cos(angle) / module)
        let around = turn * .pi / 180
        let side = Double(square.side)
        var column = (right * cos(around) + down * sin(around)) * (isMirrored ? -1 : 1) + side / 2
        var row = down * cos(around) - right * sin(around) + side / 2
        let lift = bulge * sin(.pi * min(max(column / side, 0), 1)) * sin(.pi * min(max(row / side, 0), 1))
        (column, row) = (column + lift, row + lift)
        let inside = -quietZone...(side + quietZone)
        guard inside.contains(column), inside.contains(row) else { return nil }
        return square.isDark(row: Int(row.rounded(.down)), column: Int(column.rounded(.down))) ? dark : light
    }

    private static func blurred(_ shades: [Double], _ width: Int, _ height: Int) -> [Double] {
        shades.indices.map { index in
            let (x, y) = (index % width, index / width)
            var sum = 0.0
            for row in max(0, y - 1)...min(height - 1, y + 1) {
                for column in max(0, x - 1)...min(width - 1, x + 1) { sum += shades[row * width + column] }
            }
            let rows = min(height - 1, y + 1) - max(0, y - 1) + 1
            let columns = min(width - 1, x + 1) - max(0, x - 1) + 1
            return sum / Double(rows * columns)
        }
    }
}

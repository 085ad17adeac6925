import Scanner
import TestSupport

/// An endless mix of what a camera may see in a day, by a seed: passes, other people's codes, damaged and inverted
/// ones, fields of finder patterns, noise, and mostly nothing; small pictures, and now and then a full one.
struct SoakFrames {
    /// So that a million of them take minutes.
    private static let small = (width: 160, height: 120)
    private static let full = [(width: 640, height: 480), (width: 1280, height: 720)]
    /// One picture in so many is a full one.
    private static let fullEvery = 1000
    /// One in so many is a field of finder patterns, which may hold libzbar for half a second.
    private static let fieldEvery = 2500
    /// Pictures for which a code stays in view.
    private static let stay = 10

    private var chance: Chance
    private var made = 0
    private var square: QRSquare?

    init(seed: UInt64) { chance = Chance(seed: seed) }

    /// The next picture.
    mutating func next() throws -> GreyImage {
        let isFull = (made + 1).isMultiple(of: SoakFrames.fullEvery)
        let size =
            isFull ? SoakFrames.full[Int.random(in: 0..<SoakFrames.full.count, using: &chance)] : SoakFrames.small
        let frame = try next(width: size.width, height: size.height)
        var image = GreyImage(width: 0, height: 0)
        image.refill(width: frame.width, height: frame.height) { _ = $0.update(fromContentsOf: frame.pixels) }
        return image
    }

    /// The next picture, of this size.
    mutating func next(width: Int, height: Int) throws -> CameraScene {
        if made.isMultiple(of: SoakFrames.stay) { square = try newCode() }
        made += 1
        var frame = CameraScene(width: width, height: height, shade: UInt8.random(in: 0...255, using: &chance))
        draw(on: &frame)
        return frame
    }

    /// A code of ours, a link, or any bytes.
    private mutating func newCode() throws -> QRSquare? {
        let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)
        let kind = Int.random(in: 0..<4, using: &chance)
        let length = Int.random(in: 4...80, using: &chance)
        let body = (0..<length).map { _ in
            kind == 2
                ? UInt8.random(in: 1...255, using: &chance)
                : letters[Int.random(in: 0..<letters.count, using: &chance)]
        }
        return switch kind {
        case 0: try QRSquare("UK1".utf8 + body)
        case 1: try QRSquare("https://example.com/".utf8 + body)
        case 2: try QRSquare(body)
        default: nil
        }
    }

    private mutating func draw(on frame: inout CameraScene) {
        let most = square.map { max(1, min(frame.width, frame.height) / ($0.side + 2 * QRSquare.quietZone)) } ?? 1
        let scale = Int.random(in: max(1, most - 1)...most, using: &chance)
        let x = Int.random(in: 0...max(1, frame.width / 3), using: &chance)
        let y = Int.random(in: 0...max(1, frame.height / 3), using: &chance)
        if made.isMultiple(of: SoakFrames.fieldEvery) { return drawFinderPatterns(on: &frame) }
        switch Int.random(in: 0..<8, using: &chance) {
        case 0: addNoise(to: &frame, by: 255)
        case 1: break
        case 2: square.map { frame.draw($0, x: x, y: y, scale: scale, dark: 230, light: 30) }
        case 3:
            square.map { frame.draw($0, x: x, y: y, scale: scale) }
            addNoise(to: &frame, by: 90)
        default: square.map { frame.draw($0, x: x, y: y, scale: scale) }
        }
    }

    private mutating func addNoise(to frame: inout CameraScene, by strength: UInt8) {
        var bits = UInt64(0)
        frame.change { shade in
            if bits == 0 { bits = chance.next() }
            defer { bits >>= 8 }
            return shade &+ UInt8(truncatingIfNeeded: bits) % strength
        }
    }

    /// What holds libzbar longest.
    private mutating func drawFinderPatterns(on frame: inout CameraScene) {
        let scale = Int.random(in: 1...3, using: &chance)
        for y in stride(from: scale, to: frame.height, by: 9 * scale) {
            for x in stride(from: scale, to: frame.width, by: 9 * scale) {
                frame.drawFinderPattern(x: x, y: y, scale: scale)
            }
        }
    }
}

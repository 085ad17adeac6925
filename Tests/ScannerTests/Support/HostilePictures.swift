import Foundation
import Scanner
import TestSupport
import Testing

/// A grey picture that a test draws and spoils.
struct Canvas {
    var width: Int
    var height: Int
    var pixels: [UInt8]

    init(width: Int, height: Int, shade: UInt8 = 255) {
        self.width = width
        self.height = height
        pixels = Array(repeating: shade, count: width * height)
    }

    /// As a binary PGM file.
    var pgm: [UInt8] { Array("P5 \(width) \(height) 255\n".utf8) + pixels }

    /// One of the pictures below `Fixtures/hostile`, which have one pixel per module.
    ///
    /// They were drawn by libqrencode 4.1: `structured-…` are the two halves of one text (ISO/IEC 18004, structured
    /// append), together, alone and one of them twice; `eci-…` announce a character set; the others are named after
    /// what they say.
    init(hostile name: String) throws {
        let image = try GreyImage(Fixture.bytes("hostile/\(name).pgm"))
        (width, height, pixels) = (image.width, image.height, image.pixels)
    }

    /// Each pixel as a rectangle.
    func stretched(_ across: Int, _ down: Int) -> Canvas {
        var result = Canvas(width: width * across, height: height * down)
        for y in 0..<result.height {
            for x in 0..<result.width {
                result.pixels[y * result.width + x] = pixels[y / down * width + x / across]
            }
        }
        return result
    }

    /// Paints a rectangle; what would lie outside is left out.
    mutating func fill(x: Int, y: Int, width: Int, height: Int, _ shade: UInt8) {
        for row in max(0, y)..<max(0, y, min(self.height, y + height)) {
            for column in max(0, x)..<max(0, x, min(self.width, x + width)) {
                pixels[row * self.width + column] = shade
            }
        }
    }

    /// Draws the pattern of a code's corners, with modules of any size.
    mutating func drawFinder(x: Int, y: Int, across: Int, down: Int) {
        for (inset, shade) in [(0, 0), (1, 255), (2, 0)] as [(Int, UInt8)] {
            fill(
                x: x + inset * across, y: y + inset * down, width: (7 - 2 * inset) * across,
                height: (7 - 2 * inset) * down, shade)
        }
    }
}

/// Random pictures in the shape of what a QR decoder looks for, and damaged files.
struct HostilePictures {
    private(set) var chance: Chance
    private let codes: [Canvas]
    private let files: [[UInt8]]

    static let names = [
        "controls", "eci-many", "eci-shift-jis", "eci-unknown", "eci-utf8", "escapes", "kanji", "largest", "latin1",
        "shift-jis-bytes", "structured-all", "structured-first", "structured-last", "structured-twice", "zero", "zeros",
    ]

    init(chance: Chance) throws {
        self.chance = chance
        // Not the largest one, which would take most of the time.
        codes = try HostilePictures.names.filter { $0 != "largest" }.map(Canvas.init(hostile:))
        files = try ["one.png", "one.jpg", "progressive.jpg", "one.pgm", "deep.pgm", "colour.ppm", "transparent.png"]
            .map(Fixture.bytes)
    }

    /// The next file.
    mutating func next() -> [UInt8] {
        switch Int.random(in: 0..<8, using: &chance) {
        case 0: return noise().pgm
        case 1: return flipped().pgm
        case 2: return swapped().pgm
        case 3: return spliced().pgm
        case 4: return finders().pgm
        case 5, 6: return modulesFlipped().pgm
        default: return damagedFile()
        }
    }

    private mutating func code() -> Canvas { codes[Int.random(in: codes.indices, using: &chance)] }

    private mutating func stretchedCode() -> Canvas {
        code().stretched(Int.random(in: 1...5, using: &chance), Int.random(in: 1...5, using: &chance))
    }

    private mutating func noise() -> Canvas {
        var canvas = Canvas(
            width: Int.random(in: 1...320, using: &chance), height: Int.random(in: 1...240, using: &chance))
        let range = UInt8.random(in: 0...127, using: &chance)...UInt8.random(in: 128...255, using: &chance)
        for index in canvas.pixels.indices { canvas.pixels[index] = UInt8.random(in: range, using: &chance) }
        return canvas
    }

    private mutating func flipped() -> Canvas {
        var canvas = stretchedCode()
        for _ in 0..<Int.random(in: 1...canvas.pixels.count / 4, using: &chance) {
            canvas.pixels[Int.random(in: canvas.pixels.indices, using: &chance)] ^= UInt8.random(
                in: 1...255, using: &chance)
        }
        return canvas
    }

    private mutating func swapped() -> Canvas {
        var canvas = stretchedCode()
        let side = Int.random(in: 1...min(canvas.width, canvas.height) / 2, using: &chance)
        for _ in 0..<Int.random(in: 1...6, using: &chance) {
            let one = corner(of: side, in: canvas)
            let other = corner(of: side, in: canvas)
            for row in 0..<side {
                for column in 0..<side {
                    canvas.pixels.swapAt(
                        one + row * canvas.width + column, other + row * canvas.width + column)
                }
            }
        }
        return canvas
    }

    private mutating func corner(of side: Int, in canvas: Canvas) -> Int {
        Int.random(in: 0...canvas.height - side, using: &chance) * canvas.width
            + Int.random(in: 0...canvas.width - side, using: &chance)
    }

    /// The left of one code and the right of another.
    private mutating func spliced() -> Canvas {
        let scale = Int.random(in: 2...5, using: &chance)
        let (one, other) = (code().stretched(scale, scale), code().stretched(scale, scale))
        var canvas = Canvas(width: max(one.width, other.width), height: max(one.height, other.height))
        let seam = Int.random(in: 0...canvas.width, using: &chance)
        for y in 0..<canvas.height {
            for x in 0..<canvas.width {
                let source = x < seam ? one : other
                guard x < source.width, y < source.height else { continue }
                canvas.pixels[y * canvas.width + x] = source.pixels[y * source.width + x]
            }
        }
        return canvas
    }

    private mutating func finders() -> Canvas {
        var canvas = Canvas(width: 320, height: 240)
        let most = Int.random(in: 1...8, using: &chance)
        for _ in 0..<Int.random(in: 3...60, using: &chance) {
            canvas.drawFinder(
                x: Int.random(in: -20...320, using: &chance), y: Int.random(in: -20...240, using: &chance),
                across: Int.random(in: 1...most, using: &chance), down: Int.random(in: 1...most, using: &chance))
        }
        return canvas
    }

    /// A code that can be found, with other contents than anybody would write.
    private mutating func modulesFlipped() -> Canvas {
        var modules = code()
        let corners = 7 + 5
        for _ in 0..<Int.random(in: 1...40, using: &chance) {
            let x = Int.random(in: 4..<modules.width - 4, using: &chance)
            let y = Int.random(in: 4..<modules.height - 4, using: &chance)
            let isCorner =
                (x < corners || x >= modules.width - corners) && (y < corners || y >= modules.height - corners)
            // The patterns by which a code is found stay, mostly.
            if isCorner, Int.random(in: 0..<10, using: &chance) > 0 { continue }
            modules.pixels[y * modules.width + x] ^= 0xFF
        }
        let scale = Int.random(in: 2...5, using: &chance)
        return modules.stretched(scale, scale)
    }

    private mutating func damagedFile() -> [UInt8] {
        var bytes = files[Int.random(in: files.indices, using: &chance)]
        for _ in 0..<Int.random(in: 1...8, using: &chance) where !bytes.isEmpty {
            let place = Int.random(in: bytes.indices, using: &chance)
            switch Int.random(in: 0..<5, using: &chance) {
            case 0: bytes[place] = UInt8.random(in: 0...255, using: &chance)
            case 1: bytes[place] ^= 1 << UInt8.random(in: 0...7, using: &chance)
            case 2: bytes.insert(contentsOf: bytes[place...].prefix(16), at: place)
            case 3: bytes.removeSubrange(place..<min(bytes.count, place + 16))
            default: bytes.removeLast(min(bytes.count, Int.random(in: 0...20, using: &chance)))
            }
        }
        return bytes
    }
}

import CPixels

/// A picture at its full, half, quarter and eighth size, and what thresholds make of it. The memory is kept from picture to
/// picture, so that nothing is allocated while their size stays the same.
struct Pyramid {
    /// A size of the picture; pixels of the full size are `1 << rawValue` times as many a side.
    enum Level: Int, CaseIterable {
        case full, half, quarter, eighth

        /// Pixels of the full size for one of this level.
        var scale: Float { Float(1 << rawValue) }
    }

    private var levels = Level.allCases.map { _ in GreyImage(width: 0, height: 0) }
    private var blurred = GreyImage(width: 0, height: 0)
    /// The last picture that ``threshold(_:)`` made: black and white only.
    private(set) var binary = GreyImage(width: 0, height: 0)
    /// Room for sums, one for each column.
    private var columns: [UInt32] = []

    subscript(level: Level) -> GreyImage { levels[level.rawValue] }

    /// Takes a picture. It must be dropped before the caller writes to it again, or it is copied.
    mutating func load(_ image: GreyImage) {
        levels[0] = image
        columns.grow(to: image.width)
        for level in 1..<levels.count {
            let larger = levels[level - 1]
            levels[level].refill(width: larger.width / 2, height: larger.height / 2) { pixels in
                larger.withPixels { uk_pixels_halve($0, Int32(larger.width), Int32(larger.height), pixels.baseAddress) }
            }
        }
    }

    /// Lets go of the picture.
    mutating func drop() {
        levels[0] = GreyImage(width: 0, height: 0)
    }

    /// Makes ``binary`` of a level, as `step` wants it.
    mutating func threshold(_ step: LadderStep) {
        let source = step.isBlurred ? blur(self[step.level]) : self[step.level]
        let (width, height) = (Int32(source.width), Int32(source.height))
        binary.refill(width: source.width, height: source.height) { pixels in
            source.withPixels {
                uk_pixels_threshold($0, width, height, step.radius, step.bias, pixels.baseAddress, &columns)
            }
            if step.isInverted { uk_pixels_invert(pixels.baseAddress, pixels.count) }
        }
    }

    private mutating func blur(_ image: GreyImage) -> GreyImage {
        blurred.refill(width: image.width, height: image.height) { pixels in
            image.withPixels { uk_pixels_blur($0, Int32(image.width), Int32(image.height), pixels.baseAddress) }
        }
        return blurred
    }
}

extension GreyImage {
    /// The pixels for a function of C; `nil` for an empty picture.
    func withPixels<Result>(_ body: (UnsafePointer<UInt8>?) -> Result) -> Result {
        pixels.withUnsafeBufferPointer { body($0.baseAddress) }
    }
}

extension [UInt32] {
    fileprivate mutating func grow(to count: Int) {
        if self.count < count { self = Array(repeating: 0, count: count) }
    }
}

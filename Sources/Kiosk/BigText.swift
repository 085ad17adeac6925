import CGlyphs
import Foundation

/// Text in letters of 16 points' height, eight rows of the screen: Latin takes 8 columns, kana, Chinese characters and
/// Hangul 16. The shapes are GNU Unifont's.
enum BigText {
    /// How high a line of it is.
    static let height = 16

    /// The picture of a text on one line.
    ///
    /// - Returns: `nil` when a character has no shape, or the text is empty: it is then written in ordinary letters.
    static func bitmap(_ text: String) -> Bitmap? {
        var shapes: [Shape] = []
        for scalar in text.precomposedStringWithCanonicalMapping.unicodeScalars {
            guard let shape = Shape(scalar) else { return nil }
            shapes.append(shape)
        }
        guard !shapes.isEmpty else { return nil }
        var bitmap = Bitmap(width: shapes.reduce(0) { $0 + $1.width }, height: height)
        var left = 0
        for shape in shapes {
            shape.draw(on: &bitmap, at: left)
            left += shape.width
        }
        return bitmap.emboldened.trimmed
    }

    /// One character's points.
    private struct Shape {
        let width: Int
        /// A line each, the left point in the highest of the `width` bits.
        private var lines: [UInt16] = Array(repeating: 0, count: BigText.height)

        init?(_ scalar: Unicode.Scalar) {
            guard scalar != " " else {
                width = 8
                return
            }
            guard scalar != "\u{3000}" else {
                width = 16
                return
            }
            var columns: Int32 = 0
            guard let bytes = uk_glyph(scalar.value, &columns) else { return nil }
            width = Int(columns)
            for line in lines.indices {
                lines[line] =
                    width == 8 ? UInt16(bytes[line]) : UInt16(bytes[2 * line]) << 8 | UInt16(bytes[2 * line + 1])
            }
        }

        func draw(on bitmap: inout Bitmap, at left: Int) {
            for (y, line) in lines.enumerated() {
                for x in 0..<width where line >> (width - 1 - x) & 1 == 1 { bitmap[left + x, y] = true }
            }
        }
    }
}

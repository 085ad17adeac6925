/// The clock's and the passcode's figures: strokes as heavy as the screen has room for, drawn from a grid of 3 × 5.
enum BlockDigits {
    private static let grids: [Character: [String]] = [
        "0": ["###", "# #", "# #", "# #", "###"], "1": ["## ", " # ", " # ", " # ", "###"],
        "2": ["###", "  #", "###", "#  ", "###"], "3": ["###", "  #", "###", "  #", "###"],
        "4": ["# #", "# #", "###", "  #", "  #"], "5": ["###", "#  ", "###", "  #", "###"],
        "6": ["###", "#  ", "###", "# #", "###"], "7": ["###", "  #", "  #", "  #", "  #"],
        "8": ["###", "# #", "###", "# #", "###"], "9": ["###", "# #", "###", "  #", "###"],
        ":": [" ", "#", " ", "#", " "], " ": [" ", " ", " ", " ", " "], "_": ["   ", "   ", "   ", "   ", "###"],
    ]

    /// The picture of figures, colons and blanks; anything else is left out.
    ///
    /// - Parameter scale: points of one square of the grid; the picture is `5 * scale` points high.
    static func bitmap(_ text: String, scale: Int) -> Bitmap {
        let shapes = text.compactMap { grids[$0] }
        let widths = shapes.map { ($0.first?.count ?? 0) * scale }
        let gap = max(1, scale)
        var bitmap = Bitmap(width: widths.reduce(0, +) + gap * max(0, shapes.count - 1), height: 5 * scale)
        var left = 0
        for (shape, width) in zip(shapes, widths) {
            for (line, squares) in shape.enumerated() {
                for (place, square) in squares.enumerated() where square == "#" {
                    fill(&bitmap, x: left + place * scale, y: line * scale, side: scale)
                }
            }
            left += width + gap
        }
        return bitmap
    }

    private static func fill(_ bitmap: inout Bitmap, x: Int, y: Int, side: Int) {
        for line in y..<y + side {
            for column in x..<x + side { bitmap[column, line] = true }
        }
    }
}

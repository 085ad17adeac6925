/// A picture of points that are set or not; a point is as high as half a row and as wide as a column, so it is square.
struct Bitmap: Hashable {
    let width: Int
    let height: Int
    private var points: [Bool]

    init(width: Int, height: Int) {
        self.width = max(0, width)
        self.height = max(0, height)
        points = Array(repeating: false, count: self.width * self.height)
    }

    /// Whether a point is set; outside there are none.
    subscript(x: Int, y: Int) -> Bool {
        get { (0..<width).contains(x) && (0..<height).contains(y) && points[y * width + x] }
        set { if (0..<width).contains(x), (0..<height).contains(y) { points[y * width + x] = newValue } }
    }

    /// Rows of the screen that it takes.
    var rows: Int { (height + 1) / 2 }

    /// Twice as large, with slanted strokes smoothed (the rule known as EPX or Scale2x).
    var doubled: Bitmap {
        var large = Bitmap(width: 2 * width, height: 2 * height)
        for y in 0..<height {
            for x in 0..<width {
                let (up, left, right, down) = (self[x, y - 1], self[x - 1, y], self[x + 1, y], self[x, y + 1])
                let isCorner = up != down && left != right
                let point = self[x, y]
                large[2 * x, 2 * y] = isCorner && left == up ? up : point
                large[2 * x + 1, 2 * y] = isCorner && up == right ? right : point
                large[2 * x, 2 * y + 1] = isCorner && left == down ? left : point
                large[2 * x + 1, 2 * y + 1] = isCorner && down == right ? right : point
            }
        }
        return large
    }

    /// With strokes two points wide, to be read from further away. A gap of one point in a line stays open, or dense
    /// characters would run together.
    var emboldened: Bitmap {
        var bold = self
        for y in 0..<height {
            for x in 1..<max(1, width) where self[x - 1, y] && !self[x, y] && !self[x + 1, y] { bold[x, y] = true }
        }
        return bold
    }

    /// Without the empty columns at its sides and the empty lines above and below, but for whole pairs of lines.
    var trimmed: Bitmap {
        let columns = (0..<width).filter { x in (0..<height).contains { self[x, $0] } }
        let lines = (0..<height).filter { y in (0..<width).contains { self[$0, y] } }
        guard let left = columns.first, let right = columns.last, let top = lines.first, let bottom = lines.last
        else { return Bitmap(width: 0, height: 0) }
        var small = Bitmap(width: right - left + 1, height: bottom - top + 1)
        for y in 0..<small.height {
            for x in 0..<small.width { small[x, y] = self[x + left, y + top] }
        }
        return small
    }
}

extension Frame {
    /// Draws a picture with half blocks; where it has no points the cells stay as they are.
    mutating func put(_ bitmap: Bitmap, row: Int, column: Int, role: Role) {
        for offset in 0..<bitmap.rows {
            for x in 0..<bitmap.width {
                switch (bitmap[x, 2 * offset], bitmap[x, 2 * offset + 1]) {
                case (true, true): putBlock("█", row: row + offset, column: column + x, role: role)
                case (true, false): putBlock("▀", row: row + offset, column: column + x, role: role)
                case (false, true): putBlock("▄", row: row + offset, column: column + x, role: role)
                case (false, false): break
                }
            }
        }
    }
}

import Reception

/// What the camera sees, as a mirror: two points to a cell, a dozen greys.
struct Viewfinder {
    let preview: ScanLine.Preview

    /// Rows that it takes at that width, with its proportions kept.
    func rows(columns: Int) -> Int { max(1, columns * preview.height / max(1, preview.width) / 2) }

    /// Columns that it may take at that height.
    func columns(rows: Int) -> Int { max(1, rows * 2 * preview.width / max(1, preview.height)) }

    func draw(on frame: inout Frame, in area: Area) {
        let levels = levels(width: area.columns, height: 2 * area.rows)
        for row in 0..<area.rows {
            for column in 0..<area.columns {
                let upper = levels[2 * row * area.columns + column]
                let lower = levels[(2 * row + 1) * area.columns + column]
                frame.putBlock(
                    "▀", row: area.row + row, column: area.column + column, role: .grey(upper: upper, lower: lower))
            }
        }
        outline(on: &frame, in: area)
    }

    /// Draws the sides of the code that was read.
    private func outline(on frame: inout Frame, in area: Area) {
        let corners = preview.corners.map { corner in
            (
                x: (preview.width - 1 - corner.x) * area.columns / max(1, preview.width),
                y: corner.y * area.rows / max(1, preview.height)
            )
        }
        for (one, next) in zip(corners, corners.dropFirst() + corners.prefix(1)) {
            let steps = max(abs(next.x - one.x), abs(next.y - one.y), 1)
            for step in 0...steps {
                let x = one.x + (next.x - one.x) * step / steps
                let y = one.y + (next.y - one.y) * step / steps
                guard (0..<area.columns).contains(x), (0..<area.rows).contains(y) else { continue }
                frame.put("▒", row: area.row + y, column: area.column + x, role: .outline)
            }
        }
    }

    /// The picture at another size, each point the mean of those that it covers, mirrored, and stretched to use all
    /// greys.
    private func levels(width: Int, height: Int) -> [UInt8] {
        var means: [Int] = []
        means.reserveCapacity(width * height)
        for y in 0..<height {
            for x in 0..<width { means.append(mean(x: width - 1 - x, y: y, width: width, height: height)) }
        }
        let (darkest, brightest) = (means.min() ?? 0, means.max() ?? 255)
        // A dark room stays dark: noise is not stretched into a picture.
        let range = max(48, brightest - darkest)
        let top = Int(Role.greys) - 1
        return means.map { UInt8(min(top, ($0 - darkest) * (top + 1) / (range + 1))) }
    }

    private func mean(x: Int, y: Int, width: Int, height: Int) -> Int {
        let left = x * preview.width / width
        let right = max(left + 1, (x + 1) * preview.width / width)
        let top = y * preview.height / height
        let bottom = max(top + 1, (y + 1) * preview.height / height)
        var sum = 0
        for line in top..<min(bottom, preview.height) {
            for column in left..<min(right, preview.width) {
                sum += Int(preview.pixels[line * preview.width + column])
            }
        }
        return sum / max(1, (bottom - top) * (right - left))
    }
}

extension Bitmap {
    /// An answer's sign as a figure of its own, to be seen from two metres: a ring, a triangle or a cross.
    ///
    /// - Parameter side: its width and height in points.
    static func sign(_ role: Role, side: Int) -> Bitmap {
        var bitmap = Bitmap(width: side, height: side)
        let stroke = Double(side) / 6
        for line in 0..<side {
            for column in 0..<side {
                // From the middle, in the middle of each point.
                let x = Double(column) + 0.5 - Double(side) / 2
                let y = Double(line) + 0.5 - Double(side) / 2
                bitmap[column, line] = isInked(role, x, y, half: Double(side) / 2, stroke)
            }
        }
        return bitmap
    }

    private static func isInked(_ role: Role, _ x: Double, _ y: Double, half: Double, _ stroke: Double) -> Bool {
        switch role {
        case .good:
            let distance = (x * x + y * y).squareRoot()
            return distance <= half && distance > half - stroke
        case .notice:
            // How far inside the slanting sides, and above the foot.
            let slant = (y + half) / 2 - abs(x)
            return slant >= 0 && (slant < stroke * 0.9 || half - y < stroke)
        default:
            return abs(abs(x) - abs(y)) < stroke * 0.75
        }
    }
}

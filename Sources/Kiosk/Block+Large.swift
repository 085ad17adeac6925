/// What ordinary letters say elsewhere, in large ones for a screen that has the room: to be read from two metres.
extension Block {
    /// Labels and values, the values in large letters; no form where one of them does not fit.
    static func largeDetails(_ details: [(label: String, value: String)], columns: Int) -> [Form] {
        let labels = details.map { DisplayWidth.of($0.label) }.max() ?? 0
        guard let pictures = pictures(details.map(\.value), columns: columns - labels - 3) else { return [] }
        let width = labels + 3 + (pictures.map(\.width).max() ?? 0)
        let rows = pictures.reduce(0) { $0 + $1.rows } + pictures.count - 1
        return [
            Form(rows: rows, worth: .size) { frame, area in
                let left = area.column(centring: width)
                var row = area.row
                for (detail, picture) in zip(details, pictures) {
                    frame.put(detail.label, row: row + (picture.rows - 1) / 2, column: left, role: .quiet)
                    frame.put(picture, row: row, column: left + labels + 3, role: .stroke)
                    row += picture.rows + 1
                }
            }
        ]
    }

    /// Keys in up to `most` columns, what they do in large letters; no form where one of them does not fit.
    static func largeMenu(_ keys: [KeyCap], columns: Int, most: Int) -> [Form] {
        guard let pictures = pictures(keys.map(\.text), columns: columns - KeyCap.largeCap) else { return [] }
        let width = KeyCap.largeCap + (pictures.map(\.width).max() ?? 0)
        let fitting = min(most, (columns + largeGap) / (width + largeGap))
        let lines = (keys.count + fitting - 1) / fitting
        let across = (keys.count + lines - 1) / lines
        let height = pictures.map(\.rows).max() ?? 0
        let step = height + 2
        return [
            Form(rows: lines * step - 2, worth: .size) { frame, area in
                let left = area.column(centring: across * width + largeGap * (across - 1))
                for (place, key) in keys.enumerated() {
                    let row = area.row + place / across * step
                    let column = left + place % across * (width + largeGap)
                    key.drawLarge(pictures[place], on: &frame, row: row, column: column, rows: height, columns: width)
                }
            }
        ]
    }

    private static let largeGap = 6

    /// Each text on one line of its own; `nil` where there is none, or one does not fit.
    private static func pictures(_ texts: [String], columns: Int) -> [Bitmap]? {
        // Nothing is drawn of what is certainly too wide: only the edges of a letter may be trimmed away.
        guard !texts.isEmpty, texts.allSatisfy({ 8 * DisplayWidth.of($0) <= columns + 16 }) else { return nil }
        let pictures = texts.compactMap { BigText.bitmap($0) }
        return pictures.count == texts.count && pictures.allSatisfy { $0.width <= columns } ? pictures : nil
    }
}

extension KeyCap {
    /// Columns of the key itself, and of the gap before what it does.
    static let largeCap = 11

    /// Draws it with what it does as a picture, over so many rows and columns, all of which are to be touched.
    func drawLarge(_ picture: Bitmap, on frame: inout Frame, row: Int, column: Int, rows: Int, columns: Int) {
        let cap = KeyCap.largeCap - 4
        let middle = row + max(0, rows - 3) / 2
        for line in middle..<middle + 3 {
            frame.put(String(repeating: " ", count: cap), row: line, column: column, role: .key)
        }
        frame.put(name, row: middle + 1, column: column + (cap - DisplayWidth.of(name)) / 2, role: .key)
        frame.put(
            picture, row: row + (rows - picture.rows) / 2, column: column + KeyCap.largeCap,
            role: isSelected ? .field : .stroke)
        for line in row..<row + rows { frame.target(key, row: line, columns: column..<column + columns) }
    }
}

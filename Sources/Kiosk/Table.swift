import Reception

/// Rows with straight columns, one of them selected; drawn a screenful at a time, so that no place has to be remembered.
///
/// A touch on a row means ``Key/row(_:)``; where there is more above or below, the count stands there and a touch on it
/// means ``Key/jump(_:)``. Columns that do not fit are left out from the last to the first.
struct Table {
    struct Row: Hashable {
        var cells: [String]
        var role = Role.plain
        /// How it reads aloud.
        var reading = ""
    }

    /// A title for each column; empty ones where none is needed.
    var titles: [String]
    /// Which column takes the room that is left.
    var wide = 0
    /// Which column is left out rather than cut.
    var whole: Int?
    /// How many rows there are.
    var count: Int
    var selection: Int?
    /// What a touch on a title means.
    var titleKey: Key?
    /// Whether a touch on a row means it.
    var isTouchable = true
    /// A row by its place; asked for those that are shown alone.
    var row: (Int) -> Row

    func draw(on frame: inout Frame, in area: Area) {
        guard area.rows > 0, count > 0 else { return }
        let hasTitles = area.rows >= 6 && titles.contains { !$0.isEmpty }
        var body = hasTitles ? area.split(above: 1).lower : area
        let isCut = count > body.rows
        if isCut { body.rows -= 1 }
        let most = max(1, body.rows)
        let first = (selection ?? 0) / most * most
        let shown = (first..<min(count, first + most)).map { (place: $0, row: row($0)) }
        let widths = widths(shown.map(\.row), hasTitles: hasTitles, columns: area.columns)
        if hasTitles { drawTitles(widths, area, on: &frame) }
        for (offset, item) in shown.enumerated() {
            draw(item.row, at: item.place, widths, row: body.row + offset, area, on: &frame)
        }
        if isCut { drawMore(first, most, row: body.row + body.rows, area, on: &frame) }
    }

    private static let gap = 2

    // MARK: - Columns

    /// What each column gets; 0 for those that are left out.
    private func widths(_ rows: [Row], hasTitles: Bool, columns: Int) -> [Int] {
        var widths = titles.indices.map { column in
            max(
                hasTitles ? DisplayWidth.of(titles[column]) : 0,
                rows.map { DisplayWidth.of($0.cells.indices.contains(column) ? $0.cells[column] : "") }.max() ?? 0)
        }
        let room = columns - 2
        func used() -> Int {
            let there = widths.filter { $0 > 0 }
            return there.reduce(0, +) + Table.gap * max(0, there.count - 1)
        }
        // A long company's name gives way before a column does, the longest first and no further than the next.
        let spare = { (column: Int) in widths[column] > (column == wide ? Table.leastWide : Table.least) }
        while used() > room,
            let widest = widths.indices.filter({ $0 != whole && spare($0) }).max(by: { widths[$0] < widths[$1] })
        {
            widths[widest] -= 1
        }
        for column in widths.indices.reversed() where used() > room && column != wide { widths[column] = 0 }
        if widths.indices.contains(wide) {
            let others = used() - widths[wide]
            widths[wide] = max(1, min(max(widths[wide], room - others), widths[wide] + Table.mostSpare))
            if used() > room { widths[wide] = max(1, widths[wide] - (used() - room)) }
        }
        return widths
    }

    /// No column is cut to less than that for the sake of another.
    private static let least = 10
    /// The wide column, a name with how many came along, keeps more.
    private static let leastWide = 14
    /// Wider gaps are hard to follow with the eye.
    private static let mostSpare = 16

    private func drawTitles(_ widths: [Int], _ area: Area, on frame: inout Frame) {
        put(titles, widths, row: area.row, column: area.column + 1, role: .quiet, on: &frame)
        if let titleKey {
            frame.target(titleKey, row: area.row, columns: area.column..<area.column + area.columns)
        }
    }

    private func draw(
        _ item: Row, at place: Int, _ widths: [Int], row: Int, _ area: Area, on frame: inout Frame
    ) {
        let isSelected = place == selection
        let role: Role = isSelected ? .field : item.role
        if isSelected {
            frame.put(String(repeating: " ", count: area.columns), row: row, column: area.column, role: .field)
        }
        put(item.cells, widths, row: row, column: area.column + 1, role: role, on: &frame)
        if isSelected { frame.put("▸", row: row, column: area.column, role: role) }
        if isTouchable { frame.target(.row(place), row: row, columns: area.column..<area.column + area.columns) }
        frame.read(item.reading.isEmpty ? item.cells.filter { !$0.isEmpty }.joined(separator: " ") : item.reading)
    }

    private func put(
        _ cells: [String], _ widths: [Int], row: Int, column: Int, role: Role, on frame: inout Frame
    ) {
        var column = column
        for (cell, width) in zip(cells, widths) where width > 0 {
            frame.put(DisplayWidth.fit(cell, columns: width), row: row, column: column, role: role)
            column += width + Table.gap
        }
    }

    // MARK: - More

    private func drawMore(_ first: Int, _ most: Int, row: Int, _ area: Area, on frame: inout Frame) {
        let last = min(count, first + most)
        let text = "\(first + 1)–\(last) / \(count)"
        let middle = area.column(centring: DisplayWidth.of(text))
        frame.put(text, row: row, column: middle, role: .quiet)
        frame.read(text)
        let half = area.columns / 2
        if first > 0 {
            frame.put(" ▲ ", row: row, column: area.column, role: .key)
            frame.target(.jump(first - most), row: row, columns: area.column..<area.column + half)
        }
        if last < count {
            frame.put(" ▼ ", row: row, column: area.column + area.columns - 3, role: .key)
            frame.target(.jump(last), row: row, columns: area.column + half..<area.column + area.columns)
        }
    }
}

/// A key that does something on this screen, as it is shown: the key's name on a cap, and what it does beside it.
struct KeyCap: Hashable {
    /// As it stands on the keyboard.
    let name: String
    /// What a click on it is, too.
    let key: Key
    let text: String
    /// Whether Enter would choose it.
    var isSelected = false

    init(_ name: String, _ key: Key, _ text: String, isSelected: Bool = false) {
        self.name = name
        self.key = key
        self.text = text
        self.isSelected = isSelected
    }

    /// A key that types a capital letter or a digit.
    init(_ letter: Character, _ text: String) {
        self.init(String(letter), .character(letter), text)
    }

    /// Columns that it takes.
    var width: Int { DisplayWidth.of(name) + 3 + DisplayWidth.of(text) }

    /// Draws it, and makes a click on it mean its key.
    func draw(on frame: inout Frame, row: Int, column: Int) {
        let end = frame.put(" \(name) ", row: row, column: column, role: .key)
        frame.put(text, row: row, column: end + 1, role: isSelected ? .field : .plain)
        frame.target(key, row: row, columns: column..<column + width)
    }

    /// The same three rows high, for a finger: `row` is the first.
    func drawTall(on frame: inout Frame, row: Int, column: Int) {
        let cap = DisplayWidth.of(name) + 4
        for line in row..<row + 3 {
            frame.put(String(repeating: " ", count: cap), row: line, column: column, role: .key)
            frame.target(key, row: line, columns: column..<column + width + 4)
        }
        frame.put(name, row: row + 1, column: column + 2, role: .key)
        frame.put(text, row: row + 1, column: column + cap + 2, role: isSelected ? .field : .headline)
    }

    /// The keys in rows that fit, each as full as it can be.
    static func rows(_ keys: [KeyCap], columns: Int, gap: Int) -> [[KeyCap]] {
        var rows: [[KeyCap]] = []
        var used = 0
        for key in keys {
            if !rows.isEmpty, used + gap + key.width <= columns {
                rows[rows.count - 1].append(key)
                used += gap + key.width
            } else {
                rows.append([key])
                used = key.width
            }
        }
        return rows
    }
}

extension Block {
    /// Keys in columns with straight edges, with an empty row between two where there is room; in a hurry of rows as
    /// many in a row as fit.
    static func menu(_ keys: [KeyCap], columns: Int, most: Int = 3, isRoomy: Bool = true) -> Block {
        let width = keys.map(\.width).max() ?? 0
        let gap = columns >= 60 ? 4 : 2
        let fitting = max(1, min(most, (columns + gap) / max(1, width + gap)))
        let lines = (keys.count + fitting - 1) / max(1, fitting)
        // Five keys look better as three and two than as four and one.
        let across = lines > 0 ? (keys.count + lines - 1) / lines : 1
        let grid = stride(from: 0, to: keys.count, by: max(1, across)).map {
            Array(keys[$0..<min($0 + across, keys.count)])
        }
        let block = across * width + gap * max(0, across - 1)
        let flow = KeyCap.rows(keys, columns: columns, gap: 2)
        var forms = isRoomy ? largeMenu(keys, columns: columns, most: most) : []
        let tall = block + 4 * across
        if isRoomy, tall <= columns {
            forms.append(
                Form(rows: 4 * grid.count - 1, worth: .comfort) { frame, area in
                    put(grid, step: 4, width: width + gap + 4, left: area.column(centring: tall), area, on: &frame)
                })
        }
        if isRoomy, grid.count > 1 {
            forms.append(
                Form(rows: 2 * grid.count - 1, worth: .comfort) { frame, area in
                    put(grid, step: 2, width: width + gap, left: area.column(centring: block), area, on: &frame)
                })
        }
        forms.append(
            Form(rows: grid.count, worth: .aside) { frame, area in
                put(grid, step: 1, width: width + gap, left: area.column(centring: block), area, on: &frame)
            })
        if flow.count < grid.count { forms.append(Block.flow(flow)) }
        return Block(forms: keys.isEmpty ? [nothing] : forms)
    }

    /// Rows of keys, each in the middle.
    static func flow(_ rows: [[KeyCap]], gap: Int = 2) -> Form {
        Form(rows: rows.count) { frame, area in
            for (offset, keys) in rows.enumerated() {
                let width = keys.reduce(0) { $0 + $1.width } + gap * (keys.count - 1)
                var column = area.column(centring: width)
                for key in keys {
                    key.draw(on: &frame, row: area.row + offset, column: column)
                    column += key.width + gap
                }
            }
        }
    }

    private static func put(
        _ grid: [[KeyCap]], step: Int, width: Int, left: Int, _ area: Area, on frame: inout Frame
    ) {
        for (line, keys) in grid.enumerated() {
            for (place, key) in keys.enumerated() {
                let (row, column) = (area.row + step * line, left + place * width)
                if step < 3 {
                    key.draw(on: &frame, row: row, column: column)
                } else {
                    key.drawTall(on: &frame, row: row, column: column)
                }
            }
        }
    }
}

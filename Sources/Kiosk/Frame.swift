package import Reception

/// Rows and columns of a terminal.
package struct Size: Hashable, Sendable {
    package var rows: Int
    package var columns: Int

    package init(rows: Int, columns: Int) {
        self.rows = rows
        self.columns = columns
    }
}

/// A whole screen: every cell of it, as `view` wants it.
///
/// A wide character takes its cell and leaves the next one empty (`""`). Text that does not fit is cut, never wrapped
/// onto another row. Beside its cells a frame knows what a click on them means, and how it reads aloud.
package struct Frame: Hashable, Sendable {
    /// One column of one row.
    package struct Cell: Hashable, Sendable {
        /// One grapheme; `" "` for an empty cell, `""` for the right half of a wide one.
        package var text: String
        package var role: Role

        package init(text: String, role: Role) {
            self.text = text
            self.role = role
        }
    }

    package let size: Size
    package private(set) var cells: [[Cell]]
    /// Which of the two sets of colours it is drawn in.
    package var theme: KioskLayout.Theme
    /// The screen as sentences in reading order, for those who hear or feel it: no decoration, nothing twice.
    package private(set) var reading: [String] = []
    private(set) var targets: [Target] = []

    /// Columns of one row that mean a key.
    struct Target: Hashable {
        var row: Int
        var columns: Range<Int>
        var key: Key
    }

    package init(size: Size, theme: KioskLayout.Theme = .dark) {
        self.size = size
        self.theme = theme
        cells = Array(
            repeating: Array(repeating: Cell(text: " ", role: .plain), count: max(0, size.columns)),
            count: max(0, size.rows))
    }

    /// Writes `text` from `column` on, cut at the right edge; outside the screen it writes nothing.
    ///
    /// - Returns: the column after the text.
    @discardableResult
    package mutating func put(_ text: String, row: Int, column: Int, role: Role = .plain) -> Int {
        guard cells.indices.contains(row) else { return column }
        var column = column
        for character in text {
            let width = DisplayWidth.of(character)
            guard width > 0 else { continue }
            guard column + width <= size.columns else { return column }
            if column >= 0 { set(character, width: width, row: row, column: column, role: role) }
            column += width
        }
        return column
    }

    /// Writes `text` in the middle of the row, or of the given columns of it.
    package mutating func putCentered(_ text: String, row: Int, role: Role = .plain) {
        put(text, row: row, column: max(0, (size.columns - DisplayWidth.of(text)) / 2), role: role)
    }

    /// Writes `text` so that it ends before `column`.
    package mutating func putTrailing(_ text: String, row: Int, before column: Int, role: Role = .plain) {
        put(text, row: row, column: max(0, column - DisplayWidth.of(text)), role: role)
    }

    /// Writes a block element, which takes one column; outside the screen it writes nothing.
    mutating func putBlock(_ block: String, row: Int, column: Int, role: Role) {
        guard cells.indices.contains(row), cells[row].indices.contains(column) else { return }
        separate(row: row, column: column)
        cells[row][column] = Cell(text: block, role: role)
    }

    /// Gives a whole row a role, text or not.
    package mutating func fill(row: Int, role: Role) {
        guard cells.indices.contains(row) else { return }
        for column in cells[row].indices { cells[row][column] = Cell(text: " ", role: role) }
    }

    /// Gives cells a role and leaves what stands in them; outside the screen it does nothing.
    package mutating func tint(row: Int, columns: Range<Int>, role: Role) {
        guard cells.indices.contains(row) else { return }
        for column in columns.clamped(to: 0..<size.columns) { cells[row][column].role = role }
    }

    // MARK: - Beside the cells

    /// A click or a touch on those columns means that key; of two that overlap the later one counts.
    package mutating func target(_ key: Key, row: Int, columns: Range<Int>) {
        targets.append(Target(row: row, columns: columns, key: key))
    }

    /// The key that a click on that cell means, if it means any.
    package func key(row: Int, column: Int) -> Key? {
        targets.last { $0.row == row && $0.columns.contains(column) }?.key
    }

    /// Adds a sentence to ``reading``; an empty one adds nothing.
    package mutating func read(_ sentence: String) {
        if !sentence.isEmpty { reading.append(sentence) }
    }

    private mutating func set(_ character: Character, width: Int, row: Int, column: Int, role: Role) {
        separate(row: row, column: column)
        if width == 2 { separate(row: row, column: column + 1) }
        cells[row][column] = Cell(text: String(character), role: role)
        if width == 2 { cells[row][column + 1] = Cell(text: "", role: role) }
    }

    /// Blanks the other half of a wide character that is about to lose this one.
    private mutating func separate(row: Int, column: Int) {
        if cells[row][column].text.isEmpty, column > 0 {
            cells[row][column - 1].text = " "
        } else if column + 1 < size.columns, cells[row][column + 1].text.isEmpty {
            cells[row][column + 1].text = " "
        }
    }
}

extension Frame: CustomStringConvertible {
    /// The screen as a picture: its rows without trailing blanks.
    package var description: String {
        cells.map { row in
            let line = row.map(\.text).joined()
            return String(line.reversed().drop { $0 == " " }.reversed())
        }.joined(separator: "\n")
    }
}

import Kiosk

/// Cells of one row and one role beside each other, as curses takes them.
struct TextRun {
    let role: Role
    /// Where it begins.
    let column: Int
    private(set) var scalars: [Int32] = []

    /// The runs of a row, or of the beginning of one.
    static func runs(of cells: [Frame.Cell]) -> [TextRun] {
        var runs: [TextRun] = []
        for (column, cell) in cells.enumerated() where !cell.text.isEmpty {
            if runs.last?.role != cell.role { runs.append(TextRun(role: cell.role, column: column)) }
            let isWide = column + 1 < cells.count && cells[column + 1].text.isEmpty
            runs[runs.count - 1].add(cell.text, columns: isWide ? 2 : 1)
        }
        return runs
    }

    private init(role: Role, column: Int) {
        self.role = role
        self.column = column
    }

    /// Adds a cell in exactly the columns that the frame gives it.
    ///
    /// Curses gives every scalar that has a width a place of its own, so of a joined emoji only as much is drawn as
    /// fits; and a cell of curses holds no more than four marks. Control characters have no width and never pass.
    private mutating func add(_ text: String, columns: Int) {
        var used = 0
        var marks = 0
        for scalar in text.unicodeScalars {
            let width = DisplayWidth.of(scalar)
            if width > 0 {
                guard used + width <= columns else { continue }
                used += width
            } else {
                guard used > 0, marks < 4, scalar.properties.isMark else { continue }
                marks += 1
            }
            scalars.append(Int32(bitPattern: scalar.value))
        }
        for _ in used..<columns { scalars.append(0x20) }
    }
}

extension Unicode.Scalar.Properties {
    /// Whether the scalar is drawn onto the one before it: an accent, a voicing mark, a vowel of Hangul.
    ///
    /// A selector of an emoji's look is left out, since it changes the width in some terminals.
    fileprivate var isMark: Bool {
        guard !isVariationSelector else { return false }
        return switch generalCategory {
        case .nonspacingMark, .enclosingMark, .otherLetter: true
        default: false
        }
    }
}

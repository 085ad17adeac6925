import Reception

/// Where the parts of a screen stand: header, body, keys, the line above the staff's line. One rule for every size.
struct Page {
    let size: Size
    /// The keys, in rows that fit.
    let keys: [[KeyCap]]
    /// Whether the line above the bottom is there.
    let hasLine: Bool

    /// - Parameter isTimed: whether the screen returns to idle by itself, and so must show its countdown.
    init(size: Size, keys: [KeyCap], isTimed: Bool) {
        self.size = size
        hasLine = isTimed && size.rows >= 6 || size.rows >= 16
        let margin = Page.margin(size)
        let columns = size.columns - 2 * margin
        let gap = size.columns >= 60 ? 4 : 2
        let single = KeyCap.rows(keys, columns: columns, gap: gap)
        self.keys = single.count > 1 ? KeyCap.rows(keys, columns: columns, gap: 2) : single
        self.gap = self.keys.count > 1 ? 2 : gap
    }

    /// Columns between two keys.
    let gap: Int

    /// Empty columns on either side.
    static func margin(_ size: Size) -> Int {
        switch size.columns {
        case ..<60: 1
        case ..<100: 4
        case ..<160: 6
        default: 12
        }
    }

    var margin: Int { Page.margin(size) }
    /// Whether there is room for a rule below the header and empty rows about the keys.
    var isRoomy: Bool { size.rows >= 20 }
    var isTall: Bool { size.rows >= 36 }

    var headerRow: Int { isTall ? 1 : 0 }
    /// The row after the header and its rule.
    private var top: Int { isTall ? 3 : isRoomy ? 2 : 1 }
    var ruleRow: Int? { isRoomy ? top - 1 : nil }
    var statusRow: Int { size.rows - 1 }
    var lineRow: Int? { hasLine ? size.rows - 2 : nil }
    /// The first row of the keys.
    var keysRow: Int { (lineRow ?? statusRow) - keys.count - (isRoomy ? 1 : 0) }

    /// Between the header and the keys, inside the margins.
    var body: Area {
        let bottom = keys.isEmpty ? (lineRow ?? statusRow) : keysRow - (size.rows >= 14 ? 1 : 0)
        return Area(row: top, column: margin, rows: max(0, bottom - top), columns: max(1, size.columns - 2 * margin))
    }
}

/// A rectangle of the screen, in cells.
struct Area: Hashable {
    var row: Int
    var column: Int
    var rows: Int
    var columns: Int

    /// The upper and the lower part.
    func split(above rows: Int) -> (upper: Area, lower: Area) {
        let rows = min(max(0, rows), self.rows)
        var (upper, lower) = (self, self)
        upper.rows = rows
        lower.row += rows
        lower.rows -= rows
        return (upper, lower)
    }

    /// The left and the right part, with so many empty columns between them.
    func split(left columns: Int, gap: Int) -> (left: Area, right: Area) {
        var (left, right) = (self, self)
        left.columns = columns
        right.column += columns + gap
        right.columns -= columns + gap
        return (left, right)
    }

    /// The column at which something so wide stands in the middle.
    func column(centring width: Int) -> Int { column + max(0, (columns - width) / 2) }
}

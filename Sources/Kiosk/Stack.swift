/// Blocks one below the other, each as roomy as all of them together allow.
///
/// It begins with every block's roomiest form. While they do not fit, what is worth the least is given up: the size of
/// a letter first, then the distance between blocks, the meaning last. What still does not fit is left out as a whole.
struct Stack {
    var blocks: [Block]
    /// Rows between two blocks where there is room.
    var distance = 1
    /// Whether the first block stands at the top, and the others in the middle of what is left.
    var isPinned = false

    /// Draws the blocks and says what they say.
    func draw(on frame: inout Frame, in area: Area) {
        for sentence in blocks.flatMap(\.reading) { frame.read(sentence) }
        let (forms, distance) = fitted(into: area.rows)
        var row = area.row
        var shown = forms.filter { $0.rows > 0 }
        var least = 0
        if isPinned, let first = shown.first, forms.first?.rows ?? 0 > 0 {
            shown.removeFirst()
            draw(first, at: row, of: area, on: &frame)
            row += first.rows
            least = distance
        }
        let rows = height(shown, distance)
        let free = area.row + area.rows - row - rows
        // A little above the middle is where the eye takes the middle to be.
        row += max(max(0, free) * 2 / 5, min(least, free))
        for form in shown {
            draw(form, at: row, of: area, on: &frame)
            row += form.rows + distance
        }
    }

    private func draw(_ form: Block.Form, at row: Int, of area: Area, on frame: inout Frame) {
        guard row + form.rows <= area.row + area.rows else { return }
        form.draw(&frame, Area(row: row, column: area.column, rows: form.rows, columns: area.columns))
    }

    private func height(_ forms: [Block.Form], _ distance: Int) -> Int {
        let rows = forms.map(\.rows).filter { $0 > 0 }
        return rows.reduce(0, +) + distance * max(0, rows.count - 1)
    }

    private func fitted(into room: Int) -> (forms: [Block.Form], distance: Int) {
        var chosen = blocks.map { _ in 0 }
        var distance = distance
        while true {
            let forms = zip(blocks, chosen).map { $0.forms[$1] }
            guard height(forms, distance) > room else { return enlarged(chosen, distance, room) }
            let cheapest = blocks.indices.filter { chosen[$0] + 1 < blocks[$0].forms.count }
                .min { (forms[$0].worth, $1) < (forms[$1].worth, $0) }
            let isClose = distance > 0 && cheapest.map { forms[$0].worth >= Stack.worth(ofDistance: distance) } ?? true
            if isClose {
                distance -= 1
            } else if let cheapest {
                chosen[cheapest] += 1
            } else {
                return (forms, distance)
            }
        }
    }

    /// Giving up one large thing may have made room for something smaller that went before it: that comes back, the
    /// worthiest first.
    private func enlarged(_ chosen: [Int], _ distance: Int, _ room: Int) -> (forms: [Block.Form], distance: Int) {
        var chosen = chosen
        let forms = zip(blocks, chosen).map { $0.forms[$1] }
        let distance = (distance...max(distance, self.distance)).last { height(forms, $0) <= room } ?? distance
        var hasChanged = true
        while hasChanged {
            hasChanged = false
            let larger = blocks.indices.filter { chosen[$0] > 0 }.sorted {
                (blocks[$1].forms[chosen[$1] - 1].worth, $0) < (blocks[$0].forms[chosen[$0] - 1].worth, $1)
            }
            for place in larger where !hasChanged {
                chosen[place] -= 1
                hasChanged = height(zip(blocks, chosen).map { $0.forms[$1] }, distance) <= room
                if !hasChanged { chosen[place] += 1 }
            }
        }
        return (zip(blocks, chosen).map { $0.forms[$1] }, distance)
    }

    /// The last row of distance is worth more than a decoration; those above it are not.
    private static func worth(ofDistance distance: Int) -> Block.Worth { distance > 1 ? .comfort : .help }
}

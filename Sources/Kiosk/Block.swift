/// One part of a screen, such as a sentence or the clock, in forms from the roomiest to the smallest.
struct Block {
    /// One way to draw it.
    struct Form {
        let rows: Int
        /// What it is worth to keep this form rather than take the next one; the least is given up first.
        var worth = Worth.meaning
        /// Given the whole width and the form's rows.
        let draw: (inout Frame, Area) -> Void
    }

    /// What is given up for what, from the first to the last.
    enum Worth: Int, Comparable {
        case size, comfort, decoration, aside, help, meaning

        static func < (one: Worth, other: Worth) -> Bool { one.rawValue < other.rawValue }
    }

    /// Never empty; one of no rows comes last where the block may be left out.
    var forms: [Form]
    /// What it says, for those who hear or feel the screen; said also where the block itself is left out.
    var reading: [String] = []

    /// Nothing at all.
    static var nothing: Form { Form(rows: 0) { _, _ in } }

    /// The same block, which may be left out for what is worth more.
    func droppable(_ worth: Worth) -> Block {
        guard let last = forms.last, last.rows > 0 else { return self }
        var block = self
        block.forms[forms.count - 1] = Form(rows: last.rows, worth: worth, draw: last.draw)
        block.forms.append(Block.nothing)
        return block
    }
}

extension Block {
    /// A sentence in the middle of its lines.
    ///
    /// - Parameter short: says the same in less room.
    static func text(_ text: String, _ role: Role = .plain, columns: Int, short: String? = nil) -> Block {
        let texts = [text] + (short.map { $0 == text ? [] : [$0] } ?? [])
        let forms = texts.map { text in
            let lines = LineBreaking.lines(text, columns: columns)
            return Form(rows: lines.count, worth: .help) { frame, area in
                for (offset, line) in lines.enumerated() {
                    let column = area.column(centring: DisplayWidth.of(line))
                    frame.put(line, row: area.row + offset, column: column, role: role)
                }
            }
        }
        var smaller: [Form] = []
        for form in forms where form.rows < smaller.last?.rows ?? .max { smaller.append(form) }
        return Block(forms: smaller, reading: text.isEmpty ? [] : [text])
    }

    /// A picture of points; left out where it is too wide.
    static func picture(_ bitmap: Bitmap, _ role: Role, columns: Int, worth: Worth) -> [Form] {
        guard bitmap.width > 0, bitmap.width <= columns else { return [] }
        return [
            Form(rows: bitmap.rows, worth: worth) { frame, area in
                frame.put(bitmap, row: area.row, column: area.column(centring: bitmap.width), role: role)
            }
        ]
    }

    /// A text as large as there is room for: in letters of sixteen rows, of eight, or in ordinary ones. A text that
    /// does not fit as a whole in large letters is not cut but written small.
    static func headline(_ text: String, _ role: Role = .headline, stroke: Role = .stroke, columns: Int) -> Block {
        var block = Block.text(text, role, columns: columns)
        if let bitmap = BigText.bitmap(text) {
            block.forms =
                picture(bitmap.doubled, stroke, columns: columns, worth: .size)
                + picture(bitmap, stroke, columns: columns, worth: .comfort) + block.forms
        }
        return block
    }

    /// Labels and values as one block with straight edges.
    static func details(_ details: [(label: String, value: String)], columns: Int) -> Block {
        let labels = details.map { DisplayWidth.of($0.label) }.max() ?? 0
        let room = max(1, columns - labels - 2)
        let rows = details.flatMap { detail in
            LineBreaking.lines(detail.value, columns: room).enumerated().map { line in
                (label: line.offset == 0 ? detail.label : "", value: line.element)
            }
        }
        let width = labels + 2 + (rows.map { DisplayWidth.of($0.value) }.max() ?? 0)
        let form = Form(rows: rows.count, worth: .aside) { frame, area in
            let left = area.column(centring: width)
            for (offset, line) in rows.enumerated() {
                frame.put(line.label, row: area.row + offset, column: left, role: .quiet)
                frame.put(line.value, row: area.row + offset, column: left + labels + 2, role: .headline)
            }
        }
        let forms = rows.isEmpty ? [Block.nothing] : largeDetails(details, columns: columns) + [form]
        return Block(forms: forms, reading: details.map { "\($0.label) \($0.value)" })
    }
}

extension Block {
    /// An answer's band: the whole width in its colour. In large letters where they fit; the line below them repeats the
    /// words beside the sign, so that nobody has to make out a picture.
    ///
    /// - Parameter short: what may stand in large letters for a headline that does not fit in them; empty for none.
    static func band(_ role: Role, _ headline: String, short: String, name: String, columns: Int) -> Block {
        let line = "\(role.sign)  \(headline)"
        let caption = name.isEmpty ? line : "\(line)   \(name)"
        let isOneLine = DisplayWidth.of(caption) <= columns
        let lines = (isOneLine ? [caption] : [line, name]).flatMap { LineBreaking.lines($0, columns: columns) }
        var forms = seenFromAfar(role, headline, short: short, lines, columns: columns)
        forms.append(padded(lines, role, padding: 2, worth: .size))
        forms.append(padded(lines, role, padding: 1, worth: .aside))
        forms.append(padded(lines, role, padding: 0, worth: .meaning))
        return Block(forms: forms, reading: [name.isEmpty ? headline : "\(headline) \(name)"])
    }

    /// The headline in large letters, in up to three lines; else a word or two of it; else its sign, alone.
    private static func seenFromAfar(
        _ role: Role, _ headline: String, short: String, _ lines: [String], columns: Int
    ) -> [Form] {
        let withSign = { (text: String) in [role.sign + " " + text, text] }
        if let whole = picture(withSign(headline), columns: columns) {
            return forms(whole, lines, role, columns: columns)
        }
        let broken = pictures(headline, columns: columns, lines: 3)
        let inLines = broken.isEmpty ? [] : [large(broken, lines, role, padding: 1, worth: .comfort)]
        if let part = picture(short.isEmpty ? [] : withSign(short), columns: columns) {
            return inLines + forms(part, lines, role, columns: columns)
        }
        let signs = [(28, 1, Worth.size), (14, 1, .decoration), (12, 0, .aside)].filter { $0.0 <= columns }
        return inLines + signs.map { large([.sign(role, side: $0.0)], lines, role, padding: $0.1, worth: $0.2) }
    }

    /// The first of the texts that fits in large letters.
    private static func picture(_ texts: [String], columns: Int) -> Bitmap? {
        texts.lazy.compactMap { BigText.bitmap($0) }.first { $0.width > 0 && $0.width <= columns }
    }

    private static func forms(_ bitmap: Bitmap, _ lines: [String], _ role: Role, columns: Int) -> [Form] {
        [(bitmap.doubled, 1, Worth.size), (bitmap, 1, .decoration), (bitmap, 0, .aside)]
            .filter { $0.0.width <= columns }
            .map { large([$0.0], lines, role, padding: $0.1, worth: $0.2) }
    }

    private static func large(
        _ pictures: [Bitmap], _ lines: [String], _ role: Role, padding: Int, worth: Worth
    ) -> Form {
        let rows = height(pictures)
        return Form(rows: rows + lines.count + 1 + 2 * padding, worth: worth) { frame, area in
            for row in area.row..<area.row + area.rows { frame.fill(row: row, role: role) }
            put(pictures, role, row: area.row + padding, area, on: &frame)
            put(lines, role, row: area.row + padding + 1 + rows, area, on: &frame)
        }
    }

    private static func padded(_ lines: [String], _ role: Role, padding: Int, worth: Worth) -> Form {
        Form(rows: lines.count + 2 * padding, worth: worth) { frame, area in
            for row in area.row..<area.row + area.rows { frame.fill(row: row, role: role) }
            put(lines, role, row: area.row + padding, area, on: &frame)
        }
    }

    private static func put(_ lines: [String], _ role: Role, row: Int, _ area: Area, on frame: inout Frame) {
        for (offset, line) in lines.enumerated() {
            frame.put(line, row: row + offset, column: area.column(centring: DisplayWidth.of(line)), role: role)
        }
    }

    /// Text in large letters, broken into no more than so many lines; no form where it does not fit.
    static func large(_ text: String, columns: Int, lines: Int, worth: Worth = .size) -> [Form] {
        let pictures = pictures(text, columns: columns, lines: lines)
        guard !pictures.isEmpty else { return [] }
        return [
            Form(rows: height(pictures), worth: worth) { frame, area in
                put(pictures, .stroke, row: area.row, area, on: &frame)
            }
        ]
    }

    /// Lines of large letters that fit; none where they do not.
    private static func pictures(_ text: String, columns: Int, lines: Int) -> [Bitmap] {
        // A large letter is eight columns where a small one is one.
        guard !text.isEmpty, let texts = LineBreaking.phrases(text, columns: max(1, columns / 8)), texts.count <= lines
        else { return [] }
        let pictures = texts.compactMap { BigText.bitmap($0) }.filter { $0.width > 0 && $0.width <= columns }
        return pictures.count == texts.count ? pictures : []
    }

    private static func height(_ pictures: [Bitmap]) -> Int {
        pictures.reduce(0) { $0 + $1.rows } + pictures.count - 1
    }

    private static func put(_ pictures: [Bitmap], _ role: Role, row: Int, _ area: Area, on frame: inout Frame) {
        var row = row
        for picture in pictures {
            frame.put(picture, row: row, column: area.column(centring: picture.width), role: role)
            row += picture.rows + 1
        }
    }
}

extension Role {
    /// What an answer in this role is without colours.
    var sign: String {
        switch self {
        case .good: "○"
        case .notice: "△"
        default: "×"
        }
    }
}

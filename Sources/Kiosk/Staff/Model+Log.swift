import Reception

/// The recent log, as the program has written it.
extension Model {
    mutating func press(_ key: Key, in page: LogPage, of console: StaffConsole) -> [Effect] {
        var page = page
        switch key {
        case .escape: return open(.menu(MenuPage()), in: console)
        case .row(let place), .jump(let place): page.select(place)
        case .up: page.select(page.selection - 1)
        case .down: page.select(page.selection + 1)
        case .pageUp: page.select(page.selection - 10)
        case .pageDown: page.select(page.selection + 10)
        default: return key.letter == "r" ? readAnew : []
        }
        show(.log(page), in: console)
        return []
    }

    mutating func takeLog(_ entries: [LogEntry]) {
        guard case .staff(let console) = screen, case .log(var page) = console.page else { return }
        page.entries = entries
        page.select(page.selection)
        show(.log(page), in: console)
    }

    var logKeys: [KeyCap] { [KeyCap("R", words.say(.healthCheck)), escape(.back)] }

    /// The selected line stands below as a whole.
    func draw(_ page: LogPage, in area: Area, on frame: inout Frame) {
        guard let entries = page.entries, !entries.isEmpty else {
            let text = words.say(page.entries == nil ? .looking : .logNone)
            Stack(blocks: [.text(text, columns: area.columns)]).draw(on: &frame, in: area)
            return
        }
        let whole = entries.indices.contains(page.selection) ? entries[page.selection].text : ""
        let isLong = DisplayWidth.of(whole) > area.columns - 16
        let lines = isLong ? Array(DisplayWidth.filled(whole, columns: area.columns).prefix(area.rows / 3)) : []
        let (upper, lower) = area.split(above: area.rows - lines.count)
        let table = Table(titles: ["", ""], wide: 1, count: entries.count, selection: page.selection) { place in
            let entry = entries[place]
            return Table.Row(cells: [entry.at.map(clock) ?? "", entry.text])
        }
        table.draw(on: &frame, in: upper)
        for (offset, line) in lines.enumerated() {
            frame.put(line, row: lower.row + offset, column: lower.column, role: .accent)
        }
    }
}

extension LogPage {
    fileprivate mutating func select(_ place: Int) {
        selection = min(max(0, place), max(0, (entries?.count ?? 1) - 1))
    }
}

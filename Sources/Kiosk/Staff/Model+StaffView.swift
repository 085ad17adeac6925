import Reception

/// How the console looks: a bar with the page and who has signed in, what was done last, and the page itself.
extension Model {
    func draw(_ console: StaffConsole, _ page: Page, on frame: inout Frame) {
        var area = drawBar(console, page, on: &frame)
        area = drawNotice(console, in: area, on: &frame)
        switch console.page {
        case .menu(let menu): draw(menu, of: console, in: area, on: &frame)
        case .visitors(let list): draw(list, of: console, in: area, on: &frame)
        case .visitor(let visitor): draw(visitor, of: console, in: area, on: &frame)
        case .evacuation(let page): draw(page, of: console, in: area, on: &frame)
        case .health(let page): draw(page, in: area, on: &frame)
        case .setAside(let page): draw(page, in: area, on: &frame)
        case .log(let page): draw(page, in: area, on: &frame)
        case .settings(let page): draw(page, in: area, on: &frame)
        case .maintenance(let page): draw(page, in: area, on: &frame)
        }
    }

    /// The keys at the bottom.
    func staffKeys(_ console: StaffConsole) -> [KeyCap] {
        switch console.page {
        case .menu: [escape(.staffClose)]
        case .visitors(let page): visitorsKeys(page)
        case .visitor(let page): visitorKeys(page)
        case .evacuation(let page): evacuationKeys(page)
        case .health: healthKeys
        case .setAside(let page): setAsideKeys(page)
        case .log: logKeys
        case .settings: settingsKeys
        case .maintenance: maintenanceKeys
        }
    }

    /// What a page is called.
    private func title(of page: StaffPage) -> String {
        switch page {
        case .menu: words.say(.staffConsole)
        case .visitors: words.say(.staffVisitors)
        case .visitor(let page): words.name(page.row.name)
        case .evacuation: words.say(.evacuation)
        case .health: words.say(.health)
        case .setAside: words.say(.setAsideEvents)
        case .log: words.say(.log)
        case .settings: words.say(.settings)
        case .maintenance: words.say(phrase(of: .maintenance))
        }
    }

    /// - Returns: what is left for the page.
    private func drawBar(_ console: StaffConsole, _ page: Page, on frame: inout Frame) -> Area {
        let body = page.body
        let role = console.member.role == .administrator ? words.say(.staffAdministrator) : words.say(.staffDesk)
        let title = title(of: console.page)
        let who = [words.say(.staffMember, ["name": console.member.name, "role": role]), console.member.name]
            .first { DisplayWidth.of($0) + 3 + DisplayWidth.of(title) <= body.columns }
        let room = body.columns - (who.map { DisplayWidth.of($0) + 2 } ?? 0)
        frame.put(DisplayWidth.fit(title, columns: room), row: body.row, column: body.column, role: .headline)
        if let who { frame.putTrailing(who, row: body.row, before: body.column + body.columns, role: .quiet) }
        frame.read(title)
        let isRoomy = body.rows >= 16
        return body.split(above: isRoomy ? 2 : 1).lower
    }

    private func drawNotice(_ console: StaffConsole, in area: Area, on frame: inout Frame) -> Area {
        guard let notice = console.notice else { return area }
        let role: Role = notice.isTrouble ? .notice : .good
        let text = "\(role.sign)  \(words.say(notice.phrase, notice.values))"
        let line = DisplayWidth.fit(text, columns: area.columns - 2)
        frame.put(
            " " + DisplayWidth.padded(line, columns: area.columns - 2) + " ", row: area.row, column: area.column,
            role: role)
        frame.read(words.say(notice.phrase, notice.values))
        return area.split(above: area.rows >= 14 ? 2 : 1).lower
    }

    // MARK: - Menu

    private func draw(_ page: MenuPage, of console: StaffConsole, in area: Area, on frame: inout Frame) {
        let isWide = area.columns >= 100 && area.rows >= 12
        let (left, right) = isWide ? area.split(left: area.columns * 2 / 5, gap: 4) : (area, area)
        let caps = items(console).enumerated().map { place, item in
            KeyCap(
                String(item.key), .character(item.key), words.say(phrase(of: item)), isSelected: place == page.selection
            )
        }
        var blocks = [choices(caps, left.columns, most: isWide ? 1 : 2, isTall: area.rows >= 14)]
        if let day = day(console, left.columns) { blocks.insert(day, at: 0) }
        Stack(blocks: blocks, distance: 1).draw(on: &frame, in: left)
        if isWide { drawDue(console, in: right, on: &frame) }
    }

    /// How the day stands, in one line.
    private func day(_ console: StaffConsole, _ columns: Int) -> Block? {
        guard let list = console.visitors else { return nil }
        var counts: [VisitorRow.Standing: Int] = [:]
        for row in list.rows { counts[row.standing(at: now.now), default: 0] += 1 }
        let parts = VisitorRow.Standing.allCases.compactMap { standing -> String? in
            guard let count = counts[standing], count > 0 else { return nil }
            return words.say(.staffCount, ["standing": words.standing(standing), "count": String(count)])
        }
        let text = parts.isEmpty ? words.say(.staffNobody) : parts.joined(separator: "   ")
        let signs = VisitorRow.Standing.allCases.compactMap { standing in
            counts[standing].map { "\(standing.sign) \($0)" }
        }
        let isLong = DisplayWidth.of(text) > columns && !signs.isEmpty
        var block = Block.text(isLong ? signs.joined(separator: "  ") : text, .accent, columns: columns)
        block.reading = [text]
        return block.droppable(.aside)
    }

    /// Who is due: the late, and those who come next.
    private func drawDue(_ console: StaffConsole, in area: Area, on frame: inout Frame) {
        let due = (console.visitors?.rows ?? []).filter { [.late, .expected].contains($0.standing(at: now.now)) }
            .sorted { ($0.time, $0.company, $0.name) < ($1.time, $1.company, $1.name) }
        guard !due.isEmpty else { return }
        frame.put(words.say(.staffDue), row: area.row, column: area.column + 1, role: .quiet)
        let rows = area.split(above: 1).lower
        var table = visitorTable(Array(due.prefix(rows.rows)), selection: nil)
        table.titles = table.titles.map { _ in "" }
        table.isTouchable = false
        table.draw(on: &frame, in: rows)
    }
}

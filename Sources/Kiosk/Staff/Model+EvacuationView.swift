import Reception

/// How the evacuation list looks: figures first, then who is where.
extension Model {
    func draw(_ page: EvacuationPage, of console: StaffConsole, in area: Area, on frame: inout Frame) {
        guard !page.isEnding else {
            let stack = Stack(blocks: [
                title(words.say(.evacuationEndAsk), area.columns),
                .text(words.say(.evacuationEndAdvice), columns: area.columns),
            ])
            stack.draw(on: &frame, in: area)
            return
        }
        guard page.rows != nil else {
            Stack(blocks: [.text(words.say(.looking), columns: area.columns)]).draw(on: &frame, in: area)
            return
        }
        var rows = drawFigures(page, in: area, on: &frame)
        rows = drawViews(page, console, in: rows, on: &frame)
        let shown = page.shown(console.visitors)
        guard !shown.isEmpty else {
            Stack(blocks: [.text(nobody(page), .accent, columns: rows.columns)]).draw(on: &frame, in: rows)
            return
        }
        evacuationTable(shown, page, columns: rows.columns).draw(on: &frame, in: rows)
    }

    func evacuationKeys(_ page: EvacuationPage) -> [KeyCap] {
        if page.isEnding { return [KeyCap("Enter", .enter, words.say(.yes)), escape(.cancel)] }
        var keys: [KeyCap] = []
        if page.view != .left, let row = page.rows?.first(where: { $0.id == page.selection }) {
            keys.append(
                row.safeAt == nil
                    ? KeyCap("Enter", .enter, words.say(.markSafe))
                    : KeyCap("Backspace", .backspace, words.say(.markMissing)))
        }
        if page.rows != nil, !page.isPrinting {
            keys.append(KeyCap("P", words.say(settings.staff.canPrint ? .print : .keep)))
        }
        if page.rows?.contains(where: { $0.safeAt != nil }) == true {
            keys.append(KeyCap("E", words.say(.evacuationEnd)))
        }
        return keys + [escape(.back)]
    }

    private func nobody(_ page: EvacuationPage) -> String {
        switch page.view {
        case .everybody: words.say(.evacuationNobody)
        case .missing: words.say(page.rows?.isEmpty == false ? .evacuationAllSafe : .evacuationNobody)
        case .left: words.say(.evacuationNobodyLeft)
        }
    }

    /// How many are inside, safe and missing; and how old the news of other kiosks are.
    private func drawFigures(_ page: EvacuationPage, in area: Area, on frame: inout Frame) -> Area {
        let missing = page.people(safe: false)
        let text = evacuationFigures(page)
        let isDone = missing == 0
        frame.put(
            DisplayWidth.fit(text, columns: area.columns), row: area.row, column: area.column,
            role: isDone ? .headline : .accent)
        frame.read(text)
        guard let stale = staleness, area.rows >= 5 else { return area.split(above: 1).lower }
        frame.put(DisplayWidth.fit(stale, columns: area.columns), row: area.row + 1, column: area.column, role: .notice)
        frame.read(stale)
        return area.split(above: 2).lower
    }

    func evacuationFigures(_ page: EvacuationPage) -> String {
        let (safe, missing) = (page.people(safe: true), page.people(safe: false))
        return words.say(
            .evacuationFigures,
            ["people": String(safe + missing), "safe": String(safe), "missing": String(missing)])
    }

    /// How old the news of other kiosks are; `nil` while they are new.
    var staleness: String? {
        guard link != .online else { return nil }
        guard let heardAt = cache.heardAt else { return words.say(.evacuationAlone) }
        return words.say(.evacuationStale, ["time": clock(heardAt)])
    }

    /// Which rows are shown, to be turned by Tab or touched.
    private func drawViews(
        _ page: EvacuationPage, _ console: StaffConsole, in area: Area, on frame: inout Frame
    ) -> Area {
        var column = area.column
        let edge = area.column + area.columns
        for view in EvacuationPage.View.allCases {
            var counted = page
            counted.view = view
            let people = counted.shown(console.visitors).reduce(0) { $0 + max(1, $1.headcount) }
            let count = String(people)
            let text = " \(words.say(.staffCount, ["standing": words.say(view.phrase), "count": count])) "
            let end = column + DisplayWidth.of(text)
            guard end <= edge else { break }
            frame.put(text, row: area.row, column: column, role: view == page.view ? .field : .quiet)
            frame.target(.part(view.rawValue), row: area.row, columns: column..<end)
            if view == page.view { frame.read(text.split(separator: " ").joined(separator: " ")) }
            column = end
        }
        return area.split(above: area.rows >= 12 ? 2 : 1).lower
    }

    /// Where there is little room, who and since when go before everything else.
    private func evacuationTable(_ rows: [VisitorRow], _ page: EvacuationPage, columns: Int) -> Table {
        let selection = page.selection.flatMap { id in rows.firstIndex { $0.id == id } }
        let all: [Phrase] = [.labelName, .staffState, .labelCompany, .host, .staffKiosk, .room]
        let titles = all.prefix(columns < 60 ? 2 : columns < 100 ? 4 : all.count)
        return Table(
            titles: [""] + titles.map { words.say($0) }, wide: 1, count: rows.count, selection: selection
        ) { place in
            let row = rows[place]
            let cells = [
                page.view == .left ? "→" : row.safeAt == nil ? "●" : "○", party(row), whereabouts(row), row.company,
                words.names(row.hosts), row.kiosk, row.room,
            ]
            let isDoubtful = row.exitKind == .assumed && row.visit?.checkedOutAt != nil
            let role: Role = isDoubtful || row.safeAt == nil && page.view != .left ? .headline : .quiet
            return Table.Row(
                cells: Array(cells.prefix(titles.count + 1)), role: role,
                reading: words.names(cells.dropFirst().filter { !$0.isEmpty }))
        }
    }

    func party(_ row: VisitorRow) -> String { row.headcount > 1 ? "\(row.name) +\(row.headcount - 1)" : row.name }

    /// Since when somebody is safe, inside or gone, and what is doubtful about it.
    func whereabouts(_ row: VisitorRow) -> String {
        // Here it matters of everybody whether they were seen to leave, and by whom.
        if let left = row.visit?.checkedOutAt {
            return words.say(.staffOutHow, ["time": clock(left), "how": words.exit(row.exitKind)])
        }
        if let safeAt = row.safeAt { return words.say(.evacuationSafeAt, ["time": clock(safeAt)]) }
        guard let visit = row.visit else { return "" }
        // Who came on another day may have left without a word.
        let isOfToday = siteTime.day(of: now.now).contains(visit.checkedInAt)
        return isOfToday
            ? state(row)
            : words.say(.evacuationForgotten, ["time": words.date(siteTime.reading(of: visit.checkedInAt))])
    }
}

extension EvacuationPage.View {
    var phrase: Phrase {
        switch self {
        case .everybody: .staffInside
        case .missing: .evacuationMissing
        case .left: .evacuationLeft
        }
    }
}

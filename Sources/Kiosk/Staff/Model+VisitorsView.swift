import Reception

/// The list of the day's visitors.
extension Model {
    func draw(_ page: VisitorsPage, of console: StaffConsole, in area: Area, on frame: inout Frame) {
        let rows = drawTools(page, in: area, on: &frame)
        guard let list = console.visitors else {
            Stack(blocks: [.text(words.say(.looking), columns: rows.columns)]).draw(on: &frame, in: rows)
            return
        }
        guard !page.rows.isEmpty else {
            let text = words.say(list.rows.isEmpty ? .staffNobody : .staffNobodyFound)
            Stack(blocks: [.text(text, columns: rows.columns)]).draw(on: &frame, in: rows)
            return
        }
        var place = rows
        if list.isCut {
            let text = words.say(.staffListCut, ["count": String(VisitorList.most)])
            frame.put(DisplayWidth.fit(text, columns: rows.columns), row: rows.row, column: rows.column, role: .notice)
            place = rows.split(above: 1).lower
        }
        visitorTable(page.rows, selection: page.place, order: page.order).draw(on: &frame, in: place)
    }

    func visitorsKeys(_ page: VisitorsPage) -> [KeyCap] {
        var keys: [KeyCap] = []
        if !page.rows.isEmpty { keys.append(KeyCap("Enter", .enter, words.say(.staffOpen))) }
        keys.append(KeyCap("Tab", .tab, words.say(.staffSortedBy, ["order": words.order(page.order)])))
        return keys + [escape(page.query.isEmpty ? .back : .staffClearSearch)]
    }

    // MARK: - Search and filters

    /// - Returns: what is left for the list.
    private func drawTools(_ page: VisitorsPage, in area: Area, on frame: inout Frame) -> Area {
        let tabs = fittingTabs(page, columns: area.columns)
        let width = tabs.reduce(0) { $0 + DisplayWidth.of($1) + 2 }
        let field = area.columns >= 110 ? 40 : 26
        let isOneRow = width + 2 + field <= area.columns
        drawTabs(tabs, page, row: area.row, column: area.column, on: &frame)
        if isOneRow {
            let left = area.column + area.columns - field
            drawQuery(page.query, row: area.row, column: left, columns: field, on: &frame)
        } else if area.rows >= 6 || !page.query.isEmpty {
            drawQuery(page.query, row: area.row + 1, column: area.column, columns: area.columns, on: &frame)
        }
        let used = (isOneRow || area.rows < 6 && page.query.isEmpty ? 1 : 2) + (area.rows >= 14 ? 1 : 0)
        return area.split(above: used).lower
    }

    /// The filters with how many there are of each; their signs alone where the words do not fit.
    private func fittingTabs(_ page: VisitorsPage, columns: Int) -> [String] {
        let all = page.counts.values.reduce(0, +)
        let long = VisitorsPage.filters.map { filter in
            words.say(
                .staffCount,
                [
                    "standing": filter.map(words.standing) ?? words.say(.staffEverybody),
                    "count": String(filter.map { page.counts[$0, default: 0] } ?? all),
                ])
        }
        guard long.reduce(0, { $0 + DisplayWidth.of($1) + 2 }) > columns else { return long }
        return VisitorsPage.filters.map { filter in
            (filter?.sign ?? "∗") + String(filter.map { page.counts[$0, default: 0] } ?? all)
        }
    }

    private func drawTabs(_ tabs: [String], _ page: VisitorsPage, row: Int, column: Int, on frame: inout Frame) {
        var column = column
        for (place, tab) in tabs.enumerated() {
            let isChosen = VisitorsPage.filters[place] == page.filter
            let end = frame.put(" \(tab) ", row: row, column: column, role: isChosen ? .field : .quiet)
            frame.target(.part(place), row: row, columns: column..<end)
            if isChosen { frame.read(tab) }
            column = end
        }
    }

    private func drawQuery(_ query: String, row: Int, column: Int, columns: Int, on frame: inout Frame) {
        var shown = query + "▏"
        while DisplayWidth.of(shown) > columns - 2 { shown.removeFirst() }
        let isEmpty = query.isEmpty
        let text = isEmpty ? DisplayWidth.fit("▏" + words.say(.staffSearch), columns: columns - 2) : shown
        frame.put(
            " " + DisplayWidth.padded(text, columns: columns - 2) + " ", row: row, column: column,
            role: isEmpty ? .quiet : .field)
        if !isEmpty { frame.read(query) }
    }

    // MARK: - Rows

    /// Visitors as rows: where they stand, when, who, from where, to whom.
    func visitorTable(
        _ rows: [VisitorRow], selection: Int?, order: VisitorsPage.Order? = nil
    ) -> Table {
        let titles: [(Phrase, VisitorsPage.Order?)] = [
            (.staffTime, .time), (.labelName, .name), (.labelCompany, .company), (.host, .host), (.staffState, nil),
            (.room, nil), (.staffSubject, nil),
        ]
        var table = Table(
            titles: [""] + titles.map { words.say($0.0) + ($0.1 != nil && $0.1 == order ? " ▾" : "") }, wide: 2,
            whole: 5, count: rows.count, selection: selection
        ) { place in self.row(rows[place]) }
        table.titleKey = order == nil ? nil : .tab
        return table
    }

    private func row(_ row: VisitorRow) -> Table.Row {
        let standing = row.standing(at: now.now)
        let role: Role =
            switch standing {
            case .late: .accent
            case .arrived: .headline
            case .expected: .plain
            case .gone, .cancelled: .quiet
            }
        let cells = [
            standing.sign, time(row.time), row.headcount > 1 ? "\(row.name) +\(row.headcount - 1)" : row.name,
            row.company, words.names(row.hosts), state(row), row.room, row.title,
        ]
        let reading = [words.standing(standing)] + cells.dropFirst().filter { !$0.isEmpty }
        return Table.Row(cells: cells, role: role, reading: words.names(reading))
    }

    /// What has become of a visit: since when, until when, and how it is known.
    func state(_ row: VisitorRow) -> String {
        guard let visit = row.visit else {
            let standing = row.standing(at: now.now)
            return standing == .expected ? "" : words.standing(standing)
        }
        guard let left = visit.checkedOutAt else {
            return words.say(.staffInsideSince, ["time": clock(visit.checkedInAt)])
        }
        guard let exit = row.exit ?? visit.exit, exit != .own else {
            return words.say(.staffOutAt, ["time": clock(left)])
        }
        return words.say(.staffOutHow, ["time": clock(left), "how": words.exit(exit)])
    }

    /// A time of today, with its day if it is another one.
    func clock(_ instant: Instant) -> String {
        siteTime.day(of: now.now).contains(instant) ? time(instant) : dateAndTime(instant)
    }
}

extension VisitorRow.Standing {
    /// Without colours and in one column.
    var sign: String {
        switch self {
        case .late: "△"
        case .expected: "○"
        case .arrived: "●"
        case .gone: "→"
        case .cancelled: "×"
        }
    }
}

extension Words {
    func standing(_ standing: VisitorRow.Standing) -> String {
        switch standing {
        case .late: say(.staffLate)
        case .expected: say(.staffExpected)
        case .arrived: say(.staffInside)
        case .gone: say(.staffGone)
        case .cancelled: say(.staffCancelled)
        }
    }

    func order(_ order: VisitorsPage.Order) -> String {
        switch order {
        case .time: say(.staffTime)
        case .name: say(.labelName)
        case .company: say(.labelCompany)
        case .host: say(.host)
        }
    }

    /// How an exit is known.
    func exit(_ kind: ExitKind) -> String {
        switch kind {
        case .own: say(.staffExitOwn)
        case .staff: say(.staffExitStaff)
        case .assumed: say(.staffExitAssumed)
        }
    }
}

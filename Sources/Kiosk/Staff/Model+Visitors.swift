import Reception

/// The list of the day's visitors: typing searches, Tab sorts, left and right filter, Enter opens.
extension Model {
    mutating func openVisitors(in console: StaffConsole) -> [Effect] {
        var page = VisitorsPage()
        if let list = console.visitors { arrange(&page, list) }
        let viewed = console.deed(.act(StaffAct(.viewed, detail: "visitors")))
        return open(.visitors(page), in: console) + [.record(.staff(viewed))]
    }

    mutating func press(_ key: Key, in page: VisitorsPage, of console: StaffConsole) -> [Effect] {
        var page = page
        switch key {
        case .escape where !page.query.isEmpty: page.query = ""
        case .escape: return open(.menu(MenuPage()), in: console)
        case .enter: return page.place.map { openVisitor(page.rows[$0], from: page, in: console) } ?? []
        case .row(let place):
            return page.rows.indices.contains(place) ? openVisitor(page.rows[place], from: page, in: console) : []
        case .jump(let place): page.select(place)
        case .part(let place) where VisitorsPage.filters.indices.contains(place):
            page.filter = VisitorsPage.filters[place]
        case .up: page.select((page.place ?? 1) - 1)
        case .down: page.select((page.place ?? -1) + 1)
        case .pageUp: page.select((page.place ?? 0) - VisitorsPage.leap)
        case .pageDown: page.select((page.place ?? 0) + VisitorsPage.leap)
        case .left: page.filter = page.neighbour(-1)
        case .right: page.filter = page.neighbour(1)
        case .tab: page.order = page.order.next
        case .backspace: page.query = String(page.query.dropLast())
        case .character(let character): _ = page.query.type(character, most: VisitorsPage.longestQuery)
        default: return []
        }
        return show(page, in: console)
    }

    private mutating func show(_ page: VisitorsPage, in console: StaffConsole) -> [Effect] {
        guard case .visitors(let before) = console.page else { return [] }
        var (page, console) = (page, console)
        let isNew = page.query != before.query
        if isNew { (page.hosts, page.selection) = ([], nil) }
        if isNew || page.filter != before.filter || page.order != before.order, let list = console.visitors {
            arrange(&page, list)
        }
        console.page = .visitors(page)
        screen = .staff(console)
        return isNew && NameSearch(page.query) != nil ? [.search(page.query)] : []
    }

    /// Hosts were found by their reading: whoever visits them answers, too.
    mutating func take(_ matches: [HostMatch], of text: String) {
        guard case .staff(var console) = screen, case .visitors(var page) = console.page, page.query == text,
            let list = console.visitors
        else { return }
        page.hosts = Set(matches.map(\.host.name))
        arrange(&page, list)
        console.page = .visitors(page)
        screen = .staff(console)
    }

    /// Puts the rows that answer in their order, and keeps the selection or finds one.
    func arrange(_ page: inout VisitorsPage, _ list: VisitorList) {
        let answering = page.query.isEmpty ? list.rows : answering(page, list)
        page.counts = [:]
        for row in answering { page.counts[row.standing(at: now.now), default: 0] += 1 }
        let rows = answering.filter { row in page.filter.map { $0 == row.standing(at: now.now) } ?? true }
        page.rows = rows.sorted(by: page.order)
        guard page.place == nil else { return }
        page.selection = (isPlain(page) ? awaited(in: page.rows) ?? page.rows.last : page.rows.first)?.id
    }

    private func isPlain(_ page: VisitorsPage) -> Bool {
        page.query.isEmpty && page.filter == nil && page.order == .time
    }

    /// Who is looked for most: the first who is awaited now, though not since the morning; else the next to come.
    private func awaited(in rows: [VisitorRow]) -> VisitorRow? {
        let (early, due) = (now.now.advanced(by: .seconds(-7200)), now.now.advanced(by: .seconds(-900)))
        return rows.first { $0.time >= early && [.late, .expected].contains($0.standing(at: now.now)) }
            ?? rows.first { $0.time >= due }
    }

    private func answering(_ page: VisitorsPage, _ list: VisitorList) -> [VisitorRow] {
        let search = NameSearch(page.query)
        let plain = FoldedText(page.query).words.map(\.text)
        return list.rows.filter { row in
            if row.hosts.contains(where: page.hosts.contains) { return true }
            let texts = [row.name, row.company] + row.hosts
            if let search, texts.contains(where: { search.rank(SearchableName(name: $0, reading: "")) != nil }) {
                return true
            }
            let folded = (texts + [row.room, time(row.time)]).map {
                FoldedText($0).words.map(\.text).joined(separator: " ")
            }
            return plain.allSatisfy { word in folded.contains { $0.contains(word) } }
        }
    }
}

extension VisitorsPage {
    /// How many rows the keys for pages move, whatever the screen shows.
    fileprivate static let leap = 10

    fileprivate mutating func select(_ place: Int) {
        guard !rows.isEmpty else { return }
        selection = rows[min(max(0, place), rows.count - 1)].id
    }

    /// The filters, everybody first.
    static let filters: [VisitorRow.Standing?] = [nil] + VisitorRow.Standing.allCases

    fileprivate func neighbour(_ step: Int) -> VisitorRow.Standing? {
        let place = (VisitorsPage.filters.firstIndex(of: filter) ?? 0) + step
        return VisitorsPage.filters[min(max(0, place), VisitorsPage.filters.count - 1)]
    }
}

extension VisitorsPage.Order {
    fileprivate var next: Self {
        let all = Self.allCases
        return all[((all.firstIndex(of: self) ?? 0) + 1) % all.count]
    }
}

extension [VisitorRow] {
    fileprivate func sorted(by order: VisitorsPage.Order) -> [VisitorRow] {
        sorted { one, other in
            let (left, right) = (one.text(order), other.text(order))
            if left != right { return left < right }
            if one.time != other.time { return one.time < other.time }
            // Who comes at the same time stands in the same order whenever the list is read again.
            return (one.company, one.name) < (other.company, other.name)
        }
    }
}

extension VisitorRow {
    /// When they are expected, or have come.
    var time: Instant { expected?.lowerBound ?? visit?.checkedInAt ?? Instant(milliseconds: 0) }

    fileprivate func text(_ order: VisitorsPage.Order) -> String {
        switch order {
        case .time: ""
        case .name: name
        case .company: company
        case .host: hosts.first ?? ""
        }
    }
}

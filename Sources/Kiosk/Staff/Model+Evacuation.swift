import Reception

/// The evacuation list: marks people safe, prints, and ends the evacuation.
extension Model {
    mutating func openEvacuation(in console: StaffConsole) -> [Effect] {
        let viewed = console.deed(.act(StaffAct(.viewed, detail: "evacuation")))
        return open(.evacuation(EvacuationPage()), in: console) + [.record(.staff(viewed))]
    }

    mutating func press(_ key: Key, in page: EvacuationPage, of console: StaffConsole) -> [Effect] {
        if page.isEnding { return pressWhileEnding(key, page, console) }
        var page = page
        let rows = page.shown(console.visitors)
        let place = page.selection.flatMap { id in rows.firstIndex { $0.id == id } }
        switch key {
        case .escape: return console.doing == nil ? open(.menu(MenuPage()), in: console) : []
        case .enter: return mark(place, of: rows, page, console)
        case .backspace: return unmark(place, of: rows, page, console)
        case .row(let touched) where touched == place: return mark(place, of: rows, page, console)
        case .row(let other), .jump(let other): page.select(other, of: rows)
        case .up: page.select((place ?? 1) - 1, of: rows)
        case .down: page.select((place ?? -1) + 1, of: rows)
        case .pageUp: page.select((place ?? 0) - EvacuationPage.leap, of: rows)
        case .pageDown: page.select((place ?? 0) + EvacuationPage.leap, of: rows)
        case .tab, .right: page.turn(1, console.visitors)
        case .left: page.turn(-1, console.visitors)
        case .part(let place): page.turn(place - page.view.rawValue, console.visitors)
        default:
            switch key.letter {
            case "p": return printList(page, console)
            case "e" where page.rows?.contains { $0.safeAt != nil } == true: page.isEnding = true
            default: return []
            }
        }
        show(.evacuation(page), in: console)
        return []
    }

    /// Puts a changed page in the place of the one that stands there.
    mutating func show(_ page: StaffPage, in console: StaffConsole) {
        var console = console
        console.page = page
        screen = .staff(console)
    }

    /// Marks who is selected, and goes on to the next; pressed once too often it takes no mark back.
    private mutating func mark(
        _ place: Int?, of rows: [VisitorRow], _ page: EvacuationPage, _ console: StaffConsole
    ) -> [Effect] {
        guard page.view != .left, let place, rows[place].safeAt == nil, console.doing == nil else { return [] }
        var (page, console) = (page, console)
        page.selection = rows[min(place + 1, rows.count - 1)].id
        console.page = .evacuation(page)
        return record(.about(rows[place].id, StaffAct(.safe)), in: console)
    }

    /// Takes a mark back.
    private mutating func unmark(
        _ place: Int?, of rows: [VisitorRow], _ page: EvacuationPage, _ console: StaffConsole
    ) -> [Effect] {
        guard page.view != .left, let place, rows[place].safeAt != nil else { return [] }
        return record(.about(rows[place].id, StaffAct(.notSafe)), in: console)
    }

    private mutating func pressWhileEnding(_ key: Key, _ page: EvacuationPage, _ console: StaffConsole) -> [Effect] {
        var page = page
        page.isEnding = false
        switch key {
        case .enter:
            var console = console
            console.page = .evacuation(page)
            return record(.act(StaffAct(.evacuationEnded)), in: console)
        case .escape: show(.evacuation(page), in: console)
        default: break
        }
        return []
    }

    /// Hands the list to the printer, or to a file where nothing prints.
    private mutating func printList(_ page: EvacuationPage, _ console: StaffConsole) -> [Effect] {
        guard page.rows != nil, !page.isPrinting else { return [] }
        var page = page
        page.isPrinting = true
        show(.evacuation(page), in: console)
        let printed = console.deed(.act(StaffAct(.printed, detail: "evacuation")))
        return [.record(.staff(printed)), .staff(.print(printJob(of: page, console)))]
    }

    // MARK: - News

    /// Takes who is inside.
    mutating func takeInside(_ rows: [VisitorRow]) {
        guard case .staff(let console) = screen, case .evacuation(var page) = console.page else { return }
        page.rows = rows.sorted { ($0.company, $0.name) < ($1.company, $1.name) }
        page.keepSelection(console.visitors)
        show(.evacuation(page), in: console)
    }

    /// Says what became of the printed page.
    mutating func hearOfPrint(_ outcome: PrintOutcome) {
        guard case .staff(var console) = screen else { return }
        if case .evacuation(var page) = console.page {
            page.isPrinting = false
            console.page = .evacuation(page)
        }
        console.notice =
            switch outcome {
            case .printed: StaffNotice(.printed)
            case .kept(let file, let hasFailed):
                StaffNotice(hasFailed ? .printFailed : .keptAs, ["file": file], isTrouble: hasFailed)
            }
        screen = .staff(console)
    }
}

extension EvacuationPage {
    /// How many rows the keys for pages move.
    fileprivate static let leap = 10

    fileprivate mutating func select(_ place: Int, of rows: [VisitorRow]) {
        selection = rows.isEmpty ? nil : rows[min(max(0, place), rows.count - 1)].id
    }

    fileprivate mutating func turn(_ step: Int, _ day: VisitorList?) {
        let count = View.allCases.count
        view = View(rawValue: ((view.rawValue + step) % count + count) % count) ?? view
        keepSelection(day)
    }

    /// Whoever is selected stays so; else the first is.
    mutating func keepSelection(_ day: VisitorList?) {
        let rows = shown(day)
        if !rows.contains(where: { $0.id == selection }) { selection = rows.first?.id }
    }

    /// Takes a mark that is on record: the whole list is read again only afterwards.
    mutating func note(_ act: StaffAct, of pass: PassID, at instant: Instant, _ day: VisitorList?) {
        // In the list of the missing the next one takes the place of who was found.
        let before = shown(day)
        rows = rows?.map { row in
            guard row.id == pass else { return row }
            var row = row
            row.safeAt = act.kind == .safe ? instant : nil
            return row
        }
        let now = shown(day)
        guard !now.contains(where: { $0.id == selection }) else { return }
        let place = before.firstIndex { $0.id == selection } ?? 0
        selection = now.isEmpty ? nil : now[min(place, now.count - 1)].id
    }
}

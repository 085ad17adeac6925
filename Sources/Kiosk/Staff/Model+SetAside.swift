import Foundation
import Reception

/// Set-aside events: why, and once more.
extension Model {
    mutating func press(_ key: Key, in page: SetAsidePage, of console: StaffConsole) -> [Effect] {
        var page = page
        let rows = page.rows ?? []
        switch key {
        case .escape: return open(.menu(MenuPage()), in: console)
        case .enter: return page.place.map { sendAgain([rows[$0]], console) } ?? []
        case .row(let place), .jump(let place): page.select(place)
        case .up: page.select((page.place ?? 1) - 1)
        case .down: page.select((page.place ?? -1) + 1)
        case .pageUp: page.select((page.place ?? 0) - 10)
        case .pageDown: page.select((page.place ?? 0) + 10)
        default:
            switch key.letter {
            case "a" where !rows.isEmpty: return sendAgain(rows, console)
            case "e" where !rows.isEmpty:
                let deed = console.deed(.act(StaffAct(.exported, detail: "set aside")))
                return [.record(.staff(deed)), .staff(.exportSetAside)]
            default: return []
            }
        }
        show(.setAside(page), in: console)
        return []
    }

    private func sendAgain(_ rows: [SetAsideRow], _ console: StaffConsole) -> [Effect] {
        let deed = console.deed(.act(StaffAct(.sentAgain, detail: String(rows.count))))
        return [.record(.staff(deed)), .staff(.sendAgain(rows.map(\.id)))]
    }

    // MARK: - News

    mutating func takeSetAside(_ rows: [SetAsideRow]) {
        guard case .staff(let console) = screen, case .setAside(var page) = console.page else { return }
        page.rows = rows
        if page.place == nil { page.selection = rows.first?.id }
        show(.setAside(page), in: console)
    }

    /// Says what has been done, and reads the list again.
    mutating func tellStaff(_ notice: StaffNotice) -> [Effect] {
        guard case .staff(var console) = screen else { return [] }
        console.notice = notice
        screen = .staff(console)
        return readAnew
    }

    // MARK: - View

    func setAsideKeys(_ page: SetAsidePage) -> [KeyCap] {
        guard page.rows?.isEmpty == false else { return [escape(.back)] }
        return [
            KeyCap("Enter", .enter, words.say(.sendAgain)), KeyCap("A", words.say(.sendAllAgain)),
            KeyCap("E", words.say(.export)), escape(.back),
        ]
    }

    func draw(_ page: SetAsidePage, in area: Area, on frame: inout Frame) {
        guard let rows = page.rows, !rows.isEmpty else {
            let text = words.say(page.rows == nil ? .looking : .setAsideNone)
            Stack(blocks: [.text(text, columns: area.columns)]).draw(on: &frame, in: area)
            return
        }
        // The reason of the selected one as a whole: the table may have to cut it.
        let reason = page.place.map { rows[$0].reason } ?? ""
        let lines = DisplayWidth.filled(reason, columns: area.columns).prefix(max(0, area.rows / 3))
        let (upper, lower) = area.split(above: area.rows - lines.count)
        let table = Table(
            titles: [words.say(.staffTime), words.say(.setAsideEvent), words.say(.setAsideReason)], wide: 2,
            count: rows.count, selection: page.place
        ) { place in
            let row = rows[place]
            return Table.Row(cells: [clock(row.occurredAt), words.event(row.kind), row.reason])
        }
        table.draw(on: &frame, in: upper)
        for (offset, line) in lines.enumerated() {
            frame.put(line, row: lower.row + offset, column: lower.column, role: .accent)
        }
    }
}

extension SetAsidePage {
    fileprivate mutating func select(_ place: Int) {
        guard let rows, !rows.isEmpty else { return }
        selection = rows[min(max(0, place), rows.count - 1)].id
    }
}

extension Words {
    /// What kind of event it is; those of a newer release have no name here.
    func event(_ kind: EventKind?) -> String {
        switch kind {
        case .checkIn: say(.eventCheckIn)
        case .checkOut: say(.eventCheckOut)
        case .call: say(.eventCall)
        case .delivery: say(.eventDelivery)
        case .refusal: say(.eventRefusal)
        case .staff: say(.eventStaff)
        case .walkIn: say(.eventWalkIn)
        case nil: "?"
        }
    }
}

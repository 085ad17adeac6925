import Foundation
import Reception

/// One visitor's page: letting them in and out, and putting right what the book has wrong.
extension Model {
    mutating func openVisitor(_ row: VisitorRow, from list: VisitorsPage?, in console: StaffConsole) -> [Effect] {
        let viewed = console.deed(.about(row.id, StaffAct(.viewed)))
        return open(.visitor(VisitorPage(row: row, list: list)), in: console) + [.record(.staff(viewed))]
    }

    mutating func press(_ key: Key, in page: VisitorPage, of console: StaffConsole) -> [Effect] {
        switch page.step {
        case .choices:
            if key == .escape { return leave(page, console) }
            guard let number = key.digit?.wholeNumberValue, let choice = VisitorPage.Choice(rawValue: number),
                choices(for: page.row).contains(choice)
            else { return [] }
            return choose(choice, page, console)
        case .confirm(let choice):
            if key == .escape { return step(.choices, page, console) }
            return key == .enter ? perform(choice, at: nil, page, console) : []
        case .time(let choice, let digits, _):
            return press(key, choice, digits, page, console)
        }
    }

    /// What can be done about that visitor now.
    func choices(for row: VisitorRow) -> [VisitorPage.Choice] {
        var choices: [VisitorPage.Choice] =
            switch row.visit {
            case nil: [.checkIn]
            case let visit? where visit.checkedOutAt == nil: [.checkOut, .leftAt, .enteredAt, .notEntered]
            case _?: [.checkIn, .leftAt, .enteredAt, .notLeft, .notEntered]
            }
        if settings.staff.canReprint { choices.append(.reprint) }
        return choices
    }

    private mutating func leave(_ page: VisitorPage, _ console: StaffConsole) -> [Effect] {
        guard console.doing == nil else { return [] }
        guard var list = page.list else { return openVisitors(in: console) }
        if let visitors = console.visitors { arrange(&list, visitors) }
        return open(.visitors(list), in: console)
    }

    private mutating func step(
        _ step: VisitorPage.Step, _ page: VisitorPage, _ console: StaffConsole
    ) -> [Effect] {
        var (page, console) = (page, console)
        page.step = step
        console.page = .visitor(page)
        screen = .staff(console)
        return []
    }

    private mutating func choose(
        _ choice: VisitorPage.Choice, _ page: VisitorPage, _ console: StaffConsole
    ) -> [Effect] {
        guard console.doing == nil else { return [] }
        switch choice {
        case .checkIn where page.row.visit == nil && page.row.state == .active, .checkOut:
            return perform(choice, at: nil, page, console)
        case .checkIn, .notLeft, .notEntered: return step(.confirm(choice), page, console)
        case .leftAt, .enteredAt: return step(.time(choice, digits: "", problem: nil), page, console)
        case .reprint: return reprint(page.row, console)
        }
    }

    private mutating func perform(
        _ choice: VisitorPage.Choice, at instant: Instant?, _ page: VisitorPage, _ console: StaffConsole
    ) -> [Effect] {
        let id = page.row.id
        switch choice {
        case .checkIn: return record(.checkIn(id), in: console)
        case .checkOut: return record(.checkOut(id), in: console)
        case .leftAt: return record(.about(id, StaffAct(.leftAt, claimedAt: instant)), in: console)
        case .enteredAt: return record(.about(id, StaffAct(.enteredAt, claimedAt: instant)), in: console)
        case .notLeft: return record(.about(id, StaffAct(.notLeft)), in: console)
        case .notEntered: return record(.about(id, StaffAct(.notEntered)), in: console)
        case .reprint: return []
        }
    }

    /// Tells the program that prints badges once more.
    private mutating func reprint(_ row: VisitorRow, _ console: StaffConsole) -> [Effect] {
        record(.about(row.id, StaffAct(.printed, detail: "badge")), in: console)
    }

    // MARK: - A time of day

    private mutating func press(
        _ key: Key, _ choice: VisitorPage.Choice, _ digits: String, _ page: VisitorPage, _ console: StaffConsole
    ) -> [Effect] {
        var digits = digits
        switch key {
        case .escape: return step(.choices, page, console)
        case .backspace: digits = String(digits.dropLast())
        case .enter:
            switch instant(digits, choice, page.row) {
            case .success(let instant): return perform(choice, at: instant, page, console)
            case .failure(let problem):
                return step(.time(choice, digits: digits, problem: problem.phrase), page, console)
            }
        default:
            guard let digit = key.digit, digits.count < 4 else { return [] }
            digits.append(digit)
        }
        return step(.time(choice, digits: digits, problem: nil), page, console)
    }

    /// Why a time cannot be that one.
    private struct TimeProblem: Error {
        var phrase: Phrase
    }

    /// The time of day that was typed, on the day of the visit; never one that is to come, nor an end before its
    /// beginning.
    private func instant(
        _ digits: String, _ choice: VisitorPage.Choice, _ row: VisitorRow
    ) -> Result<Instant, TimeProblem> {
        let entered = row.visit?.checkedInAt ?? now.now
        let day = siteTime.reading(of: entered)
        guard digits.count == 4, let number = Int64(digits), number / 100 < 24, number % 100 < 60,
            let date = CivilDate(year: Int64(day.year), month: Int64(day.month), day: Int64(day.day)),
            let instant = siteTime.instant(date, hour: number / 100, minute: number % 100)
        else { return .failure(TimeProblem(phrase: .staffNoTime)) }
        guard instant <= now.now else { return .failure(TimeProblem(phrase: .staffTimeToCome)) }
        switch choice {
        // The minute is what is typed: somebody may leave in the minute in which they came.
        case .leftAt where instant.advanced(by: .seconds(59)) < entered:
            return .failure(TimeProblem(phrase: .staffTimeBeforeEntry))
        case .leftAt: return .success(max(instant, entered))
        case .enteredAt:
            guard let left = row.visit?.checkedOutAt, instant > left else { return .success(instant) }
            return .failure(TimeProblem(phrase: .staffTimeAfterExit))
        default: return .success(instant)
        }
    }
}

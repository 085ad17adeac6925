import Reception

/// One visitor's page.
extension Model {
    func draw(_ page: VisitorPage, of console: StaffConsole, in area: Area, on frame: inout Frame) {
        switch page.step {
        case .choices: drawChoices(page, in: area, on: &frame)
        case .confirm(let choice):
            let stack = Stack(
                blocks: [
                    title(words.choice(choice), area.columns), details(page.row, area.columns, most: 3).small,
                    .text(words.say(.staffConfirm), .accent, columns: area.columns),
                ], distance: 1)
            stack.draw(on: &frame, in: area)
        case .time(let choice, let digits, let problem):
            var blocks = [
                title(words.choice(choice), area.columns), clockField(digits, area.columns),
                .digits(columns: area.columns), details(page.row, area.columns, most: 4).small,
            ]
            let advice = problem.map { Block.text(words.say($0), .notice, columns: area.columns) }
            blocks.insert(advice ?? aside(words.say(.staffTypeTime), area.columns), at: 2)
            Stack(blocks: blocks, distance: 1).draw(on: &frame, in: area)
        }
    }

    func visitorKeys(_ page: VisitorPage) -> [KeyCap] {
        switch page.step {
        case .choices: [escape(.back)]
        case .confirm: [KeyCap("Enter", .enter, words.say(.staffDo)), escape(.cancel)]
        case .time:
            [
                KeyCap("Enter", .enter, words.say(.staffDo)), KeyCap("Backspace", .backspace, words.say(.delete)),
                escape(.cancel),
            ]
        }
    }

    /// Side by side where there is room, else what can be done below what is known.
    private func drawChoices(_ page: VisitorPage, in area: Area, on frame: inout Frame) {
        let caps = choices(for: page.row).map { KeyCap(Character(String($0.rawValue)), words.choice($0)) }
        let standing = page.row.standing(at: now.now)
        let role: Role = standing == .late || standing == .cancelled ? .accent : .headline
        if area.columns >= 90, area.rows >= 12 {
            let (left, right) = area.split(left: area.columns / 2, gap: 4)
            let name = area.rows >= 26 ? [title(words.name(page.row.name), left.columns)] : []
            let blocks = name + [headline(page.row, role, left.columns), details(page.row, left.columns, most: 20)]
            Stack(blocks: blocks, distance: 2).draw(on: &frame, in: left)
            Stack(blocks: [choices(caps, right.columns, most: 1)]).draw(on: &frame, in: right)
        } else {
            let blocks = [
                headline(page.row, role, area.columns), details(page.row, area.columns, most: 20),
                choices(caps, area.columns, most: 2, isTall: area.rows >= 16),
            ]
            Stack(blocks: blocks, distance: 1).draw(on: &frame, in: area)
        }
    }

    private func headline(_ row: VisitorRow, _ role: Role, _ columns: Int) -> Block {
        let standing = row.standing(at: now.now)
        let text = row.visit == nil ? words.standing(standing) : state(row)
        return Block.text("\(standing.sign) \(text)", role, columns: columns).droppable(.help)
    }

    /// What is known of a visitor, the most important first; as many lines as there is room for.
    private func details(_ row: VisitorRow, _ columns: Int, most: Int) -> Block {
        var lines: [(label: String, value: String)] = []
        func add(_ phrase: Phrase, _ value: String) {
            if !value.isEmpty { lines.append((words.say(phrase), value)) }
        }
        add(.labelCompany, row.company)
        add(.host, words.names(row.hosts))
        if let expected = row.expected {
            add(
                .staffExpected,
                words.say(.timeSpan, ["from": clock(expected.lowerBound), "until": clock(expected.upperBound)]))
        }
        if let visit = row.visit, let left = visit.checkedOutAt {
            add(.staffEntered, clock(visit.checkedInAt))
            add(.staffLeft, clock(left))
        }
        add(.room, row.room)
        add(.staffSubject, row.title)
        if row.headcount > 1 { add(.labelHeadcount, words.say(.people, ["count": String(row.headcount)])) }
        add(.staffKiosk, row.kiosk)
        lines = Array(lines.prefix(most))
        let forms = (0...lines.count).reversed().flatMap { count -> [Block.Form] in
            guard count > 0 else { return [Block.nothing] }
            let worth: Block.Worth = count > 4 ? .comfort : count > 2 ? .aside : .help
            return Block.details(Array(lines.prefix(count)), columns: columns).forms.map {
                Block.Form(rows: $0.rows, worth: worth, draw: $0.draw)
            }
        }
        return Block(forms: forms, reading: lines.map { "\($0.label) \($0.value)" })
    }

    /// `10:3_`.
    private func clockField(_ digits: String, _ columns: Int) -> Block {
        let signs = Array(digits + String(repeating: "_", count: max(0, 4 - digits.count)))
        let text = "\(signs[0])\(signs[1]):\(signs[2])\(signs[3])"
        let large = [4, 3, 2, 1].flatMap {
            Block.picture(BlockDigits.bitmap(text, scale: $0), .stroke, columns: columns, worth: .size)
        }
        return Block(
            forms: large + Block.text(text, .headline, columns: columns).forms, reading: digits.isEmpty ? [] : [digits])
    }
}

extension Block {
    /// Not in large letters, which are for what is typed.
    fileprivate var small: Block {
        var small = self
        small.forms = forms.filter { $0.rows <= reading.count }
        return small
    }
}

extension Words {
    func choice(_ choice: VisitorPage.Choice) -> String {
        switch choice {
        case .checkIn: say(.staffCheckIn)
        case .checkOut: say(.staffCheckOut)
        case .leftAt: say(.staffCorrectExit)
        case .enteredAt: say(.staffCorrectEntry)
        case .notLeft: say(.staffNotLeft)
        case .notEntered: say(.staffNotEntered)
        case .reprint: say(.staffReprint)
        }
    }
}

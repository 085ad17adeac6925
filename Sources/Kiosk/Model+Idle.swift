import Reception

/// The screens that nobody is at yet.
extension Model {
    func drawIdle(_ page: Page, on frame: inout Frame) {
        let body = page.body
        guard let viewfinder = picture.map(Viewfinder.init), body.rows >= 10, !usesLargeLetters else {
            idleStack(page, body.columns, isNarrow: page.size.columns < 60).draw(on: &frame, in: body)
            return
        }
        if body.columns >= 70 {
            // A third of the width, and no higher than the body.
            let columns = min(body.columns * 2 / 5, viewfinder.columns(rows: body.rows - 2))
            let (left, right) = body.split(left: body.columns - columns - 3, gap: 3)
            idleStack(page, left.columns, isNarrow: false).draw(on: &frame, in: left)
            let rows = min(right.rows, viewfinder.rows(columns: columns))
            let row = right.row + max(0, right.rows - rows) * 2 / 5
            viewfinder.draw(on: &frame, in: Area(row: row, column: right.column, rows: rows, columns: columns))
        } else {
            var stack = idleStack(page, body.columns, isNarrow: page.size.columns < 60)
            stack.blocks.insert(block(of: viewfinder, body), at: min(2, stack.blocks.count))
            stack.draw(on: &frame, in: body)
        }
    }

    private func block(of viewfinder: Viewfinder, _ body: Area) -> Block {
        let forms = [body.rows * 2 / 5, body.rows / 3, body.rows / 4].compactMap { rows -> Block.Form? in
            let columns = min(body.columns, viewfinder.columns(rows: rows))
            guard rows >= 6 else { return nil }
            return Block.Form(rows: viewfinder.rows(columns: columns), worth: .decoration) { frame, area in
                let place = Area(
                    row: area.row, column: area.column(centring: columns), rows: area.rows, columns: columns)
                viewfinder.draw(on: &frame, in: place)
            }
        }
        return Block(forms: forms + [Block.nothing])
    }

    private func idleStack(_ page: Page, _ columns: Int, isNarrow: Bool) -> Stack {
        var blocks: [Block] = []
        if !layout.banner.isEmpty {
            blocks.append(Block.text(layout.banner, .quiet, columns: columns).droppable(.aside))
        }
        blocks.append(clock(page.size, columns))
        blocks.append(title(words.own(.welcome, of: layout) ?? words.say(.welcome), columns).droppable(.aside))
        blocks.append(invitation(columns, isNarrow: isNarrow))
        if !usesLargeLetters {
            let short = words.say(.typeCodeShort)
            blocks.append(.text(isNarrow ? short : words.say(.typeCode), columns: columns, short: short))
            if columns >= 60 { blocks.append(.digits(columns: columns)) }
        }
        let notice = words.own(.notice, of: layout) ?? settings.notice
        if !notice.isEmpty { blocks.append(Block.text(notice, .headline, columns: columns)) }
        blocks.append(menuBlock(columns))
        return Stack(blocks: blocks, distance: page.isTall ? 2 : 1)
    }

    /// The time, in figures as large as the screen has room for.
    private func clock(_ size: Size, _ columns: Int) -> Block {
        let time = siteTime.reading(of: now.now).time
        let most = size.rows >= 50 ? 4 : size.rows >= 36 ? 3 : size.rows >= 20 ? 2 : 1
        let forms = (1...most).reversed().flatMap { scale in
            Block.picture(
                BlockDigits.bitmap(time, scale: scale), .stroke, columns: columns,
                worth: scale == 1 ? .decoration : .size)
        }
        return Block(forms: forms + [Block.nothing])
    }

    /// What to do with the code: usually to hold it up; else what the camera asks for, or what works without it.
    private func invitation(_ columns: Int, isNarrow: Bool) -> Block {
        if let hint { return sentence(words.hint(hint.advice), columns, role: .notice) }
        if scanner == .lost {
            let isCamera = settings.hasCamera
            let short = words.say(isCamera ? .withoutCameraShort : .withoutReaderShort)
            let long = words.say(isCamera ? .withoutCamera : .withoutReader)
            return sentence(isNarrow ? short : long, columns, role: .notice, short: short)
        }
        let short = words.say(.holdCodeShort)
        let long = words.own(.howTo, of: layout) ?? (isNarrow ? short : words.say(.holdCode))
        return sentence(long, columns, role: .accent, short: short)
    }

    /// What else one can do here, with the keys for it.
    func menuBlock(_ columns: Int) -> Block {
        let caps = menu.map { KeyCap(String($0.letter), $0.key, words.label($0.button)) }
        var block = Block.menu(caps, columns: columns)
        block.reading = caps.map { words.say(.keyDoes, ["key": $0.name, "text": $0.text]) }
        return block
    }

    // MARK: - Closed

    func closedStack(_ page: Page) -> Stack {
        let columns = page.body.columns
        let reading = siteTime.reading(of: now.now)
        var blocks = [clock(page.size, columns), title(closedHeadline(reading), columns)]
        if let own = words.own(.closed, of: layout) { blocks.append(sentence(own, columns)) }
        if let opening = nextOpening {
            blocks.append(sentence(words.say(.opensAt, ["moment": dateAndTime(opening)]), columns, role: .accent))
        }
        blocks.append(hours(reading, columns))
        if !layout.emergencyPhone.isEmpty {
            blocks.append(sentence(words.say(.emergency, ["phone": layout.emergencyPhone]), columns, role: .headline))
        }
        if !menu.isEmpty { blocks.append(menuBlock(columns)) }
        return Stack(blocks: blocks)
    }

    private func closedHeadline(_ reading: SiteTime.Reading) -> String {
        guard case .holiday(let name) = layout.hours.state(at: reading) else { return words.say(.closed) }
        return name.isEmpty ? words.say(.closedHoliday) : words.say(.closedHolidayName, ["name": name])
    }

    /// The hours of the week, today's marked; where there is no room, today's alone, or none.
    private func hours(_ reading: SiteTime.Reading, _ columns: Int) -> Block {
        let days = (1...7).map { ($0 % 7) + 1 }
        let lines = days.map { day in
            let hours = words.hours(layout.hours.spans(on: day))
            return (
                isToday: day == reading.weekday,
                text: words.say(.hoursOfDay, ["weekday": words.weekday(day), "hours": hours])
            )
        }
        let width = 2 + (lines.map { DisplayWidth.of($0.text) }.max() ?? 0)
        let today = words.say(.hoursToday, ["hours": words.hours(layout.hours.spans(on: reading.weekday))])
        var block = Block.text(today, .quiet, columns: columns).droppable(.aside)
        guard width <= columns, layout.hours.week != nil else { return block }
        let week = Block.Form(rows: lines.count, worth: .decoration) { frame, area in
            let left = area.column(centring: width)
            for (offset, line) in lines.enumerated() {
                let role: Role = line.isToday ? .headline : .quiet
                frame.put((line.isToday ? "▸ " : "  ") + line.text, row: area.row + offset, column: left, role: role)
            }
        }
        block.forms.insert(week, at: 0)
        block.reading = [words.say(.hours)] + lines.map(\.text)
        return block
    }

    /// When the reception opens next, within the next weeks.
    var nextOpening: Instant? {
        guard layout.hours.week != nil || layout.hours.state(at: siteTime.reading(of: now.now)) != .open else {
            return nil
        }
        var day = now.now
        for _ in 0..<21 {
            let reading = siteTime.reading(of: day)
            if !layout.hours.holidays.contains(where: { $0.date == reading.date }) {
                let openings = layout.hours.spans(on: reading.weekday).compactMap { moment($0.open, on: reading) }
                if let next = openings.filter({ $0 > now.now }).min() { return next }
            }
            day = siteTime.day(of: day).upperBound
        }
        return nil
    }

    /// When the clock on the wall shows that on that day: not so long after midnight, where clocks are put forward.
    private func moment(_ time: ClockTime, on day: SiteTime.Reading) -> Instant? {
        CivilDate(year: Int64(day.year), month: Int64(day.month), day: Int64(day.day)).flatMap {
            siteTime.instant($0, hour: Int64(time.minutes / 60), minute: Int64(time.minutes % 60))
        }
    }
}

import Reception

extension Model {
    /// The whole screen for a terminal of that size. Pure.
    package func view(_ size: Size) -> Frame {
        var frame = Frame(size: size, theme: choices.theme ?? settings.theme ?? layout.theme)
        guard size.rows >= 3, size.columns >= 10 else { return frame }
        let keys = keys(size)
        let page = Page(size: size, keys: keys, isTimed: screenEnd != nil)
        drawHeader(page, on: &frame)
        drawBody(page, on: &frame)
        drawKeys(page, on: &frame)
        drawLine(page, on: &frame)
        drawStatus(page, on: &frame)
        return frame
    }

    var words: Words { Words(language: language, catalogs: settings.catalogs) }

    private func drawBody(_ page: Page, on frame: inout Frame) {
        switch screen {
        case .idle: drawIdle(page, on: &frame)
        case .staff(let console): draw(console, page, on: &frame)
        default: stack(page).draw(on: &frame, in: page.body)
        }
    }

    /// What stands on every screen but idle.
    private func stack(_ page: Page) -> Stack {
        let columns = page.body.columns
        return switch screen {
        case .idle, .staff: Stack(blocks: [])
        case .closed: closedStack(page)
        case .maintenance: maintenanceStack(columns)
        case .passcode(let entry): passcodeStack(entry, page)
        case .result(let result): resultStack(result, columns)
        case .waiting(let waiting): waitingStack(waiting, columns)
        case .walkIn(let form): walkInStack(form, page)
        case .hostSearch(let search): searchStack(search, page)
        case .departments(let list): departmentStack(list, page)
        case .delivery: deliveryStack(page)
        case .leaving: leavingStack(page)
        case .goodbye(let goodbye): goodbyeStack(goodbye, columns)
        case .outOfOrder:
            answer(.bad, words.say(.cannotRecord), [sentence(words.say(.resultSeeStaff), columns)], columns)
        case .signIn(let entry): signInStack(entry, columns)
        case .enrolment(let form): enrolmentStack(form, columns)
        case .tested:
            answer(.good, words.say(.readerWorks), [sentence(words.say(.readerWorksAdvice), columns)], columns)
        }
    }

    // MARK: - Around the body

    /// Whose reception this is, and when: what does not fit is left out as a whole, the site first and the day next; a
    /// name is cut only where it is alone.
    private func drawHeader(_ page: Page, on frame: inout Frame) {
        let (row, room) = (page.headerRow, page.size.columns - 2 * page.margin)
        let place = [cache.tenant?.name, cache.site?.name].compactMap { $0 }.filter { !$0.isEmpty }
        let names = place.isEmpty ? ["Uketsuke \(words.say(.reception))"] : place
        let (first, second): (Role, Role) = page.ruleRow == nil ? (.bar, .bar) : (.headline, .quiet)
        if page.ruleRow == nil { frame.fill(row: row, role: .bar) }
        let reading = siteTime.reading(of: now.now)
        let clocks = ["\(words.date(reading))  \(reading.time)", reading.time]
        let clock = clocks.first { DisplayWidth.of(names[0]) + 2 + DisplayWidth.of($0) <= room } ?? ""
        let left = clock.isEmpty ? room : room - DisplayWidth.of(clock) - 2
        let end = frame.put(DisplayWidth.fit(names[0], columns: left), row: row, column: page.margin, role: first)
        if names.count > 1, DisplayWidth.of(names.joined(separator: "  ")) <= left {
            frame.put("  " + names[1], row: row, column: end, role: second)
        }
        frame.putTrailing(clock, row: row, before: page.size.columns - page.margin, role: second)
        if let rule = page.ruleRow {
            frame.put(String(repeating: "─", count: room), row: rule, column: page.margin, role: .quiet)
        }
        frame.read(names.joined(separator: "  "))
    }

    private func drawKeys(_ page: Page, on frame: inout Frame) {
        guard !page.keys.isEmpty else { return }
        let area = Area(
            row: page.keysRow, column: page.margin, rows: page.keys.count,
            columns: page.size.columns - 2 * page.margin)
        Block.flow(page.keys, gap: page.gap).draw(&frame, area)
        for key in page.keys.joined() { frame.read(words.say(.keyDoes, ["key": key.name, "text": key.text])) }
    }

    private func drawStatus(_ page: Page, on frame: inout Frame) {
        let line = StatusLine(model: self)
        let role: Role = line.isWarning ? .barWarning : .bar
        frame.fill(row: page.statusRow, role: role)
        let text = line.text(columns: page.size.columns - 2)
        let end = frame.put(text, row: page.statusRow, column: 1, role: role)
        if line.isWarning { line.parts.forEach { frame.read($0) } }
        guard let exit = exitKeyText else { return }
        frame.read(exit)
        // The corner is drawn by inserting the cell before it, which must not be half of a wide character.
        let edge = page.size.columns - 2
        guard end + 1 + DisplayWidth.of(exit) <= edge else { return }
        frame.putTrailing(exit, row: page.statusRow, before: edge, role: role)
        // Where there is no keyboard staff touch it; a touch ends no program.
        guard let key = settings.staff.key, hasStaff || mayEnrol else { return }
        frame.target(key, row: page.statusRow, columns: edge - DisplayWidth.of(exit)..<edge)
    }

    // MARK: - The line above the bottom

    /// On a screen that ends by itself what is left of its time; on idle a light that drifts along a rule.
    private func drawLine(_ page: Page, on frame: inout Frame) {
        guard let row = page.lineRow else { return }
        let room = page.size.columns - 2 * page.margin
        guard let end = screenEnd else {
            drawDrift(row: row, column: page.margin, columns: room, on: &frame)
            return
        }
        let left = max(.zero, end - uptime)
        let seconds = (left.wholeMilliseconds + 999) / 1000
        let number = words.say(.countdown, ["seconds": String(seconds)], within: room / 2)
        let width = room - DisplayWidth.of(number) - 2
        let whole = max(1, screenTime.wholeMilliseconds)
        let filled = min(width, Int(Int64(width) * left.wholeMilliseconds / whole))
        guard width > 4 else { return }
        frame.put(String(repeating: "─", count: width), row: row, column: page.margin, role: .quiet)
        frame.put(String(repeating: "━", count: filled), row: row, column: page.margin, role: .drift)
        frame.putTrailing(number, row: row, before: page.size.columns - page.margin, role: .quiet)
        frame.read(words.say(.moreTime))
    }

    /// How long this screen stands when nobody touches it.
    private var screenTime: Duration {
        switch screen {
        case .result, .goodbye, .outOfOrder, .tested: settings.resultTime
        case .waiting(let waiting): standingTime(of: waiting)
        default: entryTime
        }
    }

    private func drawDrift(row: Int, column: Int, columns: Int, on frame: inout Frame) {
        frame.put(String(repeating: "─", count: columns), row: row, column: column, role: .quiet)
        guard let step = driftStep else { return }
        let length = max(3, columns / 12)
        // There and back, so that it never jumps.
        let way = max(1, columns - length)
        let place = Int(step % Int64(2 * way))
        let start = place < way ? place : 2 * way - place
        frame.put(String(repeating: "━", count: length), row: row, column: column + start, role: .drift)
    }
}

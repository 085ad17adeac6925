import Reception

extension Model {
    /// The whole screen for a terminal of that size. Pure.
    package func view(_ size: Size) -> Frame {
        var frame = Frame(size: size)
        guard size.rows >= 3, size.columns >= 10 else { return frame }
        drawHeader(on: &frame)
        switch screen {
        case .idle: drawIdle(on: &frame)
        case .passcode(let entry): drawPasscode(entry, on: &frame)
        case .result(let result): drawResult(result, on: &frame)
        case .called: drawCalled(on: &frame)
        case .goodbye: drawAnswer("○", words.goodbye, [(words.goodbyeAdvice, .plain)], role: .good, on: &frame)
        case .outOfOrder:
            drawAnswer("×", words.cannotRecord, [(words.cannotRecordAdvice, .plain)], role: .bad, on: &frame)
        }
        drawStatus(on: &frame)
        return frame
    }

    private typealias Line = (text: String, role: Role)

    var words: Words { Words(language: language) }

    // MARK: - Parts of every screen

    private func drawHeader(on frame: inout Frame) {
        let reading = siteTime.reading(of: now.now)
        frame.fill(row: 0, role: .bar)
        let clock = "\(words.date(reading)) \(reading.time) "
        let room = frame.size.columns - DisplayWidth.of(clock) - 2
        let place = [cache.tenant?.name, cache.site?.name].compactMap { $0 }.joined(separator: "  ")
        frame.put(DisplayWidth.fit(place.isEmpty ? "Uketsuke 受付" : place, columns: room), row: 0, column: 1, role: .bar)
        frame.putTrailing(clock, row: 0, before: frame.size.columns, role: .bar)
    }

    private func drawStatus(on frame: inout Frame) {
        let line = StatusLine(model: self)
        let role: Role = line.isWarning ? .barWarning : .bar
        let row = frame.size.rows - 1
        frame.fill(row: row, role: role)
        let text = line.parts.joined(separator: " │ ")
        frame.put(DisplayWidth.fit(text, columns: frame.size.columns - 2), row: row, column: 1, role: role)
    }

    /// The keys that do something here, above the status line.
    private func drawKeys(_ keys: [(key: String, text: String)], on frame: inout Frame) {
        let width = keys.reduce(0) { $0 + DisplayWidth.of($1.key) + 1 + DisplayWidth.of($1.text) }
        let gap = width + 4 * (keys.count - 1) <= frame.size.columns - 2 ? 4 : 2
        var column = max(1, (frame.size.columns - width - gap * (keys.count - 1)) / 2)
        let row = frame.size.rows - 3
        for (key, text) in keys {
            column = frame.put(key, row: row, column: column, role: .key)
            column = frame.put(" " + text, row: row, column: column) + gap
        }
    }

    // MARK: - Idle and passcode

    private func drawIdle(on frame: inout Frame) {
        let isNarrow = frame.size.columns < 60
        var lines: [Line] = [
            (words.welcome, .headline), ("", .plain),
            (isNarrow ? words.holdCodeShort : words.holdCode, .accent), ("", .plain),
            (isNarrow ? words.typeCodeShort : words.typeCode, .plain),
        ]
        if !settings.notice.isEmpty { lines += [("", .plain), (settings.notice, .notice)] }
        drawBlock(lines, on: &frame)
        var keys = [("C", words.call), ("L", words.otherLanguage)]
        if let key = settings.exitKey, let name = key.name { keys.append((name, words.leaveProgram)) }
        drawKeys(keys, on: &frame)
    }

    private func drawPasscode(_ entry: Screen.PasscodeEntry, on frame: inout Frame) {
        let typed = entry.digits + String(repeating: "_", count: Passcode.length - entry.digits.count)
        let spaced =
            typed.prefix(4).map(String.init).joined(separator: " ") + "   "
            + typed.suffix(4).map(String.init).joined(separator: " ")
        let wait = tries.wait(at: uptime)
        let news =
            entry.isSubmitted ? words.looking : wait > .zero ? words.wait((wait.wholeMilliseconds + 999) / 1000) : ""
        let block = [
            (words.enterPasscode, Role.headline), ("", .plain), (spaced, .field), ("", .plain), (news, .notice),
        ]
        drawBlock(block, on: &frame)
        frame.putCentered(words.passcodeHelp, row: frame.size.rows - 3, role: .dim)
    }

    // MARK: - Answers

    private func drawResult(_ result: Screen.Result, on frame: inout Frame) {
        let verdict = result.admission.verdict
        let headline = words.headline(verdict, at: { siteTime.reading(of: $0).time })
        let sign = words.sign(verdict)
        var lines: [Line] = []
        var role: Role
        switch verdict {
        case .welcome(let pass):
            (lines, role) = (welcomeLines(pass, result.confirmation), .good)
            if result.confirmation == .rejected { role = .notice }
        case .alreadyIn, .departed, .tooEarly: role = .notice
        default: role = .bad
        }
        if case .welcome = verdict {} else { lines = [(words.advice(verdict, at: dateAndTime), .plain)] }
        drawAnswer(sign, headline, lines, role: role, on: &frame)
        drawKeys(keys(for: result), on: &frame)
    }

    private func keys(for result: Screen.Result) -> [(String, String)] {
        var keys: [(String, String)] = []
        if case .alreadyIn = result.admission.verdict { keys.append(("O", words.checkOut)) }
        if result.offersCall { keys.append(("C", words.call)) }
        return keys + [("Esc", words.back)]
    }

    private func welcomeLines(_ pass: PassRecord, _ confirmation: Confirmation) -> [Line] {
        var lines: [Line] = []
        if settings.showsCompany, !pass.company.isEmpty { lines.append((pass.company, .plain)) }
        if !pass.visitor.isEmpty { lines.append((words.name(pass.visitor), .headline)) }
        lines.append(("", .plain))
        if !pass.room.isEmpty { lines.append((words.room(pass.room), .plain)) }
        if !pass.hosts.isEmpty { lines.append((words.hosts(pass.hosts.map(\.name)), .plain)) }
        lines.append(("", .plain))
        lines.append((words.confirmation(confirmation), .accent))
        if confirmation == .willBeSent || confirmation == .confirmed(.noChannel), let phone = phone(for: pass) {
            lines.append((words.ring(phone), .accent))
        }
        return lines
    }

    private func phone(for pass: PassRecord) -> String? {
        let phones = pass.hosts.map(\.phone) + [cache.site?.phone ?? ""]
        return phones.first { !$0.isEmpty }
    }

    private func drawCalled(on frame: inout Frame) {
        var lines: [Line] = [(link == .online ? words.calledAdvice : words.calledOffline, .plain)]
        if let phone = cache.site?.phone, !phone.isEmpty { lines.append((words.ring(phone), .accent)) }
        drawAnswer("○", words.called, lines, role: .good, on: &frame)
    }

    /// An answer: a band in its colour that is seen from two metres, then what it means.
    private func drawAnswer(
        _ sign: String, _ headline: String, _ lines: [Line], role: Role, on frame: inout Frame
    ) {
        let isLow = frame.size.rows < 16
        let band = isLow ? [headline] : ["", headline, ""]
        let top = 1
        for (offset, text) in band.enumerated() {
            frame.fill(row: top + offset, role: role)
            guard !text.isEmpty else { continue }
            let fitted = DisplayWidth.fit("\(sign)  \(text)", columns: frame.size.columns - 2)
            frame.putCentered(fitted, row: top + offset, role: role)
        }
        drawBlock(lines, below: top + band.count, on: &frame)
    }

    /// Lines in the middle between the header and the keys; when they do not fit, empty ones go first.
    private func drawBlock(_ lines: [Line], below top: Int = 1, on frame: inout Frame) {
        let room = max(1, frame.size.rows - 4 - top)
        var lines = lines
        while lines.count > room, let gap = lines.lastIndex(where: \.text.isEmpty) { lines.remove(at: gap) }
        lines = Array(lines.prefix(room))
        let first = top + (room - lines.count) / 2
        for (offset, line) in lines.enumerated() {
            let fitted = DisplayWidth.fit(line.text, columns: frame.size.columns - 2)
            frame.putCentered(fitted, row: first + offset, role: line.role)
        }
    }

    private func dateAndTime(_ instant: Instant) -> String {
        let reading = siteTime.reading(of: instant)
        return "\(words.date(reading)) \(reading.time)"
    }
}

extension Key {
    /// As it is written on the keyboard, for those that can end the program.
    fileprivate var name: String? {
        switch self {
        case .control(let letter): "Ctrl-\(letter.uppercased())"
        case .function(let number): "F\(number)"
        default: nil
        }
    }
}

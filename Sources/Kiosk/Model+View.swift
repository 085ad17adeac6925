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
        case .called(let call): drawCalled(call, on: &frame)
        case .goodbye: drawAnswer([words.goodbye], [(words.goodbyeAdvice, .plain)], role: .good, on: &frame)
        case .outOfOrder:
            drawAnswer([words.cannotRecord], [(words.cannotRecordAdvice, .plain)], role: .bad, on: &frame)
        case .tested:
            drawAnswer([words.readerWorks], [(words.readerWorksAdvice, .plain)], role: .good, on: &frame)
            drawKeys([("Esc", words.back)], on: &frame)
        }
        drawStatus(on: &frame)
        return frame
    }

    typealias Line = (text: String, role: Role)

    var words: Words { Words(language: language) }

    // MARK: - Parts of screens

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
    func drawKeys(_ keys: [(key: String, text: String)], on frame: inout Frame) {
        let width = keys.reduce(0) { $0 + DisplayWidth.of($1.key) + 1 + DisplayWidth.of($1.text) }
        let gap = width + 4 * (keys.count - 1) <= frame.size.columns - 2 ? 4 : 2
        var column = max(1, (frame.size.columns - width - gap * (keys.count - 1)) / 2)
        let row = frame.size.rows - 3
        for (key, text) in keys {
            column = frame.put(key, row: row, column: column, role: .key)
            column = frame.put(" " + text, row: row, column: column) + gap
        }
    }

    /// Lines in the middle between the header and the keys; when they do not fit, empty ones go first.
    func drawBlock(_ lines: [Line], below top: Int = 1, on frame: inout Frame) {
        let room = max(1, frame.size.rows - 4 - top)
        var lines = lines.flatMap { line in
            DisplayWidth.wrapped(line.text, columns: frame.size.columns - 2).map { ($0, line.role) as Line }
        }
        while lines.count > room, let gap = lines.lastIndex(where: \.text.isEmpty) { lines.remove(at: gap) }
        lines = Array(lines.prefix(room))
        let first = top + (room - lines.count) / 2
        for (offset, line) in lines.enumerated() {
            let fitted = DisplayWidth.fit(line.text, columns: frame.size.columns - 2)
            frame.putCentered(fitted, row: first + offset, role: line.role)
        }
    }

    // MARK: - Idle and passcode

    private func drawIdle(on frame: inout Frame) {
        let isNarrow = frame.size.columns < 60
        var lines: [Line] = [
            (words.welcome, .headline), ("", .plain),
            invitation(isNarrow: isNarrow), ("", .plain),
            (isNarrow ? words.typeCodeShort : words.typeCode, .plain),
        ]
        if !settings.notice.isEmpty { lines += [("", .plain), (settings.notice, .headline)] }
        drawBlock(lines, on: &frame)
        var keys = [("C", words.call), ("L", words.otherLanguage)]
        if let key = settings.exitKey, let name = key.name { keys.append((name, words.leaveProgram)) }
        drawKeys(keys, on: &frame)
    }

    /// What to do with the code: usually to hold it up; else what the camera asks for, or what works without it.
    private func invitation(isNarrow: Bool) -> Line {
        if let hint { return (words.hint(hint.advice), .notice) }
        if scanner == .lost {
            let isCamera = settings.hasCamera
            let short = words.withoutReaderShort(isCamera: isCamera)
            return (isNarrow ? short : words.withoutReader(isCamera: isCamera), .notice)
        }
        return (isNarrow ? words.holdCodeShort : words.holdCode, .accent)
    }

    private func drawPasscode(_ entry: Screen.PasscodeEntry, on frame: inout Frame) {
        let typed = Array(entry.digits + String(repeating: "_", count: Passcode.length - entry.digits.count))
        let groups = [typed.prefix(4), typed.suffix(4)].map { $0.map(String.init).joined(separator: " ") }
        let wait = tries.wait(at: uptime)
        let seconds = (wait.wholeMilliseconds + 999) / 1000
        let news = entry.isSubmitted ? words.looking : seconds > 0 ? words.wait(seconds) : ""
        let lines: [Line] = [
            (words.enterPasscode, .headline), ("", .plain), (groups.joined(separator: "   "), .accent), ("", .plain),
            (news, .plain),
        ]
        drawBlock(lines, on: &frame)
        drawKeys([("Backspace", words.delete), ("Esc", words.cancel)], on: &frame)
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

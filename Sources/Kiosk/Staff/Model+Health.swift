import Reception

/// The state of this terminal, for whoever is asked why something does not work.
extension Model {
    mutating func press(_ key: Key, in page: HealthPage, of console: StaffConsole) -> [Effect] {
        var page = page
        switch key {
        case .escape: return open(.menu(MenuPage()), in: console)
        case .up, .pageUp: page.first = max(0, page.first - 1)
        case .down, .pageDown: page.first = min(healthLines(page).count - 1, page.first + 1)
        default: return key.letter == "r" ? readAnew : []
        }
        show(.health(page), in: console)
        return []
    }

    mutating func takeHealth(_ machine: MachineHealth) {
        guard case .staff(let console) = screen, case .health(var page) = console.page else { return }
        page.machine = machine
        show(.health(page), in: console)
    }

    var healthKeys: [KeyCap] { [KeyCap("R", words.say(.healthCheck)), escape(.back)] }

    // MARK: - View

    /// Beside the lines, where there is room, what the camera sees.
    func draw(_ page: HealthPage, in area: Area, on frame: inout Frame) {
        var area = area
        if let viewfinder = picture.map(Viewfinder.init), area.columns >= 70, area.rows >= 6 {
            let columns = min(area.columns * 2 / 5, viewfinder.columns(rows: area.rows))
            let (left, right) = area.split(left: area.columns - columns - 3, gap: 3)
            var place = right
            place.rows = min(right.rows, viewfinder.rows(columns: columns))
            viewfinder.draw(on: &frame, in: place)
            area = left
        }
        var lines = healthLines(page)
        // What is wrong must not stand below the edge of a small screen.
        if area.rows < 2 * lines.count { lines = lines.filter { !$0.isGood } + lines.filter(\.isGood) }
        let labels = (lines.map { DisplayWidth.of($0.label) }.max() ?? 0) + 2
        var row = area.row
        for line in lines {
            frame.read("\(line.label) \(line.value)")
        }
        for line in lines.dropFirst(min(page.first, lines.count - 1)) {
            let texts = DisplayWidth.filled(line.value, columns: max(1, area.columns - labels - 3))
            for (offset, text) in texts.enumerated() where row < area.row + area.rows {
                if offset == 0 {
                    frame.put(
                        line.isGood ? "○" : "×", row: row, column: area.column, role: line.isGood ? .quiet : .accent)
                    frame.put(line.label, row: row, column: area.column + 3, role: .quiet)
                }
                frame.put(
                    text, row: row, column: area.column + 3 + labels, role: line.isGood ? .plain : .headline)
                row += 1
            }
            if area.rows >= 2 * lines.count { row += 1 }
        }
    }

    struct HealthLine: Hashable {
        var label: String
        var value: String
        var isGood: Bool
    }

    /// What stands on the page, from the network to the program; what is wrong says what to do.
    func healthLines(_ page: HealthPage) -> [HealthLine] {
        var lines = [networkLine, syncLine, queueLine, readerLine, clockLine(page.machine)]
        lines.append(diskLine(page.machine))
        let notices = advice.isEmpty ? [words.say(.healthNoticesGood)] : advice
        lines += notices.map { HealthLine(label: words.say(.healthNotices), value: $0, isGood: advice.isEmpty) }
        lines += notes.map { HealthLine(label: words.say(.healthProgram), value: words.note($0), isGood: false) }
        if let program = page.machine?.program {
            lines.append(HealthLine(label: words.say(.healthProgram), value: program, isGood: true))
        }
        return lines
    }

    private var networkLine: HealthLine {
        var parts = [words.link(link, at: clock)]
        if case .offline(_, let trouble) = link { parts.append(words.trouble(trouble)) }
        let value = words.names(parts.map { String($0.drop { "●○ ".contains($0) }) })
        return HealthLine(
            label: words.say(.healthNetwork), value: value, isGood: link == .online || link == .connecting)
    }

    private var syncLine: HealthLine {
        guard let heardAt = cache.heardAt else {
            return HealthLine(label: words.say(.healthSync), value: words.say(.healthNever), isGood: false)
        }
        let values = ["time": clock(heardAt), "count": String(cache.passes)]
        let isNew = now.now.milliseconds - heardAt.milliseconds < 3_600_000
        return HealthLine(
            label: words.say(.healthSync), value: words.say(.healthSynced, values), isGood: isNew || link == .online)
    }

    private var queueLine: HealthLine {
        var parts = [words.waiting(outbox.waiting)]
        if outbox.setAside > 0 { parts.append(words.setAside(outbox.setAside)) }
        return HealthLine(
            label: words.say(.healthQueue), value: words.names(parts), isGood: outbox.setAside == 0)
    }

    private var readerLine: HealthLine {
        let value = words.scanner(scanner, isCamera: settings.hasCamera)
        return HealthLine(label: words.say(.healthReader), value: value, isGood: scanner != .lost)
    }

    private func clockLine(_ machine: MachineHealth?) -> HealthLine {
        let offset = (machine?.clockOffset.wholeMilliseconds ?? 0) / 1000
        let value =
            !now.isTrusted
            ? words.untrustedClock
            : offset == 0
                ? words.say(.healthClockGood) : words.say(.healthClockOff, ["seconds": String(abs(offset))])
        let isGood = now.isTrusted && abs(offset) < 120 && !lacksTimeZone
        let values = lacksTimeZone ? [value, words.unknownTimeZone] : [value]
        return HealthLine(label: words.say(.healthClock), value: words.names(values), isGood: isGood)
    }

    /// Megabytes below which staff are to be told: a day's events and a full sync need far less.
    private static let scarce = 200

    private func diskLine(_ machine: MachineHealth?) -> HealthLine {
        let label = words.say(.healthDisk)
        if let reason = storageTrouble {
            return HealthLine(label: label, value: words.storageTrouble(reason), isGood: false)
        }
        switch machine?.disk {
        case .free(let megabytes):
            let value = words.say(.healthDiskFree, ["count": String(megabytes)])
            return HealthLine(label: label, value: value, isGood: megabytes >= Model.scarce)
        case .full: return HealthLine(label: label, value: words.say(.storageFull), isGood: false)
        case .readOnly: return HealthLine(label: label, value: words.say(.storageReadOnly), isGood: false)
        case .unknown, nil: return HealthLine(label: label, value: words.say(.looking), isGood: true)
        }
    }
}

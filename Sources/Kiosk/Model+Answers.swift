import Reception

/// The screens that answer somebody.
extension Model {
    func drawResult(_ result: Screen.Result, on frame: inout Frame) {
        let verdict = result.admission.verdict
        let headline = words.headline(verdict, at: { siteTime.reading(of: $0).time })
        switch verdict {
        case .welcome(let pass):
            let role: Role = result.confirmation == .rejected ? .notice : .good
            let name = pass.visitor.isEmpty ? [] : [words.name(pass.visitor)]
            drawAnswer([headline] + name, welcomeLines(pass, result.confirmation), role: role, on: &frame)
        case .alreadyIn, .departed, .tooEarly:
            drawAnswer([headline], [(words.advice(verdict, at: dateAndTime), .plain)], role: .notice, on: &frame)
        default:
            drawAnswer([headline], [(words.advice(verdict, at: dateAndTime), .plain)], role: .bad, on: &frame)
        }
        drawKeys(keys(for: result), on: &frame)
    }

    func drawCalled(_ call: Screen.Call, on frame: inout Frame) {
        var lines: [Line] = [(words.callAdvice(call.confirmation), .plain)]
        if !call.confirmation.saysThatSomebodyComes, let phone = cache.site?.phone, !phone.isEmpty {
            lines.append((words.ring(phone), .accent))
        }
        let role: Role = call.confirmation.saysThatSomebodyComes ? .good : .notice
        drawAnswer([words.called(call.confirmation)], lines, role: role, on: &frame)
        drawKeys([("Esc", words.back)], on: &frame)
    }

    /// An answer: a band in its colour and with its sign, to be seen from two metres, then what it means.
    func drawAnswer(_ band: [String], _ lines: [Line], role: Role, on frame: inout Frame) {
        let headlines = band.enumerated().map { $0.offset == 0 ? "\(role.sign)  \($0.element)" : $0.element }
        let rows = frame.size.rows < 16 ? headlines : [""] + headlines + [""]
        for (offset, text) in rows.enumerated() {
            frame.fill(row: 1 + offset, role: role)
            let fitted = DisplayWidth.fit(text, columns: frame.size.columns - 2)
            frame.putCentered(fitted, row: 1 + offset, role: role)
        }
        drawBlock(lines, below: 1 + rows.count, on: &frame)
    }

    private func keys(for result: Screen.Result) -> [(String, String)] {
        var keys: [(String, String)] = []
        if case .alreadyIn = result.admission.verdict { keys.append(("X", words.checkOut)) }
        if result.offersCall { keys.append(("C", words.call)) }
        return keys + [("Esc", words.back)]
    }

    private func welcomeLines(_ pass: PassRecord, _ confirmation: Confirmation) -> [Line] {
        var details: [(label: String, value: String)] = []
        if settings.showsCompany, !pass.company.isEmpty { details.append((words.company, pass.company)) }
        if !pass.room.isEmpty { details.append((words.room, pass.room)) }
        if !pass.hosts.isEmpty { details.append((words.host, words.names(pass.hosts.map(\.name)))) }
        var lines = aligned(details)
        if !lines.isEmpty { lines.append(("", .plain)) }
        lines.append((words.confirmation(confirmation), .accent))
        if confirmation.asksToRing, let phone = phone(for: pass) { lines.append((words.ring(phone), .accent)) }
        return lines
    }

    /// Labels and values as one block with straight edges.
    private func aligned(_ details: [(label: String, value: String)]) -> [Line] {
        let labels = details.map { DisplayWidth.of($0.label) }.max() ?? 0
        let rows = details.map { DisplayWidth.padded($0.label, columns: labels + 2) + $0.value }
        let width = rows.map(DisplayWidth.of).max() ?? 0
        return rows.map { (DisplayWidth.padded($0, columns: width), .plain) }
    }

    private func phone(for pass: PassRecord) -> String? {
        let phones = pass.hosts.map(\.phone) + [cache.site?.phone ?? ""]
        return phones.first { !$0.isEmpty }
    }

    private func dateAndTime(_ instant: Instant) -> String {
        let reading = siteTime.reading(of: instant)
        return "\(words.date(reading)) \(reading.time)"
    }
}

extension Role {
    /// What an answer in this role is without colours.
    fileprivate var sign: String {
        switch self {
        case .good: "○"
        case .notice: "△"
        default: "×"
        }
    }
}

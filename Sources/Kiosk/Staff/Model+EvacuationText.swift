import Reception

/// The evacuation list on paper: plain text, to be ticked off with a pen.
extension Model {
    /// Columns of a page in a fixed font.
    private static let paperColumns = 78

    func printJob(of page: EvacuationPage, _ console: StaffConsole) -> PrintJob {
        let reading = siteTime.reading(of: now.now)
        return PrintJob(
            kind: .evacuation, at: now.now, localTime: "\(reading.date) \(reading.time)", tenant: cache.tenant?.name,
            site: cache.site?.name, language: language.rawValue, text: paper(page, console))
    }

    /// The page: who is inside by name, then whose exit nobody saw.
    func paper(_ page: EvacuationPage, _ console: StaffConsole) -> String {
        let place = [cache.tenant?.name, cache.site?.name].compactMap { $0 }.filter { !$0.isEmpty }
        var lines = [([words.say(.evacuation)] + place).joined(separator: "  ")]
        lines.append("\(dateAndTime(now.now))  \(console.member.name)")
        lines.append(evacuationFigures(page))
        if let stale = staleness { lines.append(stale) }
        lines.append(String(repeating: "-", count: Model.paperColumns))
        let rows = page.rows ?? []
        lines += rows.isEmpty ? [words.say(.evacuationNobody)] : rows.flatMap { entry($0) }
        let assumed = EvacuationPage.left(console.visitors).filter { $0.exitKind == .assumed }
        if !assumed.isEmpty { lines += ["", words.say(.evacuationUnseen)] + assumed.flatMap { entry($0) } }
        return lines.map(\.onPaper).joined(separator: "\n") + "\n"
    }

    /// A box to tick with name, company and whereabouts; in a second line whom they came to see.
    private func entry(_ row: VisitorRow) -> [String] {
        let box = row.safeAt == nil ? "[ ]" : "[x]"
        let name = DisplayWidth.padded(DisplayWidth.fit(party(row), columns: 26), columns: 26)
        let company = DisplayWidth.padded(DisplayWidth.fit(row.company, columns: 24), columns: 24)
        let first = "\(box) \(name) \(company) \(whereabouts(row))"
        let second = [words.names(row.hosts), row.room, row.kiosk].filter { !$0.isEmpty }.joined(separator: " / ")
        let lines = second.isEmpty ? [first] : [first, "    → \(second)"]
        return lines.map { DisplayWidth.fit($0, columns: Model.paperColumns) }
    }
}

extension String {
    /// One line without anything that a printer would obey, and without blanks at its end.
    fileprivate var onPaper: String {
        let scalars = unicodeScalars.map { scalar -> Unicode.Scalar in
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse: " "
            default: scalar
            }
        }
        let text = String(String.UnicodeScalarView(scalars))
        return String(text.reversed().drop { $0 == " " }.reversed())
    }
}

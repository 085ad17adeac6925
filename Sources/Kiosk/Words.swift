import Reception

/// Every text of the screen, in the visitor's language.
///
/// A sentence is always one text of the catalogs, filled in; none is put together here, because the order of its parts
/// differs from language to language.
struct Words {
    let language: Language
    private let catalogs: Catalogs

    init(language: Language, catalogs: Catalogs = .embedded) {
        self.language = language
        self.catalogs = catalogs
    }

    /// A text with its values in their places.
    func say(_ phrase: Phrase, _ values: [String: String] = [:]) -> String {
        catalogs.say(phrase, in: language, values)
    }

    /// The text, or, where it does not fit, the one that says the same in less room.
    func say(_ phrase: Phrase, _ values: [String: String] = [:], within columns: Int) -> String {
        let text = say(phrase, values)
        guard let short = phrase.short, DisplayWidth.of(text) > columns else { return text }
        return say(short, values)
    }

    /// The administrator's own text; `nil` where there is none in this language.
    func own(_ text: LayoutText, of layout: KioskLayout) -> String? {
        let tagged = layout.texts.first { Language(tag: $0.key) == language }
        return tagged?.value[text].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// What a button of the menu says: its own text in this language, else what its action is called.
    func label(_ button: LayoutButton) -> String {
        let own = button.labels?.first { Language(tag: $0.key) == language }?.value ?? ""
        return own.isEmpty ? say(Phrase(button.action)) : own
    }

    /// A department's name, in this language where it has one.
    func department(_ record: DepartmentRecord) -> String {
        record.names.first { Language(tag: $0.key) == language && !$0.value.isEmpty }?.value ?? record.name
    }

    // MARK: - Dates, names, counts

    /// `11月23日(月)` or `Mon 23 Nov`.
    func date(_ reading: SiteTime.Reading) -> String {
        say(
            .date,
            [
                "weekday": weekday(reading.weekday), "day": String(reading.day),
                "month": listed(.months, reading.month - 1),
            ])
    }

    /// The day and the time.
    func dateAndTime(_ reading: SiteTime.Reading) -> String {
        say(.dateAndTime, ["date": date(reading), "time": reading.time])
    }

    /// A weekday's short name; 1 is Sunday.
    func weekday(_ number: Int) -> String { listed(.weekdays, number - 1) }

    /// The hours of a day: `09:00〜12:00、13:00〜17:30`, or that it is closed.
    func hours(_ spans: [OpeningHours.Span]) -> String {
        let texts = spans.map { say(.timeSpan, ["from": "\($0.open)", "until": "\($0.close)"]) }
        return texts.isEmpty ? say(.closedAllDay) : names(texts)
    }

    /// Several names or times, one after the other.
    func names(_ names: [String]) -> String {
        guard let first = names.first else { return "" }
        return names.dropFirst().reduce(first) { say(.twoOfAList, ["first": $0, "second": $1]) }
    }

    /// A visitor's name as the invitation has it, with the honorific that the language has.
    func name(_ name: String) -> String { say(.visitor, ["name": name]) }

    private func listed(_ list: Phrase, _ index: Int) -> String {
        let words = say(list).split(separator: " ")
        return words.indices.contains(index) ? String(words[index]) : ""
    }
}

extension Phrase {
    /// What an action is called where a button has no text of its own.
    init(_ action: LayoutButton.Action) {
        self =
            switch action {
            case .call: .buttonCall
            case .walkIn: .buttonWalkIn
            case .host: .buttonHost
            case .departments: .buttonDepartments
            case .delivery: .buttonDelivery
            case .checkOut: .buttonCheckOut
            }
    }
}

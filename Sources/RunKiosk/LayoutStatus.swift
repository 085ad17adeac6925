import Reception

/// What `status` tells of the layout in force.
struct LayoutStatus: Codable, Equatable {
    /// Whether the cloud has told it; else it is the program's own.
    var fromCloud: Bool
    var languages: [String]
    var theme: KioskLayout.Theme
    /// The buttons' IDs, in their order.
    var buttons: [String]
    var walkIn: [WalkInStep]
    var answerSeconds: Int
    /// How many are shown.
    var departments: Int

    /// - Parameter layout: the cloud's; `nil` while it has said nothing.
    init(_ layout: KioskLayout?, departments: Int) {
        let inForce = layout ?? .standard
        fromCloud = layout != nil
        languages = inForce.languages
        theme = inForce.theme
        buttons = inForce.buttons.map(\.id)
        walkIn = inForce.walkIn
        answerSeconds = inForce.answerSeconds
        self.departments = departments
    }

    var text: String {
        let source = fromCloud ? "as the cloud says" : "the program's own layout, as the cloud has said nothing"
        let keys = buttons.isEmpty ? "no buttons" : buttons.joined(separator: ", ")
        return "\(keys); \(languages.joined(separator: " ")); \(departments) departments (\(source))"
    }
}

/// What `status` tells of the hours in force.
struct HoursStatus: Codable, Equatable {
    var open: Bool
    /// The holiday that it is closed for; missing on other days.
    var holiday: String?
    /// Today's hours, as the layout has them; empty on a day without any.
    var today: [String]

    init(_ hours: OpeningHours, at now: Instant, in siteTime: SiteTime) {
        let reading = siteTime.reading(of: now)
        let state = hours.state(at: reading)
        open = state == .open
        if case .holiday(let name) = state { holiday = name }
        today = hours.spans(on: reading.weekday).map(\.description)
    }

    var text: String {
        if let holiday { return "closed, holiday: \(holiday)" }
        return "\(open ? "open" : "closed") now; today \(today.isEmpty ? "none" : today.joined(separator: ", "))"
    }
}

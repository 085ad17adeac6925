package import Reception

extension Model {
    /// Whether the reception is open now. A clock that cannot be believed closes nothing.
    package var opening: OpeningHours.State {
        guard now.isTrusted else { return .open }
        return layout.hours.state(at: siteTime.reading(of: now.now))
    }

    /// What the screen is while nobody is at it.
    var home: Screen { isInMaintenance || link == .revoked ? .maintenance : opening == .open ? .idle : .closed }

    /// Leaves nothing of the visitor behind.
    mutating func goHome() {
        turn += 1
        restUntil = nil
        screen = home
        applyLayout()
        language = homeLanguage
        usesLargeLetters = choices.usesLargeLetters ?? settings.usesLargeLetters
    }

    /// Takes the cloud's layout where nobody is at the screen. Without one the last one stays.
    mutating func applyLayout() {
        guard screen.isHome, restUntil == nil, recording == nil else { return }
        if let new = cache.layout, new != layout {
            layout = new
            language = homeLanguage
        }
        settleAtHome()
    }

    /// Opens and closes the reception at its hours, where nobody is at the screen.
    mutating func settleAtHome() {
        guard screen.isHome, screen != home else { return }
        change(to: home)
    }

    // MARK: - Languages and letters

    /// The language in which every visitor starts: the layout's first, where the administrator has made one.
    var homeLanguage: Language {
        if let chosen = choices.language.flatMap(Language.init(tag:)) { return chosen }
        guard layout != .standard else { return settings.language }
        return layout.languages.lazy.compactMap(Language.init(tag:)).first ?? settings.language
    }

    /// Whether visitors are offered that language.
    func offers(_ other: Language) -> Bool {
        other == homeLanguage || layout.languages.contains { Language(tag: $0) == other }
    }

    mutating func turnLanguage() {
        language = language.next(among: layout.languages)
        if screen.isHome { restUntil = uptime + settings.idleTime }
    }

    mutating func turnLetters() {
        usesLargeLetters.toggle()
        if screen.isHome { restUntil = uptime + settings.idleTime }
    }

    // MARK: - The menu

    /// Begins what a button of the menu is for.
    mutating func choose(_ button: LayoutButton) -> [Effect] {
        let until = uptime + settings.idleTime
        switch button.action {
        case .call:
            return call(chosen(button), button)
        case .walkIn:
            screen = .walkIn(Screen.WalkInForm(button: button, steps: walkInSteps, until: until))
        case .host:
            screen = .hostSearch(Screen.HostSearch(origin: .button(button), until: until))
        case .departments:
            openDepartments(for: .button(button))
        case .delivery:
            screen = .delivery(Screen.Delivery(button: button, until: until))
        case .checkOut:
            screen = .leaving(Screen.Until(uptime: until))
        }
        restUntil = nil
        return []
    }

    /// Calls somebody whom the visitor has chosen, or whom the button names.
    mutating func call(_ chosen: Screen.ChosenTarget, _ button: LayoutButton) -> [Effect] {
        record(.call(nil, Request(target: chosen.target, button: button.id)), .call, chosen)
    }

    /// Whom a button tells when the visitor does not say.
    func chosen(_ button: LayoutButton) -> Screen.ChosenTarget {
        let reception = Screen.ChosenTarget(target: .reception, name: "", phone: cache.site?.phone ?? "")
        switch button.target ?? .reception {
        case .reception: return reception
        case .department(let id):
            guard let record = cache.departments.first(where: { $0.id == id }) else { fallthrough }
            return chosen(record)
        case .host: return Screen.ChosenTarget(target: button.target ?? .reception, name: "", phone: reception.phone)
        }
    }

    func chosen(_ department: DepartmentRecord) -> Screen.ChosenTarget {
        Screen.ChosenTarget(
            target: .department(department.id), name: words.department(department),
            phone: department.phone.isEmpty ? cache.site?.phone ?? "" : department.phone)
    }

    /// The questions of a walk-in: each once, the name always.
    private var walkInSteps: [WalkInStep] {
        var steps: [WalkInStep] = []
        for step in layout.walkIn where !steps.contains(step) { steps.append(step) }
        return steps.contains(.name) ? steps : [.name] + steps
    }
}

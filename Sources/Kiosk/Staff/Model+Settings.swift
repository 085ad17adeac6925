import Reception

/// Language, brightness, sounds and letters of this terminal; and taking it out of service.
extension Model {
    mutating func press(_ key: Key, in page: SettingsPage, of console: StaffConsole) -> [Effect] {
        var page = page
        let all = SettingsPage.Setting.allCases
        let place = all.firstIndex(of: page.selection) ?? 0
        switch key {
        case .escape: return console.doing == nil ? open(.menu(MenuPage()), in: console) : []
        case .enter, .right, .left: return change(page.selection, page, console)
        case .up: page.selection = all[max(0, place - 1)]
        case .down, .tab: page.selection = all[min(all.count - 1, place + 1)]
        default:
            guard let number = key.digit?.wholeNumberValue, let setting = SettingsPage.Setting(rawValue: number)
            else { return [] }
            page.selection = setting
            return change(setting, page, console)
        }
        show(.settings(page), in: console)
        return []
    }

    /// Turns a setting to its next value; it holds once it is on record.
    private mutating func change(
        _ setting: SettingsPage.Setting, _ page: SettingsPage, _ console: StaffConsole
    ) -> [Effect] {
        var (page, console, new) = (page, console, choices)
        switch setting {
        case .language: new.language = nextLanguage?.rawValue
        case .theme: new.theme = [nil: .dark, .dark: .light, .light: nil][choices.theme] ?? nil
        case .sound: new.isQuiet.toggle()
        case .letters:
            let isLarge = choices.usesLargeLetters ?? settings.usesLargeLetters
            new.usesLargeLetters = !isLarge == settings.usesLargeLetters ? nil : !isLarge
        }
        page.pending = new
        console.page = .settings(page)
        return record(.act(StaffAct(.setting, detail: new.detail(of: setting))), in: console)
    }

    /// As configured, then each language.
    private var nextLanguage: Language? {
        guard let tag = choices.language, let place = Language.allCases.firstIndex(where: { $0.rawValue == tag }) else {
            return Language.allCases.first
        }
        return place + 1 < Language.allCases.count ? Language.allCases[place + 1] : nil
    }

    // MARK: - Maintenance

    mutating func press(_ key: Key, in page: MaintenancePage, of console: StaffConsole) -> [Effect] {
        switch key {
        case .escape: console.doing == nil ? open(.menu(MenuPage()), in: console) : []
        case .enter:
            record(.act(StaffAct(choices.isInMaintenance ? .maintenanceEnded : .maintenanceBegan)), in: console)
        default: []
        }
    }

    // MARK: - On record

    /// What follows from a deed of these pages that is on record.
    mutating func follow(_ deed: StaffDeed, at instant: Instant, in console: inout StaffConsole) -> [Effect] {
        switch (deed.what, console.page) {
        case (.about(let pass, let act), .evacuation(var page)):
            page.note(act, of: pass, at: instant, console.visitors)
            console.page = .evacuation(page)
        case (.act(let act), .evacuation(var page)) where act.kind == .evacuationEnded:
            page.rows = page.rows?.map { row in
                var row = row
                row.safeAt = nil
                return row
            }
            console.page = .evacuation(page)
            return [.staff(.forgetPage)]
        case (.act(let act), .settings(var page)) where act.kind == .setting:
            guard let new = page.pending else { return [] }
            page.pending = nil
            console.page = .settings(page)
            choices = new
            return [.staff(.keep(new))]
        case (.act(let act), .maintenance) where [.maintenanceBegan, .maintenanceEnded].contains(act.kind):
            choices.isInMaintenance = act.kind == .maintenanceBegan
            console.page = .menu(MenuPage())
            return [.staff(.keep(choices))]
        default: break
        }
        return []
    }

    /// What staff are told of a deed that is on record and shows nowhere else.
    func notice(of act: StaffAct) -> StaffNotice? {
        switch act.kind {
        case .evacuationEnded: StaffNotice(.evacuationEnded)
        case .maintenanceBegan: StaffNotice(.maintenanceBegun)
        case .maintenanceEnded: StaffNotice(.maintenanceOver)
        default: nil
        }
    }

    // MARK: - View

    var settingsKeys: [KeyCap] { [KeyCap("Enter", .enter, words.say(.change)), escape(.back)] }
    var maintenanceKeys: [KeyCap] { [KeyCap("Enter", .enter, words.say(.yes)), escape(.cancel)] }

    func draw(_ page: SettingsPage, in area: Area, on frame: inout Frame) {
        let rows = SettingsPage.Setting.allCases.map { (words.say($0.phrase), value(of: $0)) }
        let labels = rows.map { DisplayWidth.of($0.0) }.max() ?? 0
        let caps = rows.enumerated().map { place, row in
            let setting = SettingsPage.Setting.allCases[place]
            let text = "\(DisplayWidth.padded(row.0, columns: labels))  \(row.1)"
            return KeyCap(Character(String(setting.rawValue)), text)
                .selected(setting == page.selection)
        }
        let width = caps.map { DisplayWidth.of($0.text) }.max() ?? 0
        let even = caps.map {
            KeyCap($0.name, $0.key, DisplayWidth.padded($0.text, columns: width), isSelected: $0.isSelected)
        }
        Stack(blocks: [choices(even, area.columns, most: 1)]).draw(on: &frame, in: area)
    }

    func draw(_ page: MaintenancePage, in area: Area, on frame: inout Frame) {
        let blocks = [
            title(words.say(choices.isInMaintenance ? .maintenanceEnd : .maintenanceBegin), area.columns),
            Block.text(
                words.say(choices.isInMaintenance ? .maintenanceEndAdvice : .maintenanceAdvice),
                columns: area.columns),
        ]
        Stack(blocks: blocks).draw(on: &frame, in: area)
    }

    /// What stands on the screen while this terminal is out of service.
    func maintenanceStack(_ columns: Int) -> Stack {
        answer(
            .notice, words.say(.maintenance), [sentence(words.say(.resultSeeStaff), columns, role: .accent)], columns)
    }

    private func value(of setting: SettingsPage.Setting) -> String {
        switch setting {
        case .language: choices.language.flatMap(Language.init(tag:))?.ownName ?? words.say(.valueConfigured)
        case .theme:
            switch choices.theme {
            case .dark: words.say(.valueDark)
            case .light: words.say(.valueLight)
            case nil: words.say(.valueConfigured)
            }
        case .sound: words.say(choices.isQuiet ? .valueOff : .valueOn)
        case .letters: words.say(choices.usesLargeLetters ?? settings.usesLargeLetters ? .largeLetters : .normalLetters)
        }
    }
}

extension SettingsPage.Setting {
    fileprivate var phrase: Phrase {
        switch self {
        case .language: .settingLanguage
        case .theme: .settingTheme
        case .sound: .settingSound
        case .letters: .settingLetters
        }
    }
}

extension ConsoleChoices {
    /// For the event: the setting's name in the configuration, and its value.
    fileprivate func detail(of setting: SettingsPage.Setting) -> String {
        switch setting {
        case .language: "language=\(language ?? "configured")"
        case .theme: "screen.theme=\(theme?.rawValue ?? "configured")"
        case .sound: "sound.quiet=\(isQuiet)"
        case .letters: "screen.letters=\(usesLargeLetters.map { $0 ? "large" : "normal" } ?? "configured")"
        }
    }
}

extension KeyCap {
    fileprivate func selected(_ isSelected: Bool) -> KeyCap {
        var cap = self
        cap.isSelected = isSelected
        return cap
    }
}

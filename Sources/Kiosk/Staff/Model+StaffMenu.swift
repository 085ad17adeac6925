import Reception

extension Model {
    /// What this person may choose, in the menu's order.
    func items(_ console: StaffConsole) -> [StaffItem] {
        StaffItem.allCases.filter { console.member.role.may($0) }
    }

    /// What an item is called: a terminal that is out of service can only be put back.
    func phrase(of item: StaffItem) -> Phrase {
        item == .maintenance && choices.isInMaintenance ? .maintenanceEndItem : item.phrase
    }

    mutating func press(_ key: Key, in page: MenuPage, of console: StaffConsole) -> [Effect] {
        let items = items(console)
        if key == .escape { return console.doing == nil ? closeConsole() : [] }
        if let number = key.digit?.wholeNumberValue, let item = items.first(where: { $0.rawValue == number }) {
            return open(item, in: console)
        }
        if key == .enter, items.indices.contains(page.selection) { return open(items[page.selection], in: console) }
        var (page, console) = (page, console)
        switch key {
        case .up, .left: page.selection = max(0, page.selection - 1)
        case .down, .right, .tab: page.selection = min(items.count - 1, page.selection + 1)
        default: return []
        }
        console.page = .menu(page)
        screen = .staff(console)
        return []
    }

    private mutating func open(_ item: StaffItem, in console: StaffConsole) -> [Effect] {
        guard console.doing == nil else { return [] }
        switch item {
        case .visitors: return openVisitors(in: console)
        case .walkIn:
            var form = Screen.WalkInForm(
                button: LayoutButton(id: "", action: .walkIn), steps: [.company, .name, .headcount, .target],
                until: uptime + settings.staff.idleTime)
            form.console = console
            screen = .walkIn(form)
            return []
        case .evacuation: return openEvacuation(in: console)
        case .health: return open(.health(HealthPage()), in: console)
        case .setAside: return open(.setAside(SetAsidePage()), in: console)
        case .log: return open(.log(LogPage()), in: console)
        case .settings: return open(.settings(SettingsPage()), in: console)
        case .maintenance: return open(.maintenance(MaintenancePage()), in: console)
        case .leave: return leaveProgram(console)
        }
    }
}

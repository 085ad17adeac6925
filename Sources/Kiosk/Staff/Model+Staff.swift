import Reception

/// The staff console: how it opens, what it reads and records, and how it closes.
extension Model {
    /// The staff's key opens the console from every screen; in the console it leads back to the menu.
    mutating func pressStaffKey() -> [Effect] {
        guard uptime >= keysFrom else { return [] }
        if mayEnrol { return openEnrolment() }
        if let console = screen.console { return console.doing == nil ? open(.menu(MenuPage()), in: console) : [] }
        if case .signIn = screen { return [] }
        openSignIn(for: .console)
        return [.staff(.staff)]
    }

    /// The key that ends the program: where there are staff, only for an administrator who has signed in.
    mutating func pressExit() -> [Effect] {
        guard hasStaff else {
            isFinished = true
            return []
        }
        if let console = screen.console { return leaveProgram(console) }
        openSignIn(for: .leave)
        return []
    }

    /// A key on a page of the console.
    mutating func press(_ key: Key, in console: StaffConsole) -> [Effect] {
        var console = console
        console.notice = nil
        screen = .staff(console)
        switch console.page {
        case .menu(let page): return press(key, in: page, of: console)
        case .visitors(let page): return press(key, in: page, of: console)
        case .visitor(let page): return press(key, in: page, of: console)
        case .evacuation(let page): return press(key, in: page, of: console)
        case .health(let page): return press(key, in: page, of: console)
        case .setAside(let page): return press(key, in: page, of: console)
        case .log(let page): return press(key, in: page, of: console)
        case .settings(let page): return press(key, in: page, of: console)
        case .maintenance(let page): return press(key, in: page, of: console)
        }
    }

    /// Shows a page, with what it has to read.
    mutating func open(_ page: StaffPage, in console: StaffConsole) -> [Effect] {
        var console = console
        console.page = page
        console.until = uptime + settings.staff.idleTime
        screen = .staff(console)
        return readAnew
    }

    /// What the page that stands there reads again when there are news.
    var readAnew: [Effect] {
        guard case .staff(let console) = screen else { return [] }
        return switch console.page {
        case .menu, .visitors, .visitor: [.staff(.visitors)]
        case .evacuation: [.staff(.inside), .staff(.visitors)]
        case .health: [.staff(.health)]
        case .setAside: [.staff(.setAside)]
        case .log: [.staff(.log)]
        case .settings, .maintenance: []
        }
    }

    /// Tells staff of a disk that fails; `nil` where no console is open, so that a visitor is told.
    mutating func tellStaff(_ failure: StorageFailure) -> [Effect]? {
        guard var console = screen.console else { return nil }
        // Who leaves because the disk fails must be able to.
        if case .act(let act)? = console.doing?.what, act.kind == .left { isFinished = true }
        console.doing = nil
        console.notice = StaffNotice(.staffNotRecorded, isTrouble: true)
        screen = .staff(console)
        return [.sound(.attention)]
    }

    // MARK: - News

    /// Takes what the staff's lane has read or done.
    mutating func hear(_ news: StaffNews) -> [Effect] {
        switch news {
        case .hasStaff(let known):
            // What was read before a revocation is told after it: those who are gone could not leave the program.
            hasStaff = known && link != .revoked
            noteStaff()
        case .answered(let person, let answer): return show(answer, for: person)
        case .visitors(let list): take(list)
        case .failed(let failure):
            storageTrouble = failure.reason
            guard case .staff(var console) = screen else { return failSignIn() }
            console.notice = StaffNotice(.staffNotRead, isTrouble: true)
            if case .evacuation(var page) = console.page {
                page.isPrinting = false
                console.page = .evacuation(page)
            }
            screen = .staff(console)
        case .inside(let rows): takeInside(rows)
        case .setAside(let rows): takeSetAside(rows)
        case .sentAgain(let count): return tellStaff(StaffNotice(.sentAgain, ["count": String(count)]))
        case .exported(let file):
            return tellStaff(StaffNotice(.keptAs, ["file": file.split(separator: "/").last.map(String.init) ?? file]))
        case .health(let machine): takeHealth(machine)
        case .log(let entries): takeLog(entries)
        case .page(let outcome): hearOfPrint(outcome)
        case .done: break
        }
        return []
    }

    private mutating func take(_ list: VisitorList) {
        guard case .staff(var console) = screen else { return }
        console.visitors = list
        switch console.page {
        case .evacuation(var page):
            page.keepSelection(list)
            console.page = .evacuation(page)
        case .menu, .health, .setAside, .log, .settings, .maintenance: break
        case .visitors(var page):
            arrange(&page, list)
            console.page = .visitors(page)
        case .visitor(var page):
            page.row = list.rows.first { $0.id == page.row.id } ?? page.row
            console.page = .visitor(page)
        }
        screen = .staff(console)
    }

    // MARK: - Closing

    /// Leaves nothing of the console behind.
    mutating func closeConsole() -> [Effect] {
        let deed = screen.console?.deed(.act(StaffAct(.signedOut)))
        goHome()
        keysFrom = uptime + Model.settlingTime
        return deed.map { [.record(.staff($0))] } ?? []
    }

    /// Ends the program in an administrator's name.
    mutating func leaveProgram(_ console: StaffConsole) -> [Effect] {
        guard console.member.role.may(.leave) else {
            var console = console
            console.notice = StaffNotice(.staffOnlyAdministrators, isTrouble: true)
            screen = .staff(console)
            return [.sound(.attention)]
        }
        return record(.act(StaffAct(.left)), in: console)
    }

    // MARK: - Codes

    /// A code that is shown to staff: a card signs in, a pass is looked up while the console is open; `nil` for what is
    /// a visitor's.
    mutating func presentToStaff(_ folded: String) -> [Effect]? {
        if case .control(let card) = OwnCode(folded), card.hasPrefix(OwnCode.staffPrefix) {
            guard screen.console == nil else { return [] }
            return presentCard(card)
        }
        if mayEnrol, let offer = EnrolmentOffer(controlCode: folded) { return openEnrolment(offer) }
        guard let console = screen.console else { return nil }
        guard case .token(let token) = Token.reading(folded),
            let row = console.visitors?.rows.first(where: { $0.id == token.pass })
        else {
            var console = console
            console.notice = StaffNotice(.staffNotListed, isTrouble: true)
            screen = .staff(console)
            return [.sound(.attention)]
        }
        return openVisitor(row, from: nil, in: console)
    }
}

extension Screen {
    /// The console that is open, also behind a form that staff fill in for somebody.
    var console: StaffConsole? {
        switch self {
        case .staff(let console): console
        case .walkIn(let form): form.console
        case .hostSearch(let search): search.origin.console
        case .departments(let list): list.origin.console
        default: nil
        }
    }
}

extension Screen.Origin {
    fileprivate var console: StaffConsole? { if case .walkIn(let form) = self { form.console } else { nil } }
}

extension StaffConsole {
    /// Whether letters that are typed now are text.
    var takesText: Bool { if case .visitors = page { true } else { false } }

    /// What is known of that visitor.
    func row(of pass: PassID?) -> VisitorRow? { pass.flatMap { id in visitors?.rows.first { $0.id == id } } }
}

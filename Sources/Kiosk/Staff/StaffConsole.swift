/// What staff who have signed in have before them, until they close it or leave it alone.
package struct StaffConsole: Hashable, Sendable {
    package var member: StaffMember
    package var page: StaffPage
    /// The day's visitors as they were read last; `nil` until they are there.
    package var visitors: VisitorList?
    /// What became of what was done last, until the next key.
    package var notice: StaffNotice?
    /// Handed to the desk, and not on record yet: nothing else is begun before.
    package var doing: StaffDeed?
    package var until: Duration

    package init(member: StaffMember, page: StaffPage = .menu(MenuPage()), until: Duration) {
        self.member = member
        self.page = page
        self.until = until
    }

    /// A deed in this person's name.
    package func deed(_ what: StaffDeed.What) -> StaffDeed { StaffDeed(staff: member.id, what: what) }
}

/// A page of the console. Each has its own file with its state, its keys and its look.
package enum StaffPage: Hashable, Sendable {
    case menu(MenuPage)
    case visitors(VisitorsPage)
    case visitor(VisitorPage)
    case evacuation(EvacuationPage)
    case health(HealthPage)
    case setAside(SetAsidePage)
    case log(LogPage)
    case settings(SettingsPage)
    case maintenance(MaintenancePage)
}

/// One sentence to staff, in whatever language the screen speaks.
package struct StaffNotice: Hashable, Sendable {
    package var phrase: Phrase
    package var values: [String: String]
    /// Whether something did not work.
    package var isTrouble: Bool

    package init(_ phrase: Phrase, _ values: [String: String] = [:], isTrouble: Bool = false) {
        self.phrase = phrase
        self.values = values
        self.isTrouble = isTrouble
    }
}

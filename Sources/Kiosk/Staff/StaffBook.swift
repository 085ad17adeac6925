package import Foundation
package import Reception

/// The book as the staff console reads it. Calls block and run beside the desk; what is changed goes through
/// ``Register/record(_:at:)`` as ``Action/staff(_:)``, so that it is on record like everything else.
package protocol StaffBook: Sendable {
    /// Checks a number and PIN, or a card and PIN, counts wrong ones durably, and records the attempt.
    func signIn(_ attempt: SignInAttempt, at moment: Moment) throws(StorageFailure) -> SignInAnswer

    /// Whether anybody may sign in at all.
    func hasStaff() throws(StorageFailure) -> Bool

    /// Everybody whose window, visit or walk-in touches the site's day that `moment` is in, by time; bounded by
    /// ``VisitorList/most``.
    func visitors(at moment: Moment) throws(StorageFailure) -> VisitorList

    /// Everybody who is inside by all that is known here: own events, and what the cloud knows of other kiosks.
    func inside(at moment: Moment) throws(StorageFailure) -> [VisitorRow]

    /// What is set aside, oldest first, at most ``SetAsideRow/most``.
    func setAside() throws(StorageFailure) -> [SetAsideRow]

    /// Puts set-aside events back to waiting; returns how many.
    func sendAgain(_ events: [UUID]) throws(StorageFailure) -> Int

    /// Writes set-aside events as JSON lines (0600) into the data folder; returns the file's path.
    func exportSetAside() throws(StorageFailure) -> String
}

/// Who wants to open the console.
package struct SignInAttempt: Hashable, Sendable {
    package enum Person: Hashable, Sendable {
        /// The digits typed before the PIN.
        case number(String)
        /// The folded text of a staff card's code.
        case card(String)
    }

    package var person: Person
    package var pin: String

    package init(person: Person, pin: String) {
        self.person = person
        self.pin = pin
    }
}

/// What came of it.
package enum SignInAnswer: Hashable, Sendable {
    case signedIn(StaffMember)
    /// No such person, or not this PIN: which of them is not said. Another try counts after `wait`.
    case refused(wait: Duration)
    /// Too many wrong tries, at this kiosk or of this person.
    case lockedOut(wait: Duration)
}

/// Who has signed in.
package struct StaffMember: Hashable, Sendable {
    package var id: UUID
    package var name: String
    package var role: StaffRole

    package init(id: UUID, name: String, role: StaffRole) {
        self.id = id
        self.name = name
        self.role = role
    }
}

/// The visitors of a day.
package struct VisitorList: Hashable, Sendable {
    /// More are not listed; `isCut` says so.
    package static let most = 5_000

    package var rows: [VisitorRow]
    package var isCut: Bool

    package init(rows: [VisitorRow], isCut: Bool) {
        self.rows = rows
        self.isCut = isCut
    }
}

/// One visitor as the console shows them. Personal data.
package struct VisitorRow: Hashable, Sendable, Identifiable {
    package var id: PassID
    package var name: String
    package var company: String
    /// Names of hosts, or what a walk-in wanted; empty when nobody is known.
    package var hosts: [String]
    package var title: String
    package var room: String
    /// When they are expected; missing for walk-ins.
    package var expected: Range<Instant>?
    package var visit: VisitState?
    /// How the visit ended, where that is known; missing while it is open.
    package var exit: ExitKind?
    /// How many came together.
    package var headcount: Int
    package var state: PassState
    /// When they were marked safe, if they are.
    package var safeAt: Instant?
    /// The kiosk where they came in; empty for this one.
    package var kiosk: String

    package init(
        id: PassID, name: String, company: String, hosts: [String], title: String, room: String,
        expected: Range<Instant>?, visit: VisitState?, exit: ExitKind?, headcount: Int, state: PassState,
        safeAt: Instant?, kiosk: String
    ) {
        self.id = id
        self.name = name
        self.company = company
        self.hosts = hosts
        self.title = title
        self.room = room
        self.expected = expected
        self.visit = visit
        self.exit = exit
        self.headcount = headcount
        self.state = state
        self.safeAt = safeAt
        self.kiosk = kiosk
    }

    /// Where they stand at `now`.
    package func standing(at now: Instant) -> Standing {
        if let visit { return visit.checkedOutAt == nil ? .arrived : .gone }
        if state != .active { return .cancelled }
        guard let expected else { return .expected }
        return now > expected.lowerBound.advanced(by: VisitorRow.grace) ? .late : .expected
    }

    /// Nobody is late before that.
    package static let grace = Duration.seconds(300)

    package enum Standing: Hashable, Sendable, CaseIterable {
        case late, expected, arrived, gone, cancelled
    }
}

/// A set-aside event as the console shows it: no personal data.
package struct SetAsideRow: Hashable, Sendable, Identifiable {
    package static let most = 200

    package var id: UUID
    package var kind: EventKind?
    package var occurredAt: Instant
    package var reason: String

    package init(id: UUID, kind: EventKind?, occurredAt: Instant, reason: String) {
        self.id = id
        self.kind = kind
        self.occurredAt = occurredAt
        self.reason = reason
    }
}

/// Something that a member of staff does, to be recorded under their ID.
package struct StaffDeed: Hashable, Sendable {
    /// Missing for deeds of the machine's administrator at the command line, and of nobody (a wrong PIN).
    package var staff: UUID?
    package var what: What

    package enum What: Hashable, Sendable {
        /// Lets somebody in whatever the verdict says; the event carries that verdict.
        case checkIn(PassID)
        case checkOut(PassID)
        /// Somebody without an appointment, typed by staff.
        case walkIn(WalkIn, Request)
        /// Of that visitor: a correction, or a mark of the assembly point.
        case about(PassID, StaffAct)
        case act(StaffAct)
    }

    package init(staff: UUID?, what: What) {
        self.staff = staff
        self.what = what
    }
}

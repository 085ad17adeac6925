/// Somebody of the staff says who they are: the number or a card, then the PIN.
package struct StaffSignIn: Hashable, Sendable {
    /// What they have come for.
    package var intent: Intent
    /// The number as it is typed, while no card was shown.
    package var number = ""
    /// The folded text of a card's code.
    package var card: String?
    package var isTypingPIN = false
    /// Never shown; forgotten as soon as it is handed in.
    package var pin = ""
    /// Handed in, and not answered yet.
    package var isChecking = false
    package var problem: Problem?
    /// No try counts before, by the monotonic clock.
    package var waitUntil: Duration?
    package var until: Duration

    package init(intent: Intent, until: Duration) {
        self.intent = intent
        self.until = until
    }

    package enum Intent: Hashable, Sendable {
        case console
        /// To end the program.
        case leave
    }

    package enum Problem: Hashable, Sendable {
        /// Nobody may sign in: the cloud has told of no staff.
        case noStaff
        case refused
        case lockedOut
        /// Fewer digits than any PIN has.
        case tooShort
    }

    /// The fewest digits of a PIN.
    package static let fewestDigits = 6
    /// No PIN has more digits.
    package static let mostDigits = 12
    /// No number has more digits.
    package static let longestNumber = 6

    /// Who it is, as far as they have said.
    package var person: SignInAttempt.Person? {
        if let card { return .card(card) }
        return number.isEmpty ? nil : .number(number)
    }
}

package import Foundation
package import Reception

/// What the visitor has before them.
package enum Screen: Hashable, Sendable {
    case idle
    case passcode(PasscodeEntry)
    case result(Result)
    /// Somebody is being called.
    case called(Call)
    /// An exit was recorded.
    case goodbye(Until)
    /// Nothing could be recorded.
    case outOfOrder(Until)
    /// The self-test's code was read.
    case tested(Until)

    /// When the screen returns to idle by itself, by the monotonic clock.
    package struct Until: Hashable, Sendable {
        package var uptime: Duration

        package init(uptime: Duration) { self.uptime = uptime }
    }

    /// A member of staff being called.
    package struct Call: Hashable, Sendable {
        package var event: UUID
        package var confirmation: Confirmation
        package var until: Duration

        package init(event: UUID, confirmation: Confirmation, until: Duration) {
            self.event = event
            self.confirmation = confirmation
            self.until = until
        }
    }

    /// A passcode being typed.
    package struct PasscodeEntry: Hashable, Sendable {
        /// Up to eight ASCII digits.
        package var digits: String
        package var until: Duration
        /// Handed in, and being looked up.
        package var isSubmitted = false

        package init(digits: String, until: Duration) {
            self.digits = digits
            self.until = until
        }
    }

    /// The answer to a presentation.
    package struct Result: Hashable, Sendable {
        package var presentation: Presentation
        package var admission: Admission
        package var confirmation: Confirmation
        package var until: Duration
        /// Handed in again, because news have come, and not answered yet.
        package var isRechecked = false

        package init(
            presentation: Presentation, admission: Admission, confirmation: Confirmation, until: Duration
        ) {
            self.presentation = presentation
            self.admission = admission
            self.confirmation = confirmation
            self.until = until
        }
    }
}

/// The honest word on a welcome (DESIGN §4, three honest results).
package enum Confirmation: Hashable, Sendable {
    /// On record here; on its way to the cloud.
    case sending
    /// On record here; the cloud cannot be reached now.
    case willBeSent
    /// The cloud has it, and says what becomes of the notice.
    case confirmed(NoticeState?)
    /// The cloud would not take it; staff must see to the visitor.
    case rejected

    /// Whether nobody may have been told, so that the visitor should ring.
    var asksToRing: Bool {
        switch self {
        case .willBeSent, .confirmed(.noChannel), .confirmed(.failing): true
        default: false
        }
    }

    /// Whether a call has been handed to somebody, or is just being.
    var saysThatSomebodyComes: Bool {
        switch self {
        case .sending, .confirmed(.queued): true
        default: false
        }
    }
}

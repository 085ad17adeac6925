package import Reception

/// What the visitor has before them.
package enum Screen: Hashable, Sendable {
    /// The reception is open, and nobody is at it.
    case idle
    /// The same outside the reception's hours: nothing works but leaving and what is marked so.
    case closed
    /// Staff have taken the terminal out of service: visitors are sent to them.
    case maintenance
    case passcode(PasscodeEntry)
    case result(Result)
    /// Somebody has been told, and the visitor waits for the answer.
    case waiting(Waiting)
    /// Somebody without an appointment says who they are and whom they want to see.
    case walkIn(WalkInForm)
    case hostSearch(HostSearch)
    case departments(DepartmentList)
    /// Something is delivered: does somebody have to sign for it?
    case delivery(Delivery)
    /// A visitor who leaves is to show the code.
    case leaving(Until)
    /// An exit was recorded.
    case goodbye(Goodbye)
    /// Nothing could be recorded.
    case outOfOrder(Until)
    /// The self-test's code was read.
    case tested(Until)
    /// Somebody of the staff says who they are.
    case signIn(StaffSignIn)
    /// The console of somebody who has signed in.
    case staff(StaffConsole)
    /// A kiosk that no cloud knows is enrolled.
    case enrolment(EnrolmentForm)

    /// When the screen returns to idle by itself, by the monotonic clock.
    package struct Until: Hashable, Sendable {
        package var uptime: Duration

        package init(uptime: Duration) { self.uptime = uptime }
    }

    /// A visitor who has gone.
    package struct Goodbye: Hashable, Sendable {
        /// When they left, by the corrected clock.
        package var at: Instant
        package var until: Duration

        package init(at: Instant, until: Duration) {
            self.at = at
            self.until = until
        }
    }

    /// A passcode being typed.
    package struct PasscodeEntry: Hashable, Sendable {
        /// Up to eight ASCII digits.
        package var digits: String
        package var until: Duration
        /// What its owner has come to do.
        package var purpose: Presentation.Purpose
        /// Handed in, and being looked up.
        package var isSubmitted = false

        package init(digits: String, until: Duration, purpose: Presentation.Purpose = .enter) {
            self.digits = digits
            self.until = until
            self.purpose = purpose
        }
    }

    /// The answer to a presentation.
    package struct Result: Hashable, Sendable {
        package var presentation: Presentation
        package var admission: Admission
        package var confirmation: Confirmation
        package var until: Duration
        /// The host's answer, when it has come while this stands.
        package var reply: Reply?
        /// Handed in again, because news have come, and not answered yet.
        package var isRechecked = false
        /// Since when it stands, by the monotonic clock.
        package var shownAt: Duration

        package init(
            presentation: Presentation, admission: Admission, confirmation: Confirmation, until: Duration,
            shownAt: Duration
        ) {
            self.presentation = presentation
            self.admission = admission
            self.confirmation = confirmation
            self.until = until
            self.shownAt = shownAt
        }
    }
}

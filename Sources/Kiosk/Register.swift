package import Foundation
package import Reception

/// The reception's book: decides on what is presented and records it, in one durable transaction.
///
/// Nothing may be shown or sounded as accepted before these calls have returned.
package protocol Register: Sendable {
    /// One presentation is one transaction: find, decide, insert the event, update the visit state, commit.
    ///
    /// With the purpose ``Presentation/Purpose-swift.enum/leave`` whatever is certainly one pass of this tenant is
    /// checked out, whatever its state and its window, and also where no visit is known: the event is a check-out, an
    /// open visit is closed, and the verdict is `.departed` with the time of leaving. What is no certain pass is
    /// refused with the verdict that says why (garbled, not ours, forged, unknown or mistyped passcode …).
    ///
    /// - Throws: ``StorageFailure`` when it could not be committed; then nothing is recorded.
    func admit(_ presentation: Presentation, at moment: Moment) throws(StorageFailure) -> Admission

    /// Records what a visitor or a member of staff did apart from presenting a pass.
    func record(_ action: Action, at moment: Moment) throws(StorageFailure) -> Event

    /// The hosts whose name, or a part of it, or its reading in kana or romaji begins with `text`, the best first.
    ///
    /// - Returns: at most one more than ``HostMatch/most``, which says that there are more; nothing for a text that is
    ///   too little to search for (``NameSearch``).
    func search(_ text: String) throws(StorageFailure) -> [HostMatch]

    /// The verdict that ``admit(_:at:)`` would give now; records nothing.
    func preview(_ presentation: Presentation, at moment: Moment) throws(StorageFailure) -> Verdict
}

/// What somebody held before the reader or typed.
package struct Presentation: Hashable, Sendable {
    /// As it was read; a passcode when `means` is `.passcode`.
    package var text: String
    package var means: Means
    /// What the visitor has come to do.
    package var purpose: Purpose

    package enum Purpose: Hashable, Sendable {
        case enter
        /// To check out; exits are always recorded.
        case leave
    }

    package init(text: String, means: Means, purpose: Purpose = .enter) {
        self.text = text
        self.means = means
        self.purpose = purpose
    }
}

/// The outcome of a presentation, durable by the time anybody sees it.
package struct Admission: Hashable, Sendable {
    package var verdict: Verdict
    package var event: UUID
    /// When it happened, by the corrected clock.
    package var at: Instant

    package init(verdict: Verdict, event: UUID, at: Instant) {
        self.verdict = verdict
        self.event = event
        self.at = at
    }
}

/// What is recorded without a decision.
package enum Action: Hashable, Sendable {
    /// Exits are always recorded.
    case checkOut(PassID)
    /// Somebody at the kiosk asks for a member of staff.
    case call(PassID?, Request = .reception)
    /// Something was delivered.
    case delivery(Request)
    /// Somebody without an appointment comes in; the register makes a pass for them.
    case walkIn(WalkIn, Request)
    /// What a member of staff did at the console.
    case staff(StaffDeed)
}

/// Whom an action is for, and which button of the idle screen it began with.
package struct Request: Hashable, Sendable {
    package var target: NoticeTarget
    package var button: String?

    package init(target: NoticeTarget, button: String? = nil) {
        self.target = target
        self.button = button
    }

    package static let reception = Request(target: .reception)
}

/// One moment, read once per transaction: the kiosk's clock, what it makes of it, and the proof of order.
package struct Moment: Hashable, Sendable {
    /// The wall clock, uncorrected.
    package var device: Instant
    package var corrected: CorrectedTime
    package var clock: ClockReading

    package init(device: Instant, corrected: CorrectedTime, clock: ClockReading) {
        self.device = device
        self.corrected = corrected
        self.clock = clock
    }
}

/// Why something could not be kept or found on this machine. Descriptions name files, never what is in them.
package struct StorageFailure: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Reason: Hashable, Sendable {
        case full, readOnly, damaged, locked, unreadableKey, other
    }

    package var reason: Reason
    /// A full sentence that says what failed and what to do.
    package var description: String

    package init(reason: Reason, description: String) {
        self.reason = reason
        self.description = description
    }
}

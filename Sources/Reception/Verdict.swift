/// What the kiosk decides about what was presented.
///
/// A refusal is a verdict, not an error. Which words and colours a visitor sees for each is the kiosk's to say.
package enum Verdict: Hashable, Sendable {
    /// Comes in.
    case welcome(PassRecord)
    /// Is inside already, since then.
    case alreadyIn(PassRecord, since: Instant)
    /// A single pass that was used and has been checked out, at that time.
    case departed(PassRecord, at: Instant)
    /// One of ours, misread.
    case garbled
    /// One of ours, through a scanner with the wrong keyboard layout.
    case wrongLayout
    /// Not a code of this system.
    case notOurs
    /// Its signature is wrong, or it is another tenant's.
    case forged
    /// Signed by a key that this kiosk does not have.
    case unknownKey
    /// The pass, or the key that signed it, was taken back.
    case withdrawn
    /// Its appointment was cancelled.
    case cancelled
    /// Valid at another site.
    case wrongSite
    /// Admits from then on.
    case tooEarly(from: Instant)
    /// Its time is over.
    case tooLate
    /// Genuine, but not in the cache: staff decide.
    case unsynced
    /// Genuine, but not in the cache, and the site refuses such passes.
    case unlisted
    /// No pass has that passcode.
    case unknownPasscode
    /// Its check digit is wrong, or it is not eight digits.
    case mistypedPasscode
    /// The kiosk does not know the time, so it cannot tell whether the pass admits now.
    case untrustedClock

    /// The verdict's name in events and the API.
    package var code: VerdictCode {
        switch self {
        case .welcome: .welcome
        case .alreadyIn: .alreadyIn
        case .departed: .departed
        case .garbled: .garbled
        case .wrongLayout: .wrongLayout
        case .notOurs: .notOurs
        case .forged: .forged
        case .unknownKey: .unknownKey
        case .withdrawn: .withdrawn
        case .cancelled: .cancelled
        case .wrongSite: .wrongSite
        case .tooEarly: .tooEarly
        case .tooLate: .tooLate
        case .unsynced: .unsynced
        case .unlisted: .unlisted
        case .unknownPasscode: .unknownPasscode
        case .mistypedPasscode: .mistypedPasscode
        case .untrustedClock: .untrustedClock
        }
    }

    /// The pass that it is about, where it is certain which one that is and the visitor may know.
    package var pass: PassRecord? {
        switch self {
        case .welcome(let pass), .alreadyIn(let pass, _), .departed(let pass, _): pass
        default: nil
        }
    }
}

/// The names of verdicts, as they stand in events, in the API and in `check --json`.
package enum VerdictCode: String, Codable, Sendable, CaseIterable {
    case welcome, alreadyIn, departed, garbled, wrongLayout, notOurs, forged, unknownKey, withdrawn, cancelled
    case wrongSite, tooEarly, tooLate, unsynced, unlisted, unknownPasscode, mistypedPasscode, untrustedClock
    /// A check-out, a call or another action that needs no decision.
    case none
}

/// The rule by which a kiosk decides, with everything it depends on: no clock, no disk, no chance.
///
/// The order of the checks is the order of DESIGN §4 and part of the contract: garbled → not ours → forged or unknown
/// key → withdrawn → cancelled → wrong site → too early or too late → already in → welcome. What the cache knows beats
/// what the token says. Windows are half-open, and ``windowVerdict(_:)`` is the only place that compares them.
package struct Decision: Sendable {
    package var presented: Presented
    /// The cache's row for it, if any.
    package var row: PassRecord?
    /// The newest visit with it that this kiosk or the cloud knows of.
    package var visit: VisitState?
    package var policy: AdmissionPolicy
    package var time: CorrectedTime

    package init(
        presented: Presented, row: PassRecord?, visit: VisitState?, policy: AdmissionPolicy, time: CorrectedTime
    ) {
        self.presented = presented
        self.row = row
        self.visit = visit
        self.policy = policy
        self.time = time
    }

    /// The verdict. Pure: the same values give the same answer.
    package var verdict: Verdict {
        switch presented {
        case .garbled: .garbled
        case .wrongLayout: .wrongLayout
        case .notOurs: .notOurs
        case .token(let token, .genuine(let keyEnd)): tokenVerdict(token, keyEnd: keyEnd)
        case .token(_, .forged): .forged
        case .token(_, .unknownKey): .unknownKey
        case .token(_, .withdrawnKey): .withdrawn
        case .mistypedPasscode: .mistypedPasscode
        case .passcode: row.map { recordVerdict($0, keyEnd: nil) } ?? missingPasscodeVerdict
        }
    }

    /// The verdict on a pass that staff have found by its name instead of a code.
    package static func verdict(
        on pass: PassRecord, visit: VisitState?, policy: AdmissionPolicy, time: CorrectedTime
    ) -> Verdict {
        Decision(presented: .notOurs, row: pass, visit: visit, policy: policy, time: time).recordVerdict(
            pass, keyEnd: nil)
    }

    private func tokenVerdict(_ token: Token, keyEnd: Instant?) -> Verdict {
        if let row { return recordVerdict(row, keyEnd: keyEnd) }
        guard token.site == 0 || token.site == policy.site else { return .wrongSite }
        let window = token.window.ending(by: keyEnd)
        if let verdict = windowVerdict(window) { return verdict }
        switch policy.unsyncedPass {
        case .askStaff: return .unsynced
        case .refuse: return .unlisted
        case .admit:
            if let visit { return .alreadyIn(.unsynced(token), since: visit.checkedInAt) }
            return .welcome(.unsynced(token))
        }
    }

    private func recordVerdict(_ pass: PassRecord, keyEnd: Instant?) -> Verdict {
        switch pass.state {
        case .withdrawn: return .withdrawn
        case .cancelled: return .cancelled
        case .active: break
        }
        guard pass.site == 0 || pass.site == policy.site else { return .wrongSite }
        if let verdict = windowVerdict((pass.from..<max(pass.from, pass.until)).ending(by: keyEnd)) { return verdict }
        return visitVerdict(pass) ?? .welcome(pass)
    }

    /// Why `window` does not admit now; `nil` when it does.
    private func windowVerdict(_ window: Range<Instant>) -> Verdict? {
        guard time.isTrusted else { return policy.admitsOnUntrustedClock ? nil : .untrustedClock }
        if time.now < window.lowerBound { return .tooEarly(from: window.lowerBound) }
        return time.now >= window.upperBound ? .tooLate : nil
    }

    private func visitVerdict(_ pass: PassRecord) -> Verdict? {
        guard let visit else { return nil }
        switch (pass.kind, visit.checkedOutAt) {
        case (.single, nil): return .alreadyIn(pass, since: visit.checkedInAt)
        case (.single, let left?): return .departed(pass, at: left)
        case (.period, nil):
            let isToday = policy.siteTime.day(of: time.now).contains(visit.checkedInAt)
            return isToday ? .alreadyIn(pass, since: visit.checkedInAt) : nil
        case (.period, .some): return nil
        }
    }

    /// A passcode without a row is wrong only if the cache can be expected to know every passcode.
    private var missingPasscodeVerdict: Verdict {
        policy.isCacheComplete ? .unknownPasscode : .unsynced
    }
}

/// What was presented, as far as it could be read.
package enum Presented: Hashable, Sendable {
    case garbled, wrongLayout, notOurs
    case token(Token, Authenticity)
    case mistypedPasscode
    case passcode(Passcode)
}

/// The corrected time of a decision.
package struct CorrectedTime: Hashable, Sendable {
    /// By the cloud's clock, as well as the kiosk knows.
    package var now: Instant
    /// False when the wall clock stands below what is known to have been (DESIGN §5, Clock).
    package var isTrusted: Bool

    package init(now: Instant, isTrusted: Bool) {
        self.now = now
        self.isTrusted = isTrusted
    }
}

/// What the site wants done where the rules leave a choice.
package struct AdmissionPolicy: Hashable, Sendable {
    /// The site of this kiosk.
    package var site: SiteNumber
    package var siteTime: SiteTime
    package var unsyncedPass: UnsyncedPass
    /// Whether passes are admitted, marked so, while the clock cannot be believed.
    package var admitsOnUntrustedClock: Bool
    /// Whether the cache has been complete and fresh of late, so that what it lacks does not exist.
    package var isCacheComplete: Bool

    package init(
        site: SiteNumber, siteTime: SiteTime, unsyncedPass: UnsyncedPass = .askStaff,
        admitsOnUntrustedClock: Bool = false, isCacheComplete: Bool
    ) {
        self.site = site
        self.siteTime = siteTime
        self.unsyncedPass = unsyncedPass
        self.admitsOnUntrustedClock = admitsOnUntrustedClock
        self.isCacheComplete = isCacheComplete
    }
}

/// What to do with a genuine token that the cache has no row for.
package enum UnsyncedPass: String, Codable, Sendable, CaseIterable {
    case admit
    case askStaff = "ask_staff"
    case refuse
}

extension Range<Instant> {
    /// This window, ending no later than `end`.
    fileprivate func ending(by end: Instant?) -> Range<Instant> {
        guard let end else { return self }
        return lowerBound..<Swift.max(lowerBound, Swift.min(upperBound, end))
    }
}

extension PassRecord {
    /// What is known of a pass from its token alone: no name, no room, no host.
    package static func unsynced(_ token: Token) -> PassRecord {
        PassRecord(
            id: token.pass, kind: .single, state: .active, site: token.site, window: token.window,
            appointment: token.window, passcode: "", visitor: "", company: "", title: "", room: "", hosts: [],
            language: nil)
    }
}

import Crypto
import Reception
import Testing

/// The verdict function as a table: what is presented, what is known, what is said.
@Suite struct DecisionTests {
    private static let now = Instant(rfc3339: "2026-11-23T01:02:00Z") ?? Instant(milliseconds: 0)
    private static let dayStart = Instant(rfc3339: "2026-11-22T15:00:00Z") ?? Instant(milliseconds: 0)
    private static let dayEnd = Instant(rfc3339: "2026-11-23T15:00:00Z") ?? Instant(milliseconds: 0)

    private func pass(_ change: (inout PassRecord) -> Void = { _ in }) -> PassRecord {
        var record = PassRecord(
            id: PassID(7), kind: .single, state: .active, site: 1, window: Self.dayStart..<Self.dayEnd,
            appointment: Self.now..<Self.now.advanced(by: .seconds(3600)), passcode: "12345672", visitor: "山田 太郎",
            company: "サンプル", title: "打合せ", room: "A", hosts: [], language: nil)
        change(&record)
        return record
    }

    private func token(site: SiteNumber = 1, window: Range<Instant> = dayStart..<dayEnd) throws -> Token {
        try Token(key: 1, tenant: 1, site: site, pass: PassID(7), window: window, signer: .init())
    }

    private func verdict(
        _ presented: Presented, _ row: PassRecord?, visit: VisitState? = nil, now: Instant = now,
        isTrusted: Bool = true, change: (inout AdmissionPolicy) -> Void = { _ in }
    ) throws -> Verdict {
        let tokyo = try #require(SiteTime(identifier: "Asia/Tokyo"))
        var policy = AdmissionPolicy(site: 1, siteTime: tokyo, isCacheComplete: true)
        change(&policy)
        return Decision(
            presented: presented, row: row, visit: visit, policy: policy,
            time: CorrectedTime(now: now, isTrusted: isTrusted)
        ).verdict
    }

    @Test func `what cannot be read is told apart`() throws {
        #expect(try verdict(.garbled, nil) == .garbled)
        #expect(try verdict(.wrongLayout, nil) == .wrongLayout)
        #expect(try verdict(.notOurs, nil) == .notOurs)
        #expect(try verdict(.mistypedPasscode, nil) == .mistypedPasscode)
    }

    @Test func `a forged token is refused even when the cache knows the pass`() throws {
        #expect(try verdict(.token(token(), .forged), pass()) == .forged)
        #expect(try verdict(.token(token(), .unknownKey), pass()) == .unknownKey)
        #expect(try verdict(.token(token(), .withdrawnKey), pass()) == .withdrawn)
    }

    @Test func `a genuine token in its window is welcome`() throws {
        #expect(try verdict(.token(token(), .genuine(until: nil)), pass()) == .welcome(pass()))
        let passcode = Passcode(World.live)
        #expect(try verdict(.passcode(passcode), pass()) == .welcome(pass()))
    }

    @Test func `withdrawn comes before cancelled, cancelled before the wrong site, that before the time`() throws {
        let presented = Presented.token(try token(), .genuine(until: nil))
        #expect(
            try verdict(
                presented,
                pass {
                    $0.state = .withdrawn; $0.site = 2; $0.until = Self.dayStart
                }) == .withdrawn)
        #expect(
            try verdict(
                presented,
                pass {
                    $0.state = .cancelled; $0.site = 2; $0.until = Self.dayStart
                }) == .cancelled)
        #expect(
            try verdict(
                presented,
                pass {
                    $0.site = 2; $0.until = Self.dayStart
                }) == .wrongSite)
        #expect(try verdict(presented, pass { $0.until = Self.dayStart }) == .tooLate)
        #expect(try verdict(presented, pass { $0.site = 0 }).code == .welcome)
    }

    @Test(arguments: [
        (Int64(-1), VerdictCode.tooEarly), (0, .welcome), (86_399_999, .welcome), (86_400_000, .tooLate),
    ])
    func `windows are half-open`(offset: Int64, expected: VerdictCode) throws {
        let now = Instant(milliseconds: Self.dayStart.milliseconds + offset)
        #expect(try verdict(.token(token(), .genuine(until: nil)), pass(), now: now).code == expected)
        #expect(
            try verdict(.token(token(), .genuine(until: nil)), nil, now: now) { $0.unsyncedPass = .admit }.code
                == expected)
    }

    @Test func `what the cache knows beats what the token says`() throws {
        let old = try token(window: Instant(milliseconds: 0)..<Instant(milliseconds: 60_000))
        #expect(try verdict(.token(old, .genuine(until: nil)), pass()).code == .welcome)
        #expect(try verdict(.token(token(), .genuine(until: nil)), pass { $0.from = Self.dayEnd }).code == .tooEarly)
    }

    @Test func `a pass ends with the key that signed it`() throws {
        #expect(try verdict(.token(token(), .genuine(until: Self.now)), pass()) == .tooLate)
        let later = Self.now.advanced(by: .seconds(1))
        #expect(try verdict(.token(token(), .genuine(until: later)), pass()).code == .welcome)
    }

    @Test(arguments: [(UnsyncedPass.askStaff, VerdictCode.unsynced), (.admit, .welcome), (.refuse, .unlisted)])
    func `a genuine token without a row follows the policy`(policy: UnsyncedPass, expected: VerdictCode) throws {
        let presented = Presented.token(try token(), .genuine(until: nil))
        #expect(try verdict(presented, nil) { $0.unsyncedPass = policy }.code == expected)
        #expect(
            try verdict(.token(token(site: 9), .genuine(until: nil)), nil) { $0.unsyncedPass = policy } == .wrongSite)
    }

    @Test func `an empty or old cache never says that a passcode is wrong`() throws {
        let passcode = Passcode(World.live)
        #expect(try verdict(.passcode(passcode), nil) == .unknownPasscode)
        #expect(try verdict(.passcode(passcode), nil) { $0.isCacheComplete = false } == .unsynced)
    }

    @Test func `a single pass admits once`() throws {
        let inside = VisitState(checkedInAt: Self.dayStart)
        let gone = VisitState(checkedInAt: Self.dayStart, checkedOutAt: Self.now)
        let presented = Presented.token(try token(), .genuine(until: nil))
        #expect(try verdict(presented, pass(), visit: inside) == .alreadyIn(pass(), since: Self.dayStart))
        #expect(try verdict(presented, pass(), visit: gone) == .departed(pass(), at: Self.now))
    }

    @Test func `a period pass admits on every day and any number of times`() throws {
        let week = pass {
            $0.kind = .period; $0.until = Self.dayEnd.advanced(by: .seconds(7 * 86_400))
        }
        let presented = Presented.token(try token(), .genuine(until: nil))
        let today = VisitState(checkedInAt: Self.dayStart)
        let yesterday = VisitState(checkedInAt: Self.dayStart.advanced(by: .milliseconds(-1)))
        let gone = VisitState(checkedInAt: Self.dayStart, checkedOutAt: Self.now)
        #expect(try verdict(presented, week, visit: today).code == .alreadyIn)
        #expect(try verdict(presented, week, visit: yesterday).code == .welcome)
        #expect(try verdict(presented, week, visit: gone).code == .welcome)
        #expect(try verdict(presented, week, now: week.until).code == .tooLate)
    }

    @Test func `a clock that cannot be believed enforces no window and says so`() throws {
        let presented = Presented.token(try token(), .genuine(until: nil))
        #expect(try verdict(presented, pass(), isTrusted: false) == .untrustedClock)
        let early = Instant(milliseconds: 0)
        #expect(
            try verdict(presented, pass(), now: early, isTrusted: false) { $0.admitsOnUntrustedClock = true }.code
                == .welcome)
        #expect(try verdict(presented, pass { $0.state = .cancelled }, isTrusted: false) == .cancelled)
    }
}

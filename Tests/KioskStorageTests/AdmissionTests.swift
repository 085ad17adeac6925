import Crypto
import Foundation
import GRDB
import Kiosk
import Reception
import Testing

@testable import KioskStorage

@Suite struct `Admission` {
    let fixture: Fixture
    init() throws { fixture = try Fixture() }

    @Test func `a synced pass is welcomed once and recorded`() throws {
        let store = try fixture.open()
        try store.sync([.pass(.sample())])
        let token = try fixture.token()
        let admission = try store.admit(Presentation(text: token, means: .camera), at: .at(morning))
        #expect(admission.verdict == .welcome(.sample()))
        #expect(try store.scan(token, at: morning.advanced(by: hours(1))) == .alreadyIn(.sample(), since: morning))

        let events = try store.lease(10)
        #expect(events.map(\.kind) == [.checkIn, .refusal])
        #expect(events.map(\.verdict) == [.welcome, .alreadyIn])
        #expect(events.map(\.sequence) == [1, 2])
        #expect(events.map(\.pass) == [PassID(1), PassID(1)])
        #expect(events.first?.id == admission.event)
        #expect(events.first?.cache == CacheStamp(cursor: Cursor(epoch: "a", sequence: 10), ageMilliseconds: 0))
        #expect(Set(events.map(\.stream)).count == 1)
    }

    @Test func `a single pass ends with its check-out`() throws {
        let store = try fixture.open()
        try store.sync([.pass(.sample())])
        _ = try store.scan(fixture.token())
        let left = morning.advanced(by: hours(2))
        let event = try store.record(.checkOut(PassID(1)), at: .at(left))
        #expect(event.kind == .checkOut && event.verdict == .none && event.pass == PassID(1) && event.sequence == 2)
        #expect(try store.scan(fixture.token(), at: left) == .departed(.sample(), at: left))
    }

    @Test func `a period pass comes in again after a check-out and on another day`() throws {
        let store = try fixture.open()
        let pass = PassRecord.sample(kind: .period, until: morning.advanced(by: hours(240)))
        try store.sync([.pass(pass)])
        let token = try fixture.token()
        #expect(try store.scan(token) == .welcome(pass))
        #expect(try store.scan(token) == .alreadyIn(pass, since: morning))
        _ = try store.record(.checkOut(pass.id), at: .at(morning))
        #expect(try store.scan(token, at: morning.advanced(by: .seconds(1))) == .welcome(pass))
        #expect(try store.scan(token, at: morning.advanced(by: hours(24))) == .welcome(pass))
    }

    @Test func `what happened last counts, here or elsewhere`() throws {
        let store = try fixture.open()
        try store.sync([.pass(.sample()), .visit(pass: PassID(1), state: VisitState(checkedInAt: morning))])
        #expect(try store.scan(fixture.token()) == .alreadyIn(.sample(), since: morning))
        let left = morning.advanced(by: hours(1))
        _ = try store.record(.checkOut(PassID(1)), at: .at(left))
        #expect(try store.scan(fixture.token(), at: left) == .departed(.sample(), at: left))
        let later = left.advanced(by: hours(1))
        let elsewhere = VisitState(checkedInAt: later)
        try store.sync([.visit(pass: PassID(1), state: elsewhere)], sequence: 11)
        #expect(try store.scan(fixture.token(), at: later) == .alreadyIn(.sample(), since: later))
        try store.sync([.visit(pass: PassID(1), state: nil)], sequence: 12)
        #expect(try store.scan(fixture.token(), at: later) == .departed(.sample(), at: left))
    }

    @Test func `a check-out of somebody nobody saw is only an event`() throws {
        let store = try fixture.open()
        try store.sync([.pass(.sample())])
        _ = try store.record(.checkOut(PassID(1)), at: .at(morning))
        #expect(try store.scan(fixture.token()) == .welcome(.sample()))
    }

    @Test func `a passcode finds its pass`() throws {
        let store = try fixture.open()
        let code = Passcode(fixture.world)
        try store.sync([.pass(.sample(passcode: code.digits))])
        #expect(try store.type(code.description) == .welcome(.sample(passcode: code.digits)))
        let event = try #require(try store.lease(1).first)
        #expect(event.pass == PassID(1) && event.means == .passcode)
    }

    @Test func `an unknown passcode is wrong only while the cache is fresh`() throws {
        let store = try fixture.open()
        let code = Passcode(fixture.world).digits
        #expect(try store.type(code) == .unsynced)
        try store.sync([])
        #expect(try store.type(code) == .unknownPasscode)
        #expect(try store.type(code, at: morning.advanced(by: .seconds(601))) == .unsynced)
        #expect(try store.type(code, at: morning.advanced(by: hours(-1))) == .unsynced)
        #expect(try store.type("1234") == .mistypedPasscode)
        #expect(try store.lease(10).allSatisfy { $0.pass == nil && $0.kind == .refusal })
    }

    @Test func `a passcode used again stands for the later pass`() throws {
        let store = try fixture.open()
        let code = Passcode(fixture.world).digits
        let old = PassRecord.sample(
            1, from: morning.advanced(by: hours(-50)), until: morning.advanced(by: hours(-40)), passcode: code)
        try store.sync([.pass(old), .pass(.sample(2, passcode: code))])
        #expect(try store.type(code) == .welcome(.sample(2, passcode: code)))
    }

    @Test(arguments: [UnsyncedPass.admit, .askStaff, .refuse])
    func `a genuine pass that the cache lacks follows the policy`(policy: UnsyncedPass) throws {
        fixture.settings.unsyncedPass = policy
        let store = try fixture.open()
        let verdict = try store.scan(fixture.token())
        #expect(verdict.code == [.admit: .welcome, .askStaff: .unsynced, .refuse: .unlisted][policy])
        #expect(try store.lease(1).first?.pass == PassID(1))
        if policy == .admit { #expect(try store.scan(fixture.token()).code == .alreadyIn) }
    }

    @Test func `texts that are no genuine pass are refused, and their events name no pass`() throws {
        let store = try fixture.open()
        let forged = try fixture.token(signedBy: Curve25519.Signing.PrivateKey())
        let garbled = String(try fixture.token().dropLast()) + "!"
        let verdicts = try [forged, garbled, "https://example.com", "", String(repeating: "é", count: 9000)].map {
            try store.scan($0)
        }
        #expect(verdicts == [.forged, .garbled, .notOurs, .notOurs, .notOurs])
        let events = try store.lease(10)
        #expect(events.count == 5 && events.allSatisfy { $0.pass == nil && $0.kind == .refusal })
    }

    @Test func `a withdrawn key withdraws its passes, and the event names the pass`() throws {
        let store = try fixture.open()
        let raw = fixture.signer.publicKey.rawRepresentation
        try store.sync([
            .pass(.sample()), .key(SigningKey(id: 1, publicKey: raw, from: morning, isWithdrawn: true)),
        ])
        #expect(try store.scan(fixture.token()) == .withdrawn)
        #expect(try store.lease(1).first?.pass == PassID(1))
    }

    @Test func `a kiosk that is not enrolled knows no key`() throws {
        let store = try fixture.open(enrolled: false)
        #expect(try store.scan(fixture.token()) == .unknownKey)
        #expect(try store.summary().site == nil)
    }

    @Test func `a preview records nothing`() throws {
        let store = try fixture.open()
        try store.sync([.pass(.sample())])
        let presentation = Presentation(text: try fixture.token(), means: .staff)
        #expect(try store.preview(presentation, at: .at(morning)) == .welcome(.sample()))
        #expect(try store.preview(presentation, at: .at(morning)) == .welcome(.sample()))
        #expect(try store.counts() == OutboxCounts(waiting: 0, setAside: 0))
    }

    @Test func `trusted events raise the clock's floor, and only the cloud's word lowers it`() throws {
        let store = try fixture.open()
        #expect(try store.clock() == nil)
        _ = try store.record(.call(nil), at: .at(morning))
        #expect(try store.clock()?.floor == morning)
        _ = try store.record(.call(nil), at: .at(morning.advanced(by: hours(9)), isTrusted: false))
        #expect(try store.clock()?.floor == morning)
        _ = try store.record(.call(nil), at: .at(morning.advanced(by: hours(-1))))
        #expect(try store.clock()?.floor == morning)
        let told = ClockState(offsetMilliseconds: 12, floor: morning.advanced(by: hours(-1)))
        try store.keep(told)
        #expect(try store.clock() == told)
    }

    @Test func `a clock that cannot be believed puts no visit before those that were`() throws {
        fixture.settings.admitsOnUntrustedClock = true
        let store = try fixture.open()
        let pass = PassRecord.sample()
        try store.sync([.pass(pass)])
        try store.keep(ClockState(offsetMilliseconds: 0, floor: morning))
        let presentation = Presentation(text: try fixture.token(), means: .camera)
        let long = Instant(milliseconds: 0)
        #expect(try store.admit(presentation, at: .at(long, isTrusted: false)).verdict == .welcome(pass))
        #expect(try store.scan(presentation.text) == .alreadyIn(pass, since: morning))
    }

    @Test(arguments: ["events", "visits", "clock"])
    func `nothing is recorded when any part of the transaction fails`(table: String) throws {
        let store = try fixture.open()
        try store.sync([.pass(.sample())])
        let queue = store.outbox.current.queue
        try queue.write {
            try $0.execute(
                sql: "CREATE TRIGGER no BEFORE INSERT ON \(table) BEGIN SELECT RAISE(ABORT, 'no'); END")
        }
        #expect(throws: StorageFailure.self) { try store.scan(fixture.token()) }
        try queue.write { try $0.execute(sql: "DROP TRIGGER no") }
        #expect(try store.counts().waiting == 0)
        #expect(try store.clock() == nil)
        #expect(try store.scan(fixture.token()) == .welcome(.sample()))
        #expect(try store.lease(5).map(\.sequence) == [1])
    }
}

import Crypto
import Foundation
import Kiosk
import Reception
import Testing

@testable import KioskStorage

/// Codes that are shown on the way out: exits are always recorded.
@Suite struct LeavingTests {
    let fixture: Fixture
    init() throws { fixture = try Fixture() }

    private func leave(
        _ store: KioskStore, _ text: String, _ means: Means = .camera, at now: Instant = morning
    ) throws -> Kiosk.Admission {
        try store.admit(Presentation(text: text, means: means, purpose: .leave), at: .at(now))
    }

    @Test(arguments: [PassState.active, .cancelled, .withdrawn])
    func `an exit is recorded whatever has become of the pass`(state: PassState) throws {
        let store = try fixture.open()
        try store.sync([.pass(.sample())])
        #expect(try store.scan(fixture.token()).code == .welcome)
        try store.sync([.pass(.sample(state: state))], sequence: 11)
        let later = morning.advanced(by: hours(100))
        let admission = try leave(store, fixture.token(), at: later)
        #expect(admission.verdict == .departed(.sample(state: state), at: later) && admission.at == later)
        let event = try #require(try store.lease(9).last)
        #expect(event.id == admission.event && event.kind == .checkOut && event.pass == PassID(1))
        #expect(event.verdict == .none && event.means == .camera)
    }

    @Test func `the visit ends with it, and the pass has been used`() throws {
        let store = try fixture.open()
        try store.sync([.pass(.sample())])
        _ = try store.scan(fixture.token())
        let later = morning.advanced(by: hours(1))
        _ = try leave(store, fixture.token(), at: later)
        #expect(try store.scan(fixture.token(), at: later) == .departed(.sample(), at: later))
    }

    @Test func `a second exit is on record too, and the first one's time stays`() throws {
        let store = try fixture.open()
        try store.sync([.pass(.sample())])
        _ = try store.scan(fixture.token())
        _ = try leave(store, fixture.token(), at: morning.advanced(by: hours(1)))
        _ = try leave(store, fixture.token(), at: morning.advanced(by: hours(2)))
        #expect(try store.lease(9).map(\.kind) == [.checkIn, .checkOut, .checkOut])
        #expect(
            try store.scan(fixture.token(), at: morning.advanced(by: hours(3)))
                == .departed(.sample(), at: morning.advanced(by: hours(1))))
    }

    @Test(arguments: [-100, 0, 100])
    func `who was never seen coming in leaves all the same, early or late`(hour: Int) throws {
        let store = try fixture.open()
        let now = morning.advanced(by: hours(hour))
        let admission = try leave(store, fixture.token(), .wedge, at: now)
        #expect(admission.verdict.code == .departed)
        #expect(try store.lease(9).map(\.kind) == [.checkOut])
        #expect(try leave(store, fixture.token(site: 9), at: now).verdict.code == .departed)
    }

    @Test func `a passcode leads out as well as a code`() throws {
        let store = try fixture.open()
        let code = Passcode(fixture.world).digits
        try store.sync([.pass(.sample(passcode: code))])
        _ = try store.type(code)
        #expect(try leave(store, code, .passcode).verdict.code == .departed)
        let event = try #require(try store.lease(9).last)
        #expect(event.means == .passcode && event.pass == PassID(1))
    }

    @Test func `what is no certain pass is refused as ever, and says why`() throws {
        let store = try fixture.open()
        try store.sync([.pass(.sample())])
        let token = try fixture.token()
        let cases: [(String, Means, VerdictCode)] = [
            (String(token.dropLast()) + (token.hasSuffix("0") ? "1" : "0"), .camera, .garbled),
            ("https://example.com", .camera, .notOurs),
            (try fixture.token(signedBy: .init()), .camera, .forged), ("1", .passcode, .mistypedPasscode),
            (Passcode(fixture.world).digits, .passcode, .unknownPasscode),
        ]
        for (text, means, verdict) in cases { #expect(try leave(store, text, means).verdict.code == verdict) }
        #expect(try store.lease(9).map(\.kind) == Array(repeating: .refusal, count: cases.count))
        #expect(try store.lease(9).allSatisfy { $0.pass == nil })
    }

    @Test func `a preview says the same and records nothing`() throws {
        let store = try fixture.open()
        let presentation = Presentation(text: try fixture.token(), means: .camera, purpose: .leave)
        #expect(try store.preview(presentation, at: .at(morning)).code == .departed)
        #expect(try store.counts().waiting == 0)
    }

    @Test func `what a walk-in typed lies nowhere readable, waiting, sent or acknowledged`() throws {
        let store = try fixture.open()
        let walkIn = WalkIn(name: "Rumpelstiltskin", company: "Strohgold GmbH", headcount: 3, language: "en")
        let event = try store.record(.walkIn(walkIn, .reception), at: .at(morning))
        #expect(event.walkIn == walkIn && event.pass != nil)
        func expectNothing() throws {
            let bytes = try fixture.rawBytes()
            for secret in ["Rumpelstiltskin", "Strohgold"] { #expect(bytes.range(of: Data(secret.utf8)) == nil) }
        }
        try expectNothing()
        let leased = try store.lease(9)
        #expect(leased == [event])
        try expectNothing()
        try store.settle([EventResult(id: event.id, status: .accepted)], of: leased, at: .at(morning))
        try expectNothing()
    }
}

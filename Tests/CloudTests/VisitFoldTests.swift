import CloudDomain
import Foundation
import Reception
import Testing

/// Events become visits, the same whatever order they come in.
struct VisitFoldTests {
    private let pass = PassID(7)
    private let ten = Instant.at("2026-11-23T01:00:00Z")

    private func minutes(_ count: Int) -> Instant { ten.advanced(by: .seconds(60 * count)) }

    private func recorded(
        _ kind: EventKind, at time: Instant, kiosk: UInt8 = 1, sequence: Int64 = 1, verdict: VerdictCode = .welcome,
        means: Means = .camera, passKind: PassKind = .single, offset: Int64 = 0, isTrusted: Bool = true,
        receivedAt: Instant? = nil, uptime: Int64? = nil, bootID: String = "boot"
    ) -> RecordedEvent {
        let record = PassRecord(
            id: pass, kind: passKind, state: .active, site: 1, window: ten..<minutes(60),
            appointment: ten..<minutes(60),
            passcode: "", visitor: "Ann", company: "ACME", title: "Review", room: "3A", hosts: [], language: nil)
        return RecordedEvent(
            event: .sample(
                kind, pass, at: time, sequence: sequence, verdict: verdict, means: means, offset: offset,
                isTrusted: isTrusted, uptime: uptime, bootID: bootID),
            kiosk: UUID(uuid: (kiosk, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)), kioskName: "k\(kiosk)",
            siteName: "Tokyo", receivedAt: receivedAt ?? minutes(600), visitor: FrozenVisitor(record))
    }

    @Test func `every order of arrival gives the same visits`() {
        let events = [
            recorded(.checkIn, at: minutes(0)), recorded(.checkOut, at: minutes(30), kiosk: 2),
            recorded(.checkIn, at: minutes(40), kiosk: 2, sequence: 2),
            recorded(.checkIn, at: minutes(40), kiosk: 1, sequence: 9), recorded(.checkOut, at: minutes(50)),
        ]
        let visits = VisitFold.visits(of: events)
        #expect(visits.count == 3)
        for order in permutations(of: events) { #expect(VisitFold.visits(of: order) == visits) }
    }

    @Test func `a second admission of a single pass stays and is flagged`() {
        let visits = VisitFold.visits(of: [
            recorded(.checkIn, at: minutes(1), kiosk: 2), recorded(.checkIn, at: minutes(0)),
        ])
        #expect(visits.map(\.isConflict) == [false, true])
        #expect(visits.map(\.checkIn.kioskName) == ["k1", "k2"])
    }

    @Test func `a period pass comes in as often as it likes`() {
        let visits = VisitFold.visits(of: [
            recorded(.checkIn, at: minutes(0), passKind: .period),
            recorded(.checkOut, at: minutes(5), passKind: .period),
            recorded(.checkIn, at: minutes(9), passKind: .period),
        ])
        #expect(visits.map(\.isConflict) == [false, false])
        #expect(visits.map { $0.checkOut != nil } == [true, false])
    }

    @Test(arguments: [(Means.camera, ExitKind.own), (.screen, .own), (.passcode, .own), (.staff, .staff)])
    func `who showed the visitor out is kept`(_ means: Means, _ exit: ExitKind) {
        let visits = VisitFold.visits(of: [
            recorded(.checkIn, at: minutes(0)), recorded(.checkOut, at: minutes(5), means: means),
        ])
        #expect(visits.first?.exit == exit)
    }

    @Test(arguments: [VerdictCode.alreadyIn, .departed])
    func `a check-in that was turned away begins no visit`(_ verdict: VerdictCode) {
        #expect(VisitFold.visits(of: [recorded(.checkIn, at: minutes(0), verdict: verdict)]).isEmpty)
    }

    @Test func `refusals, calls and a check-out without a visit make none`() {
        let events = [EventKind.refusal, .call, .delivery, .staff, .checkOut].map { recorded($0, at: ten) }
        #expect(VisitFold.visits(of: events).isEmpty)
    }

    @Test func `a second check-out changes nothing`() {
        let visits = VisitFold.visits(of: [
            recorded(.checkIn, at: minutes(0)), recorded(.checkOut, at: minutes(5)),
            recorded(.checkOut, at: minutes(9)),
        ])
        #expect(visits.map(\.checkOut?.correctedAt) == [minutes(5)])
    }

    @Test func `a time in the future becomes that of arrival, flagged`() {
        let visits = VisitFold.visits(of: [recorded(.checkIn, at: minutes(6), receivedAt: minutes(0))])
        #expect(visits.first?.checkIn.correctedAt == minutes(0))
        #expect(visits.first?.checkIn.deviceTime == minutes(6))
        #expect(visits.first?.checkIn.flags == [.futureTime])
    }

    @Test func `five minutes ahead is still believed`() {
        let visits = VisitFold.visits(of: [recorded(.checkIn, at: minutes(5), receivedAt: minutes(0))])
        #expect(visits.first?.checkIn.correctedAt == minutes(5))
        #expect(visits.first?.checkIn.flags == [])
    }

    @Test(arguments: [
        (Int64(120_000), true, [Visit.TimeFlag]()), (120_001, true, [.clockDrift]), (-600_000, true, [.clockDrift]),
        (0, false, [.untrustedClock]),
    ])
    func `scenario 26: drift is corrected, kept and flagged`(
        _ offset: Int64, _ isTrusted: Bool, _ flags: [Visit.TimeFlag]
    ) {
        let visits = VisitFold.visits(of: [
            recorded(.checkIn, at: minutes(0), offset: offset, isTrusted: isTrusted)
        ])
        #expect(visits.first?.checkIn.correctedAt == ten.advanced(by: .milliseconds(offset)))
        #expect(visits.first?.checkIn.deviceTime == ten)
        #expect(visits.first?.checkIn.flags == flags)
    }

    @Test func `a clock that was set back between coming and going turns no visit around`() {
        let events = [
            recorded(.checkIn, at: minutes(60), sequence: 1, uptime: 0),
            recorded(.checkOut, at: minutes(30), sequence: 2, uptime: 1_800_000),
            recorded(.checkIn, at: minutes(20), kiosk: 2, sequence: 1),
        ]
        let visits = VisitFold.visits(of: events)
        #expect(visits.map(\.checkIn.correctedAt) == [minutes(0), minutes(20)])
        #expect(visits.map(\.checkOut?.correctedAt) == [nil, minutes(30)])
        #expect(visits[0].checkIn.flags == [.clockDrift])
        #expect(visits[0].checkIn.deviceTime == minutes(60))
        for order in permutations(of: events) { #expect(VisitFold.visits(of: order) == visits) }
    }

    @Test func `a clock that nobody believes moves no other time`() {
        for (time, isTrusted) in [(minutes(9_000_000), true), (minutes(-9000), false)] {
            let visits = VisitFold.visits(of: [
                recorded(.checkIn, at: minutes(0), uptime: 0),
                recorded(.checkOut, at: time, sequence: 2, isTrusted: isTrusted, uptime: 1_800_000),
            ])
            #expect(visits.map(\.checkIn.correctedAt) == [minutes(0)])
            #expect(visits.map(\.checkOut?.correctedAt) == [minutes(30)])
        }
    }

    @Test func `another boot, or one without a name, says nothing about the order`() {
        for (one, other) in [("a", "b"), ("", "")] {
            let visits = VisitFold.visits(of: [
                recorded(.checkIn, at: minutes(0), uptime: 9_000_000, bootID: one),
                recorded(.checkOut, at: minutes(30), sequence: 2, uptime: 5, bootID: other),
            ])
            #expect(visits.map(\.checkIn.correctedAt) == [minutes(0)])
            #expect(visits.map(\.checkOut?.correctedAt) == [minutes(30)])
        }
    }

    @Test(arguments: [(Int64.min, Int64.max), (.max, .min), (0, .max)])
    func `a monotonic clock that cannot be is not gone by`(_ one: Int64, _ other: Int64) {
        let events = [
            recorded(.checkIn, at: minutes(0), uptime: one), recorded(.checkOut, at: minutes(30), uptime: other),
            recorded(.checkOut, at: minutes(40), kiosk: 2),
        ]
        let visits = VisitFold.visits(of: events)
        for order in permutations(of: events) { #expect(VisitFold.visits(of: order) == visits) }
        #expect(visits.map(\.checkIn.correctedAt) == [minutes(0)])
    }

    @Test func `a clock that is steered by less than a second keeps its own times`() {
        let visits = VisitFold.visits(of: [
            recorded(.checkIn, at: minutes(0), uptime: 0),
            recorded(.checkOut, at: minutes(30), sequence: 2, uptime: 1_800_900),
        ])
        #expect(visits.map(\.checkIn.correctedAt) == [minutes(0)])
    }

    private func permutations<Element>(of items: [Element]) -> [[Element]] {
        guard items.count > 1 else { return [items] }
        return items.indices.flatMap { index in
            var rest = items
            let item = rest.remove(at: index)
            return permutations(of: rest).map { [item] + $0 }
        }
    }
}

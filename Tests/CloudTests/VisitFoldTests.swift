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
        receivedAt: Instant? = nil
    ) -> RecordedEvent {
        let record = PassRecord(
            id: pass, kind: passKind, state: .active, site: 1, window: ten..<minutes(60),
            appointment: ten..<minutes(60),
            passcode: "", visitor: "Ann", company: "ACME", title: "Review", room: "3A", hosts: [], language: nil)
        return RecordedEvent(
            event: .sample(
                kind, pass, at: time, sequence: sequence, verdict: verdict, means: means, offset: offset,
                isTrusted: isTrusted),
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

    @Test(arguments: [(Means.camera, Visit.ExitKind.own), (.screen, .own), (.passcode, .own), (.staff, .staff)])
    func `who showed the visitor out is kept`(_ means: Means, _ exit: Visit.ExitKind) {
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

    private func permutations<Element>(of items: [Element]) -> [[Element]] {
        guard items.count > 1 else { return [items] }
        return items.indices.flatMap { index in
            var rest = items
            let item = rest.remove(at: index)
            return permutations(of: rest).map { [item] + $0 }
        }
    }
}

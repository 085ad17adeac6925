import CloudDomain
import Foundation
import Reception
import Testing

/// What staff say later of who came and went: further events, never edits.
struct CorrectionTests {
    private let pass = PassID(7)
    private let ten = Instant.at("2026-11-23T01:00:00Z")

    private func minutes(_ count: Int) -> Instant { ten.advanced(by: .seconds(60 * count)) }

    private func recorded(
        _ kind: EventKind, at minute: Int, _ act: StaffAct? = nil, verdict: VerdictCode = .welcome,
        by staff: UUID? = nil
    ) -> RecordedEvent {
        var event = Event.sample(
            kind, pass, at: minutes(minute), sequence: Int64(minute) + 1, verdict: verdict,
            means: staff == nil ? .camera : .staff)
        (event.act, event.staff) = (act, staff)
        return RecordedEvent(
            event: event, kiosk: .none, kioskName: "k", siteName: "Tokyo", receivedAt: minutes(600), visitor: nil)
    }

    private func said(_ kind: StaffAct.Kind, at minute: Int, claiming claimed: Int? = nil) -> RecordedEvent {
        recorded(.staff, at: minute, StaffAct(kind, claimedAt: claimed.map(minutes)), by: UUID())
    }

    /// The visits, found the same in both orders of arrival.
    private func visits(_ events: RecordedEvent..., assumed: Int? = nil) -> [Visit] {
        let assumed = assumed.map { [events[0].event.id: minutes($0)] } ?? [:]
        let visits = VisitFold.visits(of: events, assumed: assumed)
        #expect(VisitFold.visits(of: events.reversed(), assumed: assumed) == visits)
        return visits
    }

    @Test func `a check-in by mistake never was`() {
        #expect(visits(recorded(.checkIn, at: 0), said(.notEntered, at: 1)).isEmpty)
        let again = visits(recorded(.checkIn, at: 0), said(.notEntered, at: 1), recorded(.checkIn, at: 2))
        #expect(again.map(\.checkIn.correctedAt) == [minutes(2)])
        #expect(again.map(\.isConflict) == [false])
    }

    @Test func `a check-out by mistake leaves the visitor inside, until the real one`() {
        let inside = visits(recorded(.checkIn, at: 0), recorded(.checkOut, at: 5), said(.notLeft, at: 6))
        #expect(inside.map(\.leftAt) == [nil] && inside.map(\.exit) == [nil])
        let gone = visits(
            recorded(.checkIn, at: 0), recorded(.checkOut, at: 5), said(.notLeft, at: 6), recorded(.checkOut, at: 9))
        #expect(gone.map(\.leftAt) == [minutes(9)] && gone.map(\.exit) == [.own])
    }

    @Test func `a time that staff put right counts, is flagged, and the kiosk's own is kept`() {
        let visit = visits(
            recorded(.checkIn, at: 10), recorded(.checkOut, at: 30), said(.enteredAt, at: 40, claiming: 5),
            said(.leftAt, at: 41, claiming: 20), said(.leftAt, at: 42, claiming: 25))[0]
        #expect(visit.checkIn.correctedAt == minutes(5) && visit.checkIn.deviceTime == minutes(10))
        #expect(visit.leftAt == minutes(25) && visit.exit == .own)
        #expect(visit.checkIn.flags == [.corrected] && visit.checkOut?.flags == [.corrected])
    }

    @Test func `an exit that staff tell of ends an open visit`() {
        let visit = visits(recorded(.checkIn, at: 0), said(.leftAt, at: 60, claiming: 50))[0]
        #expect(visit.leftAt == minutes(50) && visit.exit == .staff)
        let counted = visits(recorded(.checkIn, at: 0), said(.leftAt, at: 60, claiming: 50), assumed: 40)[0]
        #expect(counted.leftAt == minutes(50) && counted.exit == .staff)
    }

    @Test(
        arguments: [
            (StaffAct.Kind.enteredAt, 35), (.enteredAt, nil), (.leftAt, -1), (.leftAt, 46), (.leftAt, nil), (.safe, 20),
            (.viewed, nil), (StaffAct.Kind(rawValue: "somethingNewer"), 20),
        ] as [(StaffAct.Kind, Int?)])
    func `what cannot be, or is no correction, changes nothing`(_ kind: StaffAct.Kind, _ claimed: Int?) {
        let events = [recorded(.checkIn, at: 0), recorded(.checkOut, at: 30)]
        #expect(
            VisitFold.visits(of: events + [said(kind, at: 40, claiming: claimed)]) == VisitFold.visits(of: events))
    }

    @Test func `a correction of nothing makes nothing`() {
        for kind in [StaffAct.Kind.notEntered, .notLeft, .enteredAt, .leftAt] {
            #expect(visits(said(kind, at: 1, claiming: 0)).isEmpty)
        }
    }

    @Test func `whom staff let in came in, whatever the kiosk said, and used up is no conflict then`() {
        let staff = UUID()
        let visits = visits(
            recorded(.checkIn, at: 0), recorded(.checkOut, at: 5),
            recorded(.checkIn, at: 9, verdict: .departed, by: staff),
            recorded(.checkIn, at: 10, verdict: .alreadyIn, by: staff))
        #expect(visits.map(\.checkIn.correctedAt) == [minutes(0), minutes(9)])
        #expect(visits.map(\.isConflict) == [false, false] && visits.map(\.means) == [.camera, .staff])
        let late = recorded(.checkIn, at: 0, verdict: .tooLate, by: staff).event
        #expect(Notice.Kind(late) == .arrival)
        #expect(Notice.Kind(recorded(.checkIn, at: 0, verdict: .alreadyIn, by: staff).event) == nil)
    }

    @Test func `an assumed exit gives way to one that somebody saw, and to somebody seen inside`() {
        #expect(visits(recorded(.checkIn, at: 0), assumed: 40).map(\.exit) == [.assumed])
        #expect(visits(recorded(.checkIn, at: 0), assumed: 40).map(\.leftAt) == [minutes(40)])
        let late = visits(recorded(.checkIn, at: 0), recorded(.checkOut, at: 50), assumed: 40)
        #expect(late.map(\.exit) == [.own] && late.map(\.leftAt) == [minutes(50)])
        #expect(visits(recorded(.checkIn, at: 0), said(.notLeft, at: 45), assumed: 40).map(\.exit) == [nil])
    }

    @Test func `a mark at the assembly point stands until it is taken back, or the evacuation or the visit is over`() {
        let arrival = recorded(.checkIn, at: 0)
        let visit = visits(arrival)[0]
        func safe(_ events: RecordedEvent..., ended: Int? = nil) -> Instant? {
            VisitFold.safeAt(visit, by: [arrival] + events.reversed(), evacuationEndedAt: ended.map(minutes))
        }
        #expect(safe() == nil)
        #expect(safe(said(.safe, at: 5)) == minutes(5))
        #expect(safe(said(.safe, at: 5), said(.notSafe, at: 6)) == nil)
        #expect(safe(said(.safe, at: 5), said(.notSafe, at: 6), said(.safe, at: 7)) == minutes(7))
        #expect(safe(said(.safe, at: 5), ended: 8) == nil)
        #expect(safe(said(.safe, at: 9), ended: 8) == minutes(9))
        #expect(safe(said(.safe, at: -5)) == nil)
    }
}

extension UUID {
    /// All zeros.
    fileprivate static let none = UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))
}

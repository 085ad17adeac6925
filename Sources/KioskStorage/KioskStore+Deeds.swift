import Foundation
import GRDB
import Kiosk
import Reception

/// What staff do at the console.
extension KioskStore {
    /// Records it, and changes where the visitor stands.
    func record(_ deed: StaffDeed, in rows: OutboxRows, at moment: Moment) throws -> Event {
        switch deed.what {
        case .checkIn(let pass): return try letIn(pass, by: deed.staff, in: rows, at: moment)
        case .checkOut(let pass):
            return try checkOut(pass, .staff(.checkOut, by: deed.staff), in: rows, at: moment)
        case .walkIn(let walkIn, let request):
            var walk = Deed.staff(.walkIn, PassID(world), by: deed.staff)
            walk.request = request
            return try comeIn(walkIn, walk, in: rows, at: moment)
        case .about(let pass, let act):
            let event = try append(.staff(.staff, pass, by: deed.staff, act: act), to: rows, at: moment)
            try apply(act, to: pass, as: event, in: rows)
            return event
        case .act(let act):
            let event = try append(.staff(.staff, by: deed.staff, act: act), to: rows, at: moment)
            if act.kind == .evacuationEnded { try rows.endEvacuation(at: event.correctedAt) }
            return event
        }
    }

    /// Lets somebody in whatever the rules say; the event carries what they say. A visit that is open goes on.
    private func letIn(_ pass: PassID, by staff: UUID?, in rows: OutboxRows, at moment: Moment) throws -> Event {
        let view = try look { try CacheView($0, pass: pass, site: enrolment?.site.number) }
        let visit = try rows.visit(of: pass, beside: view.visit)
        var deed = Deed.staff(.checkIn, pass, by: staff)
        deed.stamp = view.stamp(at: moment)
        deed.verdict =
            view.row.map {
                Decision.verdict(
                    on: $0, visit: visit, policy: policy(enrolment, view, at: moment), time: moment.corrected
                ).code
            } ?? .unsynced
        if visit == nil || visit?.checkedOutAt != nil {
            let now = try ordered(moment, in: rows)
            try rows.keep(
                VisitState(checkedInAt: now), of: VisitorBody(pass: pass), until: view.row?.until ?? now)
        }
        return try append(deed, to: rows, at: moment)
    }

    /// What an act about a visitor changes here until the cloud, which has all kiosks' events, says so too.
    private func apply(_ act: StaffAct, to pass: PassID, as event: Event, in rows: OutboxRows) throws {
        let now = event.correctedAt
        switch act.kind {
        case .safe: return try rows.mark(pass, isSafe: true, at: now)
        case .notSafe: return try rows.mark(pass, isSafe: false, at: now)
        default: break
        }
        let cloud = try look { try CacheView($0, pass: pass) }.visit
        guard let visit = try rows.visit(of: pass, beside: cloud), act.kind.isCorrection else { return }
        try rows.correct(visit.corrected(by: act), of: VisitorBody(pass: pass), was: visit, at: now)
    }
}

extension StaffAct.Kind {
    /// Whether it changes when a visitor came or left.
    var isCorrection: Bool { [.notEntered, .notLeft, .enteredAt, .leftAt].contains(self) }
}

extension VisitState {
    /// The visit as a correction says it was; `nil` when it never was.
    fileprivate func corrected(by act: StaffAct) -> VisitState? {
        var visit = self
        switch (act.kind, act.claimedAt) {
        case (.notEntered, _): return nil
        case (.notLeft, _): (visit.checkedOutAt, visit.exit) = (nil, nil)
        case (.enteredAt, let claimed?): visit.checkedInAt = claimed
        case (.leftAt, let claimed?): (visit.checkedOutAt, visit.exit) = (max(claimed, checkedInAt), .staff)
        default: break
        }
        return visit
    }
}

package import Foundation
package import Reception

/// Makes visits of a pass's events. Pure: the same set of events gives the same visits, in whatever order they came.
///
/// Events are taken by folded time (see ``FoldedEvent``), kiosk and sequence. A check-in begins a visit; the second one
/// of a single pass stays, marked as a conflict, because it did happen. A check-out ends the newest visit if that is
/// still open; one that finds none stays in the events alone. A correction by staff concerns the newest visit before it.
package enum VisitFold {
    /// The visits of one pass, in order.
    ///
    /// - Parameter assumed: by a visit's check-in event, when it was closed because nobody had seen its end. Whatever an
    ///   event says about the end counts for more.
    package static func visits(of events: [RecordedEvent], assumed: [UUID: Instant] = [:]) -> [Visit] {
        // What the pass was, one event may know that came while it was known, though another came after its end.
        let isPeriod = events.contains { $0.visitor?.kind == .period }
        var visits: [Visit] = []
        for folded in FoldedEvent.inOrder(events) {
            guard let pass = folded.recorded.event.pass else { continue }
            if folded.recorded.isAdmission {
                visits.append(visit(of: pass, from: folded, isConflict: !isPeriod && !visits.isEmpty))
            } else if let last = visits.popLast() {
                if let changed = last.after(folded) { visits.append(changed) }
            }
        }
        return visits.map { $0.closed(assuming: assumed[$0.checkIn.event]) }
    }

    /// When the pass's visitor was last marked safe, if that mark stands: later ones count, and none from before the
    /// visit or before the end of an evacuation.
    package static func safeAt(_ visit: Visit, by events: [RecordedEvent], evacuationEndedAt: Instant?) -> Instant? {
        let marks = FoldedEvent.inOrder(events).map(\.recorded).filter { recorded in
            let kind = recorded.event.act?.kind
            return (kind == .safe || kind == .notSafe) && recorded.time >= visit.checkIn.correctedAt
                && evacuationEndedAt.map { recorded.time > $0 } ?? true
        }
        guard let last = marks.last, last.event.act?.kind == .safe else { return nil }
        return last.time
    }

    /// Staff who let somebody in though the kiosk said that the pass was used up knew what they did.
    private static func visit(of pass: PassID, from folded: FoldedEvent, isConflict: Bool) -> Visit {
        let recorded = folded.recorded
        return Visit(
            pass: pass, checkIn: folded.moment, means: recorded.event.means, visitor: recorded.visitor,
            isConflict: isConflict && recorded.event.verdict != .departed)
    }
}

extension Visit {
    /// As it stands after an event that begins none; `nil` when it never was.
    fileprivate func after(_ folded: FoldedEvent) -> Visit? {
        let event = folded.recorded.event
        if event.kind == .checkOut { return left(at: folded.moment, event.means == .staff ? .staff : .own) }
        guard event.kind == .staff, let act = event.act else { return self }
        switch act.kind {
        case .notEntered: return nil
        case .notLeft: return reopened(at: folded.place)
        case .enteredAt: return entered(at: act.claimedAt, said: folded)
        case .leftAt: return left(at: act.claimedAt, said: folded)
        default: return self
        }
    }

    private func left(at moment: Moment, _ kind: ExitKind) -> Visit {
        guard checkOut == nil else { return self }
        var visit = self
        (visit.checkOut, visit.exit) = (moment, kind)
        return visit
    }

    private func reopened(at moment: Instant) -> Visit {
        var visit = self
        (visit.checkOut, visit.exit, visit.seenInsideAt) = (nil, nil, moment)
        return visit
    }

    /// What cannot be (after the end, in the future) is not believed.
    private func entered(at claimed: Instant?, said folded: FoldedEvent) -> Visit {
        guard let claimed, claimed <= checkOut?.correctedAt ?? folded.latestClaim else { return self }
        var visit = self
        visit.checkIn = checkIn.corrected(to: claimed)
        return visit
    }

    private func left(at claimed: Instant?, said folded: FoldedEvent) -> Visit {
        guard let claimed, claimed >= checkIn.correctedAt, claimed <= folded.latestClaim else { return self }
        var visit = self
        visit.exit = exit ?? .staff
        visit.checkOut = (checkOut ?? folded.moment).corrected(to: claimed)
        return visit
    }

    /// - Parameter moment: missing when nobody closed it. Whoever was seen inside after it had not left.
    fileprivate func closed(assuming moment: Instant?) -> Visit {
        guard checkOut == nil, let moment, moment > openSince else { return self }
        var visit = self
        (visit.assumedOutAt, visit.exit) = (moment, .assumed)
        return visit
    }
}

extension FoldedEvent {
    /// Nobody tells of a later time than that of telling.
    fileprivate var latestClaim: Instant { place.advanced(by: Visit.Moment.futureTolerance) }

    fileprivate static func inOrder(_ events: [RecordedEvent]) -> [FoldedEvent] { all(events).sorted(by: precedes) }

    /// The stream is asked last but one, so that two outboxes of one kiosk have an order too, and the ID last.
    private static func precedes(_ one: FoldedEvent, _ other: FoldedEvent) -> Bool {
        guard one.place == other.place else { return one.place < other.place }
        let (left, right) = (one.recorded, other.recorded)
        guard left.kiosk == right.kiosk else { return left.kiosk.uuidString < right.kiosk.uuidString }
        guard left.event.sequence == right.event.sequence else { return left.event.sequence < right.event.sequence }
        guard left.event.stream == right.event.stream else {
            return left.event.stream.uuidString < right.event.stream.uuidString
        }
        return left.event.id.uuidString < right.event.id.uuidString
    }
}

import Foundation
import Reception

/// Makes visits of a pass's events. Pure: the same set of events gives the same visits, in whatever order they came.
///
/// Events are taken by folded time (see ``FoldedEvent``), kiosk and sequence. A check-in begins a visit; the second one
/// of a single pass stays, marked as a conflict, because it did happen. A check-out ends the newest visit if that is
/// still open; one that finds none stays in the events alone.
package enum VisitFold {
    /// The visits of one pass, in order.
    package static func visits(of events: [RecordedEvent]) -> [Visit] {
        // What the pass was, one event may know that came while it was known, though another came after its end.
        let isPeriod = events.contains { $0.visitor?.kind == .period }
        return FoldedEvent.all(events).sorted(by: precedes).reduce(into: []) { visits, folded in
            let recorded = folded.recorded
            guard let pass = recorded.event.pass else { return }
            if recorded.isAdmission {
                let isConflict = !isPeriod && !visits.isEmpty
                visits.append(
                    Visit(
                        pass: pass, checkIn: folded.moment, means: recorded.event.means,
                        visitor: recorded.visitor, isConflict: isConflict))
            } else if recorded.event.kind == .checkOut, let last = visits.indices.last, visits[last].checkOut == nil {
                visits[last].checkOut = folded.moment
                visits[last].exit = recorded.event.means == .staff ? .staff : .own
            }
        }
    }

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

extension RecordedEvent {
    /// Whether somebody came in: without an appointment, or by a check-in that was not turned away as one who is in, or
    /// was, already.
    package var isAdmission: Bool {
        event.kind == .walkIn || event.kind == .checkIn && event.verdict != .alreadyIn && event.verdict != .departed
    }
}

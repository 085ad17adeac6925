import Foundation
import Reception

/// An event with its place in time among the other events of its pass.
///
/// A kiosk's wall clock may be set while visitors come and go; its monotonic clock is not. So the events of one boot of
/// one kiosk keep the distances of the monotonic clock, counted from the newest of them whose clock was believed, since
/// that had the most time to be put right. That is a function of the set of events, not of the order of arrival.
struct FoldedEvent {
    /// A wall clock that differs from the monotonic one by no more than this was not set, only steered.
    private static let steering: Duration = .seconds(1)

    let recorded: RecordedEvent
    /// Where it stands in the order of events.
    let place: Instant

    /// The end of a visit that it makes. Its own corrected time is told unless the kiosk's clock was set; what its
    /// arrival has settled allows for an oscillator that drifts, which the distance to another event does not.
    var moment: Visit.Moment {
        let difference = place.since(recorded.time)
        let wasSet = difference > Self.steering || difference < .zero - Self.steering
        let isSettled = recorded.drift?.settledAt != nil
        return Visit.Moment(recorded, at: wasSet && !isSettled ? place : recorded.time)
    }

    /// Places every event of one pass.
    static func all(_ events: [RecordedEvent]) -> [FoldedEvent] {
        var newest: [Boot: RecordedEvent] = [:]
        for event in events {
            let boot = Boot(event)
            newest[boot] = newest[boot].map { isNewer(event, than: $0) ? event : $0 } ?? event
        }
        return events.map { event in
            FoldedEvent(recorded: event, place: newest[Boot(event)].flatMap { place(of: event, by: $0) } ?? event.time)
        }
    }

    /// One boot of one kiosk.
    private struct Boot: Hashable {
        var kiosk: UUID
        var id: String

        init(_ recorded: RecordedEvent) {
            kiosk = recorded.kiosk
            id = recorded.event.clock.bootID
        }
    }

    private static func isNewer(_ one: RecordedEvent, than other: RecordedEvent) -> Bool {
        guard one.belief == other.belief else { return one.belief > other.belief }
        let (left, right) = (one.event, other.event)
        guard left.clock.uptimeMilliseconds == right.clock.uptimeMilliseconds else {
            return left.clock.uptimeMilliseconds > right.clock.uptimeMilliseconds
        }
        guard left.sequence == right.sequence else { return left.sequence > right.sequence }
        return left.id.uuidString > right.id.uuidString
    }

    /// `nil` where the monotonic clock says nothing: the boot has no name, or what it says cannot be, since the event
    /// came before it happened or the sum is no time.
    private static func place(of recorded: RecordedEvent, by newest: RecordedEvent) -> Instant? {
        guard !recorded.event.clock.bootID.isEmpty else { return nil }
        let (since, isTooFar) = newest.event.clock.uptimeMilliseconds
            .subtractingReportingOverflow(recorded.event.clock.uptimeMilliseconds)
        let (sum, isTooEarly) = newest.time.milliseconds.subtractingReportingOverflow(since)
        let place = Instant(milliseconds: sum)
        guard !isTooFar, !isTooEarly, Instant.writable.contains(place),
            place <= recorded.receivedAt.advanced(by: Visit.Moment.futureTolerance)
        else { return nil }
        return place
    }
}

extension RecordedEvent {
    /// How far its time can be gone by: least where that of arrival had to stand in.
    fileprivate var belief: Int { isImpossible || isInFuture ? 0 : event.clock.isTrusted ? 2 : 1 }
}

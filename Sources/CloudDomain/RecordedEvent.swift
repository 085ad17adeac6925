package import Foundation
package import Reception

/// An event as the cloud keeps it: what the kiosk said, when it came, and what the pass said at that moment.
package struct RecordedEvent: Codable, Hashable, Sendable {
    package var event: Event
    package var kiosk: UUID
    package var kioskName: String
    package var siteName: String
    package var receivedAt: Instant
    /// Missing when the pass was unknown here when the event came.
    package var visitor: FrozenVisitor?
    /// What the kiosk's clock said when it sent the event, where that is at odds with what the event says.
    package var drift: ClockDrift?

    package init(
        event: Event, kiosk: UUID, kioskName: String, siteName: String, receivedAt: Instant, visitor: FrozenVisitor?,
        drift: ClockDrift? = nil
    ) {
        self.event = event
        self.kiosk = kiosk
        self.kioskName = kioskName
        self.siteName = siteName
        self.receivedAt = receivedAt
        self.visitor = visitor
        self.drift = drift
    }
}

/// Names and places as they were when an event came; never touched by later changes of the appointment (row P2).
package struct FrozenVisitor: Codable, Hashable, Sendable {
    package var kind: PassKind
    package var name: String
    package var company: String
    package var title: String
    package var room: String
    package var hosts: [String]
    /// How many came together without an appointment, this one included; missing for everybody else.
    package var headcount: Int?

    package init(_ pass: PassRecord) {
        kind = pass.kind
        name = pass.visitor
        company = pass.company
        title = pass.title
        room = pass.room
        hosts = pass.hosts.map(\.name)
    }

    /// Somebody without an appointment.
    ///
    /// - Parameter host: whom they came to see; missing when they did not know.
    package init(_ walkIn: WalkIn, host: String?) {
        kind = .single
        name = walkIn.name
        company = walkIn.company
        title = ""
        room = ""
        hosts = host.map { [$0] } ?? []
        headcount = walkIn.headcount
    }
}

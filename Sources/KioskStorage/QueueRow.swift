package import Foundation
package import Reception

/// One event of the outbox, as `queue list` shows it: no personal data.
package struct QueueRow: Codable, Hashable, Sendable, Identifiable {
    package var sequence: Int64
    package var id: UUID
    package var kind: EventKind
    package var state: EventState
    /// By the corrected clock.
    package var occurredAt: Instant
    /// How often it was handed to the lane that sends.
    package var attempts: Int
    /// Why it was set aside.
    package var reason: String?
}

/// What a purge deleted.
package struct PurgeCount: Hashable, Sendable {
    package var events: Int
    package var visits: Int
    package var passes: Int
}

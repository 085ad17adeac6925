package import Foundation
package import Reception

/// A kiosk as the administrator sees it.
package struct KioskListing: Codable, Hashable, Sendable {
    package var kiosk: UUID
    package var name: String
    package var site: String
    package var program: String
    package var enrolledAt: Instant
    package var revokedAt: Instant?
    package var seenAt: Instant?
    /// Missing, too, when what was kept cannot be read.
    package var status: StatusReport?
    /// The outboxes that it has sent from, the one heard last first.
    package var streams: [Stream]
    /// What is wrong with it, a sentence each; what its own staff are told for a day stays here.
    package var concerns: [String]

    /// What the cloud has of one outbox.
    package struct Stream: Codable, Hashable, Sendable {
        package var stream: UUID
        /// Up to this number the cloud has every event.
        package var highestGapless: Int64
        /// The highest number that came.
        package var highest: Int64
        /// Numbers that are missing between the two; the first hundred.
        package var missing: [Int64]
        /// How many numbers came more than once, with different events.
        package var doubledNumbers: Int
        package var heardAt: Instant
    }
}

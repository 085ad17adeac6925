package import Foundation
package import Reception

/// What a host is told, as it stands in the body of a webhook.
package struct Notice: Codable, Hashable, Sendable {
    /// The same on every attempt, so that a receiver can drop repeats.
    package var id: UUID
    package var type: Kind
    /// Empty when unknown, as for a call without a pass.
    package var visitor: String
    package var company: String
    package var title: String
    package var room: String
    /// Whom the notice is for: a host's name, or the site's.
    package var host: String
    package var kiosk: String
    package var site: String
    package var occurredAt: Instant
    /// How many of the appointment's visitors have come, this one included.
    package var arrived: Int
    /// How many are expected in all.
    package var expected: Int

    package enum Kind: String, Codable, Sendable {
        case arrival, call
    }

    /// An event older than this when it comes is not rung for; it goes into the digest.
    package static let freshness: Duration = .seconds(15 * 60)
    /// The digest is sent once nothing has joined it for this long.
    package static let digestQuiet: Duration = .seconds(5)
    /// A notice that could not be delivered for this long is given up and shown as failed.
    package static let patience: Duration = .seconds(24 * 3600)

    package init(
        id: UUID, type: Kind, visitor: FrozenVisitor?, host: String, kiosk: String, site: String,
        occurredAt: Instant, arrived: Int, expected: Int
    ) {
        self.id = id
        self.type = type
        self.visitor = visitor?.name ?? ""
        company = visitor?.company ?? ""
        title = visitor?.title ?? ""
        room = visitor?.room ?? ""
        self.host = host
        self.kiosk = kiosk
        self.site = site
        self.occurredAt = occurredAt
        self.arrived = arrived
        self.expected = expected
    }
}

/// Arrivals that came too late to ring for, told to one host at once.
package struct NoticeDigest: Codable, Hashable, Sendable {
    /// The same whenever the same arrivals are sent again.
    package var id: UUID
    package var type = "digest"
    package var host: String
    /// In order of time.
    package var arrivals: [Notice]

    package init(id: UUID, host: String, arrivals: [Notice]) {
        self.id = id
        self.host = host
        self.arrivals = arrivals
    }
}

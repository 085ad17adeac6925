package import Foundation

/// `POST /v1/kiosk/events`: up to ``most`` events, in order of sequence.
package struct EventBatch: Codable, Hashable, Sendable {
    package var events: [Event]
    /// What the kiosk's clock shows while it sends, so that the cloud can tell how far it has moved since the events;
    /// missing from kiosks that do not say.
    package var sender: SenderClock?

    /// The most events of one request.
    package static let most = 200

    package init(events: [Event], sender: SenderClock? = nil) {
        self.events = events
        self.sender = sender
    }
}

/// A kiosk's clock at the moment of a request.
package struct SenderClock: Codable, Hashable, Sendable {
    /// The kiosk's own clock, uncorrected.
    package var deviceTime: Instant
    package var clock: ClockReading

    package init(deviceTime: Instant, clock: ClockReading) {
        self.deviceTime = deviceTime
        self.clock = clock
    }
}

/// The answer: what became of each event, and what the cloud has of the stream.
package struct EventReceipt: Codable, Hashable, Sendable {
    package var results: [EventResult]
    /// Up to this sequence number the cloud has every event of the stream.
    package var highestGapless: Int64
    /// Sequence numbers above that which are missing below the highest seen; the first hundred.
    package var missing: [Int64]
    package var serverTime: Instant

    package init(results: [EventResult], highestGapless: Int64, missing: [Int64], serverTime: Instant) {
        self.results = results
        self.highestGapless = highestGapless
        self.missing = missing
        self.serverTime = serverTime
    }
}

/// What the cloud did with one event.
package struct EventResult: Codable, Hashable, Sendable {
    package var id: UUID
    package var status: Status
    /// Why it was rejected, in a sentence without personal data.
    package var reason: String?
    /// What became of the notice to the host; missing where the event calls for none.
    package var notice: NoticeState?

    package enum Status: String, Codable, Sendable {
        /// Recorded now.
        case accepted
        /// Recorded earlier, the same to the letter.
        case duplicate
        /// Malformed, or the ID was used with another content. Sending it again will not help.
        case rejected
    }

    package init(id: UUID, status: Status, reason: String? = nil, notice: NoticeState? = nil) {
        self.id = id
        self.status = status
        self.reason = reason
        self.notice = notice
    }
}

extension EventResult {
    /// Reads also the answer of a newer cloud: a word for the notice that is not known here says nothing.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        id = try container.decode(UUID.self, forKey: .id)
        status = try container.decode(Status.self, forKey: .status)
        reason = try container.decodeIfPresent(String.self, forKey: .reason)
        notice = try container.decodeIfPresent(String.self, forKey: .notice).flatMap(NoticeState.init)
    }
}

/// What becomes of the notice to a host.
package enum NoticeState: String, Codable, Sendable {
    /// It is on its way, kept by the cloud until it is delivered.
    case queued
    /// Nobody can be notified: no host has a channel.
    case noChannel
    /// It is kept and tried again, but the host's channel has failed of late: ring the host.
    case failing
    /// The arrival is too old to ring for; it goes into the digest.
    case digest
}

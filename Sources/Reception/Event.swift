package import Foundation

/// One thing that happened at a kiosk. Never changed once it is recorded; corrections are further events.
package struct Event: Codable, Hashable, Sendable, Identifiable {
    /// A UUIDv7 made by the kiosk: the idempotency key.
    package var id: UUID
    /// Names the outbox that numbers its events; a kiosk that had to begin a new outbox begins a new stream.
    package var stream: UUID
    /// 1, 2, 3 … within the stream, without a gap.
    package var sequence: Int64
    package var kind: EventKind
    /// Missing for a refusal of something that is no pass.
    package var pass: PassID?
    package var verdict: VerdictCode
    package var means: Means
    /// The kiosk's own clock, uncorrected.
    package var occurredAt: Instant
    package var clock: ClockReading
    package var cache: CacheStamp
    /// Name and version of the program that recorded it.
    package var program: String
    /// Whom a call, a delivery or a walk-in is for; missing for everything else.
    package var target: NoticeTarget?
    /// The button of the idle screen it began with (``LayoutButton/id``), where it began with one.
    package var button: String?
    /// Who came without an appointment; the event's ``pass`` is then one that the kiosk made for them. Personal data.
    package var walkIn: WalkIn?
    /// Who of the staff did it; missing for visitors' own deeds and for nobody known.
    package var staff: UUID?
    /// What staff did, for the kind ``EventKind/staff``.
    package var act: StaffAct?
    /// Chains what staff did and how the kiosk was configured: the lower-case hexadecimal SHA-256 of the wire form of
    /// the stream's chained event before this one, or of the stream's UUID in lower case for the first. Missing from
    /// events that are not chained.
    package var previous: String?

    package init(
        id: UUID, stream: UUID, sequence: Int64, kind: EventKind, pass: PassID?, verdict: VerdictCode, means: Means,
        occurredAt: Instant, clock: ClockReading, cache: CacheStamp, program: String, target: NoticeTarget? = nil,
        button: String? = nil, walkIn: WalkIn? = nil, staff: UUID? = nil, act: StaffAct? = nil,
        previous: String? = nil
    ) {
        self.id = id
        self.stream = stream
        self.sequence = sequence
        self.kind = kind
        self.pass = pass
        self.verdict = verdict
        self.means = means
        self.occurredAt = occurredAt
        self.clock = clock
        self.cache = cache
        self.program = program
        self.target = target
        self.button = button
        self.walkIn = walkIn
        self.staff = staff
        self.act = act
        self.previous = previous
    }

    /// When it happened by the cloud's clock, as well as the kiosk knew.
    package var correctedAt: Instant { Instant(milliseconds: occurredAt.milliseconds + clock.offsetMilliseconds) }
}

package enum EventKind: String, Codable, Sendable, CaseIterable {
    case checkIn, checkOut, call, delivery, refusal, staff
    /// Somebody without an appointment came in.
    case walkIn
}

/// How a pass was presented, or who acted.
package enum Means: String, Codable, Sendable, CaseIterable {
    case camera, wedge, passcode, staff
    /// A key or button at the kiosk, where no pass was presented anew.
    case screen
}

/// What the kiosk knew about the time when it recorded an event.
package struct ClockReading: Codable, Hashable, Sendable {
    package var bootID: String
    /// Milliseconds since that boot.
    package var uptimeMilliseconds: Int64
    /// Whether the wall clock was believed (DESIGN §5, Clock).
    package var isTrusted: Bool
    /// Cloud's time minus kiosk's time.
    package var offsetMilliseconds: Int64

    package init(bootID: String, uptimeMilliseconds: Int64, isTrusted: Bool, offsetMilliseconds: Int64) {
        self.bootID = bootID
        self.uptimeMilliseconds = uptimeMilliseconds
        self.isTrusted = isTrusted
        self.offsetMilliseconds = offsetMilliseconds
    }
}

/// The cache that a decision was made on.
package struct CacheStamp: Codable, Hashable, Sendable {
    /// Missing when nothing was ever synced.
    package var cursor: Cursor?
    /// How long ago the cloud was last heard, in milliseconds; missing when never.
    package var ageMilliseconds: Int64?

    package init(cursor: Cursor?, ageMilliseconds: Int64?) {
        self.cursor = cursor
        self.ageMilliseconds = ageMilliseconds
    }
}

/// How far a cache has followed the change feed.
package struct Cursor: Codable, Hashable, Sendable {
    /// Names one history of the feed; a cloud restored from a backup begins a new one.
    package var epoch: String
    /// The last change taken, in the cloud's commit order.
    package var sequence: Int64

    package init(epoch: String, sequence: Int64) {
        self.epoch = epoch
        self.sequence = sequence
    }
}

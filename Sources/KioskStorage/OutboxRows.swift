import Foundation
import GRDB
import Kiosk
import Reception

/// The outbox's rows within one transaction. See `KioskStore.swift` for what must hold.
struct OutboxRows {
    let db: Database
    let key: SealingKey

    // MARK: - Events

    /// Numbers and inserts a new event.
    ///
    /// - Parameter make: makes it, given its stream and sequence.
    func append(_ make: (_ stream: UUID, _ sequence: Int64) -> Event) throws -> Event {
        let (stream, sequence) = try nextNumber()
        var event = make(stream, sequence)
        if event.isChained { event.previous = try chainEnd(of: stream) }
        do {
            try insert(event, state: .waiting, reason: nil)
        } catch let error as DatabaseError where error.extendedResultCode == .SQLITE_CONSTRAINT_UNIQUE {
            // The ID is new and the number was never given: what says otherwise is damaged.
            throw DatabaseError(resultCode: .SQLITE_CORRUPT)
        }
        return event
    }

    /// The number after the newest event's, or after those of events that were deleted.
    static let nextSequence = """
        max(next_sequence, 1 + coalesce(
            (SELECT sequence FROM events WHERE stream = uuid ORDER BY sequence DESC LIMIT 1), 0))
        """

    private func nextNumber() throws -> (stream: UUID, sequence: Int64) {
        let row = try Row.fetchOne(db.cachedStatement(sql: "SELECT uuid, \(OutboxRows.nextSequence) FROM stream"))
        guard let row, let stream = try UUID(uuidString: row.decode(atIndex: 0)) else {
            throw DatabaseError(resultCode: .SQLITE_CORRUPT)
        }
        return (stream, try row.decode(atIndex: 1))
    }

    /// Whether `sequence` of this outbox's own stream is yet to be given.
    func isAhead(_ stream: UUID, sequence: Int64) throws -> Bool {
        try Bool.fetchOne(
            db, sql: "SELECT EXISTS (SELECT 1 FROM stream WHERE uuid = ? AND \(OutboxRows.nextSequence) <= ?)",
            arguments: [stream.uuidString, sequence]) ?? false
    }

    /// Begins a new stream when `sequence` of this one is yet to be given; tells whether it was.
    func leave(_ stream: UUID, havingSeen sequence: Int64, for next: UUID) throws -> Bool {
        try db.execute(
            sql: """
                UPDATE stream SET uuid = ?, next_sequence = 1 WHERE uuid = ? AND \(OutboxRows.nextSequence) <= ?
                """,
            arguments: [next.uuidString, stream.uuidString, sequence])
        return db.changesCount > 0
    }

    /// Adds an event that has its stream and number.
    func insert(_ event: Event, state: EventState, reason: String?) throws {
        let statement = try db.cachedStatement(
            sql: """
                INSERT INTO events (id, stream, sequence, kind, state, occurred_at, reason, body)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """)
        try statement.execute(arguments: [
            event.id.uuidString, event.stream.uuidString, event.sequence, event.kind.rawValue, state.rawValue,
            event.correctedAt.milliseconds, reason,
            try key.seal(Wire.encode(event), for: OutboxRows.identity(event.id)),
        ])
        if event.previous != nil { try chain(event) }
    }

    /// Unseals an event's body.
    ///
    /// - Throws: ``UnsealableRow`` when it is damaged.
    static func open(_ body: Data, of id: UUID, with key: SealingKey) throws -> Event {
        let json = try key.open(body, for: OutboxRows.identity(id))
        guard let event = try? Wire.decode(Event.self, from: json) else { throw UnsealableRow() }
        return event
    }

    /// What an event's sealed body is bound to: its table and its ID.
    static func identity(_ id: UUID) -> String { "events/\(id.uuidString)" }

    /// When the newest event happened, by the corrected clock.
    func newestEvent() throws -> Instant? {
        Instant(try Int64.fetchOne(db, sql: "SELECT occurred_at FROM events ORDER BY ordinal DESC LIMIT 1"))
    }

    // MARK: - Clock

    /// What is known of the time; `nil` on a new kiosk.
    func clock() throws -> ClockState? {
        try Row.fetchOne(db.cachedStatement(sql: "SELECT offset_milliseconds, floor FROM clock")).map {
            let offset = try $0.decode(Int64.self, atIndex: 0)
            guard ClockState.offsets.contains(offset) else { throw DatabaseError(resultCode: .SQLITE_CORRUPT) }
            return ClockState(
                offsetMilliseconds: offset, floor: try Instant(kept: $0.decode(atIndex: 1)))
        }
    }

    /// Keeps offset and floor as they are given.
    func keep(_ clock: ClockState) throws {
        try db.execute(
            sql: """
                INSERT INTO clock (id, offset_milliseconds, floor) VALUES (1, ?, ?)
                ON CONFLICT (id) DO UPDATE SET offset_milliseconds = excluded.offset_milliseconds,
                    floor = excluded.floor
                """,
            arguments: [clock.offsetMilliseconds, clock.floor.milliseconds])
    }
}

/// Where an event stands on its way to the cloud (DESIGN §5).
package enum EventState: String, Codable, Sendable, CaseIterable {
    case waiting
    /// Leased: handed to the lane that sends, no answer yet.
    case sent
    /// The cloud has it.
    case acknowledged
    /// The cloud rejected it, with a reason; staff export it or send it again.
    case setAside
}

extension ClockState {
    /// No two clocks are further apart.
    fileprivate static let offsets: ClosedRange<Int64> = {
        let longest = Instant.writable.upperBound.milliseconds - Instant.writable.lowerBound.milliseconds
        return -longest...longest
    }()
}

extension Instant {
    /// A column that is reckoned with.
    ///
    /// - Throws: when no kiosk writes such a time: the file is damaged.
    init(kept milliseconds: Int64) throws {
        self.init(milliseconds: milliseconds)
        guard Instant.writable.contains(self) else { throw DatabaseError(resultCode: .SQLITE_CORRUPT) }
    }

    /// An optional column.
    init?(_ milliseconds: Int64?) {
        guard let milliseconds else { return nil }
        self.init(milliseconds: milliseconds)
    }
}

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
        let row = try Row.fetchOne(
            db, sql: "UPDATE stream SET next_sequence = next_sequence + 1 RETURNING uuid, next_sequence - 1 AS sequence"
        )
        guard let row, let stream = UUID(uuidString: row["uuid"]) else {
            throw DatabaseError(resultCode: .SQLITE_CORRUPT)
        }
        let event = make(stream, row["sequence"])
        try insert(event, state: .waiting, reason: nil)
        return event
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

    // MARK: - Visits

    /// Where the pass stands by the visits that this kiosk has seen.
    func visit(of pass: PassID) throws -> VisitState? {
        let row = try Row.fetchOne(
            db.cachedStatement(sql: "SELECT checked_in_at, checked_out_at FROM visits WHERE pass = ?"),
            arguments: [key.lookup(.pass, pass.bytes)])
        return row.map { VisitState(checkedInAt: Instant(milliseconds: $0[0]), checkedOutAt: Instant($0[1])) }
    }

    /// - Parameter keepUntil: when the pass can no longer admit, so that the state may be forgotten.
    func keep(_ visit: VisitState, of pass: PassID, until keepUntil: Instant) throws {
        try keep(visit, key: key.lookup(.pass, pass.bytes), until: keepUntil)
    }

    /// As above, for a pass of which only the keyed hash is known.
    func keep(_ visit: VisitState, key: Data, until keepUntil: Instant) throws {
        try db.execute(
            sql: """
                INSERT INTO visits (pass, checked_in_at, checked_out_at, keep_until) VALUES (?1, ?2, ?3, ?4)
                ON CONFLICT (pass) DO UPDATE SET checked_in_at = excluded.checked_in_at,
                    checked_out_at = excluded.checked_out_at, keep_until = max(keep_until, excluded.keep_until)
                """,
            arguments: [
                key, visit.checkedInAt.milliseconds, visit.checkedOutAt?.milliseconds, keepUntil.milliseconds,
            ])
    }

    // MARK: - Clock

    /// What is known of the time; `nil` on a new kiosk.
    func clock() throws -> ClockState? {
        try Row.fetchOne(db, sql: "SELECT offset_milliseconds, floor FROM clock").map {
            ClockState(offsetMilliseconds: $0[0], floor: Instant(milliseconds: $0[1]))
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

extension Instant {
    /// An optional column.
    init?(_ milliseconds: Int64?) {
        guard let milliseconds else { return nil }
        self.init(milliseconds: milliseconds)
    }
}

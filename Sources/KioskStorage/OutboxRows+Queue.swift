import Foundation
import GRDB
import Kiosk
import Reception

/// Looking at the queue, and forgetting what the cloud has.
extension OutboxRows {
    /// The events in these states, in the order of sending.
    func queue(_ states: Set<EventState>) throws -> [QueueRow] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT sequence, id, kind, state, occurred_at, attempts, reason FROM events
                WHERE state IN (\(databaseQuestionMarks(count: states.count))) ORDER BY ordinal
                """,
            arguments: StatementArguments(states.map(\.rawValue))
        ).compactMap(QueueRow.init)
    }

    /// What is set aside, oldest first, also where a record cannot be read.
    func setAsideRows(_ most: Int) throws -> [SetAsideRow] {
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT CAST(id AS TEXT) id, CAST(kind AS TEXT) kind, occurred_at, reason FROM events
                WHERE state = 'setAside' ORDER BY ordinal LIMIT ?
                """, arguments: [most])
        return try rows.compactMap { row in
            guard let id = UUID(uuidString: try row.decode(forColumn: "id")) else { return nil }
            return SetAsideRow(
                id: id, kind: EventKind(rawValue: try row.decode(forColumn: "kind")),
                occurredAt: Instant(milliseconds: try row.decode(forColumn: "occurred_at")),
                reason: try row.decode(String?.self, forColumn: "reason") ?? "")
        }
    }

    /// The events as lines of JSON, and how many did not open.
    func bodies(_ states: Set<EventState>) throws -> (lines: [Data], unreadable: Int) {
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT id, body FROM events
                WHERE state IN (\(databaseQuestionMarks(count: states.count))) ORDER BY ordinal
                """,
            arguments: StatementArguments(states.map(\.rawValue)))
        let lines = try rows.compactMap { row -> Data? in
            guard let event = try SealedEvent(row).opened(with: key) else { return nil }
            return try Wire.encode(event) + Data("\n".utf8)
        }
        return (lines, rows.count - lines.count)
    }

    /// Deletes some events that the cloud has had since before `cutoff`; returns how many.
    ///
    /// The last of them all may be among them: its number is noted first, and its ordinal may then be given again.
    func deleteSomeEvents(settledBefore cutoff: Instant) throws -> Int {
        let isOver = "state = 'acknowledged' AND settled_at < ?"
        let sql = "SELECT EXISTS (SELECT 1 FROM events WHERE \(isOver))"
        guard try Bool.fetchOne(db, sql: sql, arguments: [cutoff.milliseconds]) == true else { return 0 }
        try db.execute(sql: "UPDATE stream SET next_sequence = \(OutboxRows.nextSequence)")
        try lookAgainFromTheStart()
        try db.execute(
            sql: """
                DELETE FROM events WHERE ordinal IN (
                    SELECT ordinal FROM events WHERE \(isOver) LIMIT \(OutboxRows.part))
                """,
            arguments: [cutoff.milliseconds])
        let count = db.changesCount
        try unlinkPurged()
        return count
    }

    /// Deletes some visit states of passes that cannot admit since before `cutoff`; returns how many.
    func deleteSomeVisits(before cutoff: Instant) throws -> Int {
        try db.execute(
            sql: """
                DELETE FROM visits WHERE pass IN (
                    SELECT pass FROM visits
                    WHERE keep_until < ?1 AND coalesce(checked_out_at, checked_in_at) < ?1 LIMIT \(OutboxRows.part))
                """,
            arguments: [cutoff.milliseconds])
        return db.changesCount
    }

    /// Rows of one transaction, so that no visitor waits for long.
    private static let part = 500
}

extension QueueRow {
    fileprivate init?(_ row: Row) throws {
        guard let id = try UUID(uuidString: row.decode(forColumn: "id")),
            let kind = try EventKind(rawValue: row.decode(forColumn: "kind")),
            let state = try EventState(rawValue: row.decode(forColumn: "state"))
        else { return nil }
        self.init(
            sequence: try row.decode(forColumn: "sequence"), id: id, kind: kind, state: state,
            occurredAt: Instant(milliseconds: try row.decode(forColumn: "occurred_at")),
            attempts: try row.decode(forColumn: "attempts"), reason: try row.decode(forColumn: "reason"))
    }
}

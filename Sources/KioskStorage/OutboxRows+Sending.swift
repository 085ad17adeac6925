import Foundation
import GRDB
import Kiosk
import Reception

/// The state table of DESIGN §5, row by row.
extension OutboxRows {
    /// Waiting → sent, in order. An event that does not open can never be sent: it is set aside and the others go on.
    func lease(_ most: Int) throws -> [Event] {
        var leased: [Event] = []
        while leased.count < most {
            let rows = try Row.fetchAll(
                db, sql: "SELECT id, body FROM events WHERE state = 'waiting' ORDER BY ordinal LIMIT ?",
                arguments: [most - leased.count])
            guard !rows.isEmpty else { break }
            leased += try rows.compactMap(lease)
        }
        return leased
    }

    private func lease(_ row: Row) throws -> Event? {
        let text: String = row["id"]
        do {
            guard let id = UUID(uuidString: text) else { throw UnsealableRow() }
            let event = try open(row["body"], of: id)
            try db.execute(
                sql: "UPDATE events SET state = 'sent', attempts = attempts + 1 WHERE id = ?", arguments: [text])
            return event
        } catch is UnsealableRow {
            try setAside(text, reason: "Its record on the kiosk is damaged and cannot be opened.")
            return nil
        }
    }

    /// Sent → acknowledged or set aside by the cloud's word for each; without a word back to waiting.
    func settle(_ results: [EventResult], of leased: [Event], at moment: Moment) throws {
        let answers = Dictionary(results.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        for event in leased {
            switch answers[event.id]?.status {
            case .accepted, .duplicate: try acknowledge(event.id, at: moment.corrected.now)
            case .rejected:
                try setAside(event.id.uuidString, reason: answers[event.id]?.reason ?? "The cloud gave no reason.")
            case nil: try release([event])
            }
        }
    }

    /// Sent → waiting.
    func release(_ leased: [Event]) throws {
        for event in leased {
            try db.execute(
                sql: "UPDATE events SET state = 'waiting' WHERE id = ? AND state = 'sent'",
                arguments: [event.id.uuidString])
        }
    }

    /// Every lease whose holder is gone → waiting.
    func releaseAll() throws {
        guard try Bool.fetchOne(db, sql: "SELECT EXISTS (SELECT 1 FROM events WHERE state = 'sent')") == true else {
            return
        }
        try db.execute(sql: "UPDATE events SET state = 'waiting' WHERE state = 'sent'")
    }

    /// Set aside → waiting; all of them, or those named. Returns how many.
    func retry(_ ids: [UUID]?) throws -> Int {
        guard let ids else {
            try db.execute(sql: "UPDATE events SET state = 'waiting', reason = NULL WHERE state = 'setAside'")
            return db.changesCount
        }
        return try ids.reduce(0) { count, id in
            try db.execute(
                sql: "UPDATE events SET state = 'waiting', reason = NULL WHERE state = 'setAside' AND id = ?",
                arguments: [id.uuidString])
            return count + db.changesCount
        }
    }

    /// How many wait (sent ones included) and how many are set aside.
    func counts() throws -> OutboxCounts {
        let row = try Row.fetchOne(
            db,
            sql: """
                SELECT (SELECT count(*) FROM events WHERE state IN ('waiting', 'sent')),
                    (SELECT count(*) FROM events WHERE state = 'setAside')
                """)
        return OutboxCounts(waiting: row?[0] ?? 0, setAside: row?[1] ?? 0)
    }

    private func acknowledge(_ id: UUID, at now: Instant) throws {
        try db.execute(
            sql: """
                UPDATE events SET state = 'acknowledged', reason = NULL, settled_at = ?
                WHERE id = ? AND state <> 'acknowledged'
                """,
            arguments: [now.milliseconds, id.uuidString])
    }

    /// An acknowledged event stays so: the cloud has it, whatever a later answer says.
    private func setAside(_ id: String, reason: String) throws {
        try db.execute(
            sql: "UPDATE events SET state = 'setAside', reason = ? WHERE id = ? AND state <> 'acknowledged'",
            arguments: [String(reason.prefix(500)), id])
    }
}

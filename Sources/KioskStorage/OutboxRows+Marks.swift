import Foundation
import GRDB
import Reception

/// Who was seen at the assembly point, by what this kiosk's staff said.
extension OutboxRows {
    /// What was said of one visitor.
    struct Mark {
        /// Missing when they were not seen after all.
        var safeAt: Instant?
        var markedAt: Instant
        /// When the cloud had it; missing until then.
        var acknowledgedAt: Instant?
    }

    func mark(_ pass: PassID, isSafe: Bool, at now: Instant) throws {
        try db.execute(
            sql: "INSERT OR REPLACE INTO marks (pass, safe_at, marked_at) VALUES (?, ?, ?)",
            arguments: [key.lookup(.pass, pass.bytes), isSafe ? now.milliseconds : nil, now.milliseconds])
    }

    /// No mark made until now counts, whoever made it.
    func endEvacuation(at now: Instant) throws {
        try db.execute(sql: "DELETE FROM marks WHERE marked_at <= ?", arguments: [now.milliseconds])
        try db.execute(sql: "UPDATE stream SET evacuation_ended_at = ?", arguments: [now.milliseconds])
    }

    /// By the keyed hash of the pass.
    func marks() throws -> [Data: Mark] {
        let rows = try Row.fetchAll(db, sql: "SELECT pass, safe_at, marked_at, acknowledged_at FROM marks")
        return try Dictionary(
            rows.map { row in
                let mark = Mark(
                    safeAt: Instant(try row.decode(Int64?.self, atIndex: 1)),
                    markedAt: Instant(milliseconds: try row.decode(atIndex: 2)),
                    acknowledgedAt: Instant(try row.decode(Int64?.self, atIndex: 3)))
                return (try row.decode(Data.self, atIndex: 0), mark)
            }, uniquingKeysWith: { first, _ in first })
    }

    /// When an evacuation was last ended here.
    func evacuationEnd() throws -> Instant? {
        Instant(try Int64.fetchOne(db, sql: "SELECT evacuation_ended_at FROM stream"))
    }

    /// The cloud has that mark, and will tell it to all kiosks.
    func settleMark(_ event: Event, at now: Instant) throws {
        guard let pass = event.pass else { return }
        try db.execute(
            sql: "UPDATE marks SET acknowledged_at = ? WHERE pass = ? AND marked_at <= ?",
            arguments: [now.milliseconds, key.lookup(.pass, pass.bytes), event.correctedAt.milliseconds])
    }

    /// Deletes marks made before `cutoff`.
    func deleteMarks(before cutoff: Instant) throws {
        try db.execute(sql: "DELETE FROM marks WHERE marked_at < ?", arguments: [cutoff.milliseconds])
    }

    /// What changes here once the cloud has an event.
    func settleStaff(_ event: Event, at now: Instant) throws {
        guard let kind = event.act?.kind else { return }
        if kind.isCorrection { try settleCorrection(event) }
        if kind == .safe || kind == .notSafe { try settleMark(event, at: now) }
    }
}

import Foundation
import GRDB
import Reception

/// The chain of what staff did: see `Event.previous`.
///
/// Each link stays behind as a hash when its event is purged, as long as a link after it needs it.
extension OutboxRows {
    /// What the next chained event of the stream names as its previous one.
    func chainEnd(of stream: UUID) throws -> String {
        let sql = "SELECT hash FROM chain WHERE stream = ? ORDER BY sequence DESC LIMIT 1"
        return try String.fetchOne(db, sql: sql, arguments: [stream.uuidString]) ?? Event.firstLink(of: stream)
    }

    /// Notes a chained event as the stream's last link.
    func chain(_ event: Event) throws {
        try db.execute(
            sql: "INSERT OR REPLACE INTO chain (stream, sequence, hash) VALUES (?, ?, ?)",
            arguments: [event.stream.uuidString, event.sequence, Event.link(try Wire.encode(event))])
    }

    /// Notes which links have lost their events to a purge, and forgets those that no link needs any more.
    func unlinkPurged() throws {
        try db.execute(
            sql: """
                UPDATE chain SET is_purged = 1 WHERE NOT is_purged AND NOT EXISTS (
                    SELECT 1 FROM events e WHERE e.stream = chain.stream AND e.sequence = chain.sequence)
                """)
        try db.execute(
            sql: """
                DELETE FROM chain WHERE is_purged AND (
                    SELECT next.is_purged FROM chain next
                    WHERE next.stream = chain.stream AND next.sequence > chain.sequence ORDER BY next.sequence LIMIT 1)
                """)
    }

    /// Reads the chain from end to end.
    func audit() throws -> AuditReport {
        var report = AuditReport()
        var expected: (stream: String, hash: String?)?
        let links = try Row.fetchCursor(
            db,
            sql: """
                SELECT c.stream, c.sequence, c.hash, c.is_purged, e.id, e.body FROM chain c
                LEFT JOIN events e ON e.stream = c.stream AND e.sequence = c.sequence ORDER BY c.stream, c.sequence
                """)
        while let row = try links.next() {
            let stream: String = try row.decode(forColumn: "stream")
            if expected?.stream != stream {
                report.streams += 1
                expected = (stream, UUID(uuidString: stream).map(Event.firstLink))
            }
            try check(row, after: expected?.hash, in: &report)
            expected?.hash = try row.decode(forColumn: "hash")
        }
        try lookForUnchained(in: &report)
        return report
    }

    private func check(_ row: Row, after previous: String?, in report: inout AuditReport) throws {
        let stream: String = try row.decode(forColumn: "stream")
        let sequence: Int64 = try row.decode(forColumn: "sequence")
        func note(_ what: AuditFault.What) {
            report.faults.append(AuditFault(stream: stream, sequence: sequence, what: what))
        }
        guard try !row.decode(Bool.self, forColumn: "is_purged") else { return report.purged += 1 }
        guard try row.decode(Data?.self, forColumn: "body") != nil else { return note(.missing) }
        guard let event = try SealedEvent(row).opened(with: key) else { return note(.unreadable) }
        report.checked += 1
        guard Event.link(try Wire.encode(event)) == (try row.decode(String.self, forColumn: "hash")) else {
            return note(.altered)
        }
        if event.previous != previous { note(.unlinked) }
    }

    /// An event of staff that the chain does not know was put in by other means.
    private func lookForUnchained(in report: inout AuditReport) throws {
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT stream, sequence FROM events e WHERE kind = 'staff' AND NOT EXISTS (
                    SELECT 1 FROM chain c WHERE c.stream = e.stream AND c.sequence = e.sequence)
                """)
        for row in rows {
            report.faults.append(
                AuditFault(
                    stream: try row.decode(forColumn: "stream"), sequence: try row.decode(forColumn: "sequence"),
                    what: .unlinked))
        }
    }
}

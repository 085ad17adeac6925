import Foundation
import GRDB
import Kiosk
import Reception

/// The state table of DESIGN §5, row by row.
extension OutboxRows {
    /// Waiting → sent, in order; the events as they are sealed, so that they are opened outside of the transaction.
    func lease(_ most: Int) throws -> [(ordinal: Int64, event: SealedEvent)] {
        let next = "FROM events WHERE \(OutboxRows.isOpen) AND state = 'waiting' ORDER BY ordinal LIMIT ?"
        let leased = try Row.fetchAll(db, sql: "SELECT ordinal, id, body \(next)", arguments: [most])
            .map { (try $0.decode(Int64.self, forColumn: "ordinal"), try SealedEvent($0)) }
        guard !leased.isEmpty else { return [] }
        try db.execute(
            sql: """
                UPDATE events SET state = 'sent', attempts = attempts + 1 WHERE ordinal IN (SELECT ordinal \(next))
                """,
            arguments: [most])
        return leased
    }

    /// Sent → set aside, without an attempt: an event that does not open can never be sent.
    ///
    /// Found by their ordinals: a damaged ID may not be text, and would then not be found by what was read of it.
    func setAside(unreadable ordinals: [Int64]) throws {
        for ordinal in ordinals {
            try db.execute(
                sql: """
                    UPDATE events SET state = 'setAside', attempts = attempts - 1, reason = ?
                    WHERE ordinal = ? AND state = 'sent'
                    """,
                arguments: ["Its record on the kiosk is damaged and cannot be opened.", ordinal])
        }
    }

    /// Sent → acknowledged or set aside by the cloud's word for each; without a word back to waiting.
    func settle(_ results: [EventResult], of leased: [Event], at moment: Moment) throws {
        let answers = Dictionary(results.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        for event in leased {
            switch answers[event.id]?.status {
            case .accepted, .duplicate: try acknowledge(event, at: moment.corrected.now)
            case .rejected: try setAside(event, reason: answers[event.id]?.reason ?? "The cloud gave no reason.")
            case nil: try release([event])
            }
        }
        try moveOn()
    }

    /// Sent → waiting.
    func release(_ leased: [Event]) throws {
        for event in leased { try change("state = 'waiting'", of: event, where: "state = 'sent'") }
    }

    /// Every lease whose holder is gone → waiting.
    func releaseAll() throws {
        let sent = "\(OutboxRows.isOpen) AND state = 'sent'"
        guard try Bool.fetchOne(db, sql: "SELECT EXISTS (SELECT 1 FROM events WHERE \(sent))") == true else { return }
        try db.execute(sql: "UPDATE events SET state = 'waiting' WHERE \(sent)")
    }

    /// Set aside → waiting; all of them, or those named. Returns how many.
    func retry(_ ids: [UUID]?) throws -> Int {
        try lookAgainFromTheStart()
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
                SELECT (SELECT count(*) FROM events WHERE \(OutboxRows.isOpen) AND state IN ('waiting', 'sent')),
                    (SELECT count(*) FROM events WHERE state = 'setAside')
                """)
        return OutboxCounts(waiting: row?[0] ?? 0, setAside: row?[1] ?? 0)
    }

    // MARK: - Where what is open begins

    /// What every search for events that wait or are sent begins with: `stream.open_from`, see ``OutboxSchema``.
    private static let isOpen = "ordinal >= (SELECT open_from FROM stream)"

    /// Raises `open_from` to the first event that waits or is sent; to the last of all when there is none, because the
    /// next one will come after it.
    private func moveOn() throws {
        try db.cachedStatement(
            sql: """
                UPDATE stream SET open_from = coalesce(
                    (SELECT ordinal FROM events WHERE ordinal >= open_from AND state IN ('waiting', 'sent')
                        ORDER BY ordinal LIMIT 1),
                    (SELECT max(ordinal) FROM events), 0)
                """
        ).execute()
    }

    /// Where an ordinal may be given again, or an event that was settled waits anew.
    func lookAgainFromTheStart() throws {
        try db.execute(sql: "UPDATE stream SET open_from = 0 WHERE open_from <> 0")
    }

    private func acknowledge(_ event: Event, at now: Instant) throws {
        try change(
            "state = 'acknowledged', reason = NULL, settled_at = ?", [now.milliseconds], of: event,
            where: "state <> 'acknowledged'")
        try settleStaff(event, at: now)
    }

    /// An acknowledged event stays so: the cloud has it, whatever a later answer says.
    private func setAside(_ event: Event, reason: String) throws {
        try change(
            "state = 'setAside', reason = ?", [String(reason.prefix(500))], of: event, where: "state <> 'acknowledged'")
    }

    /// An event is found by its number, because an index of IDs would be one more page to flush for each visitor.
    private func change(
        _ columns: String, _ values: [any DatabaseValueConvertible] = [], of event: Event, where condition: String
    ) throws {
        let statement = try db.cachedStatement(
            sql: "UPDATE events SET \(columns) WHERE stream = ? AND sequence = ? AND id = ? AND \(condition)")
        try statement.execute(
            arguments: StatementArguments(values) + [event.stream.uuidString, event.sequence, event.id.uuidString])
    }
}

/// An event as its row holds it.
struct SealedEvent {
    let id: String
    private let body: Data

    init(id: String, body: Data) {
        self.id = id
        self.body = body
    }

    /// - Throws: when a column is of a kind that the kiosk never writes: the file is damaged.
    init(_ row: Row) throws {
        id = try row.decode(forColumn: "id")
        body = try row.decode(forColumn: "body")
    }

    /// The event; `nil` when its record is damaged.
    func opened(with key: SealingKey) -> Event? {
        UUID(uuidString: id).flatMap { try? OutboxRows.open(body, of: $0, with: key) }
    }
}

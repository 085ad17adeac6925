import Foundation
import GRDB
import Kiosk
import Reception

/// What can still be read of a damaged outbox.
///
/// Each event is sealed with its ID, so what opens is whole and true; the rest of the row is taken with care. Tables are
/// read from both ends, up to the damage.
struct Salvage {
    private(set) var events: [(event: Event, state: EventState, reason: String?)] = []
    private(set) var visits: [SalvagedVisit] = []
    private(set) var clock: ClockState?
    private(set) var links: [(stream: String, sequence: Int64, hash: String)] = []

    /// Reads `path`, which is not changed; nothing at all when it is no database any more.
    init(path: String, key: SealingKey) {
        var configuration = Configuration()
        configuration.readonly = true
        guard let queue = try? DatabaseQueue(path: path, configuration: configuration) else { return }
        // Without a transaction, whose end the damage could make fail.
        (events, visits, clock, links) = queue.unsafeRead { db in
            let rows = OutboxRows(db: db, key: key)
            return (Salvage.events(in: rows), Salvage.visits(in: db), try? rows.clock(), Salvage.links(in: db))
        }
        try? queue.close()
    }

    private static func events(in rows: OutboxRows) -> [(event: Event, state: EventState, reason: String?)] {
        var found: [Int64: (event: Event, state: EventState, reason: String?)] = [:]
        scan(rows.db, "SELECT ordinal, id, state, reason, body FROM events NOT INDEXED ORDER BY ordinal") { row in
            guard let ordinal = Int64.fromDatabaseValue(row["ordinal"]),
                let text = String.fromDatabaseValue(row["id"]), let body = Data.fromDatabaseValue(row["body"]),
                let event = SealedEvent(id: text, body: body).opened(with: rows.key)
            else { return }
            let state = String.fromDatabaseValue(row["state"]).flatMap(EventState.init) ?? .waiting
            found[ordinal] = (event, state == .sent ? .waiting : state, String.fromDatabaseValue(row["reason"]))
        }
        return found.sorted { $0.key < $1.key }.map(\.value).filter { $0.state != .acknowledged }
    }

    private static func visits(in db: Database) -> [SalvagedVisit] {
        var found: [Data: SalvagedVisit] = [:]
        // All columns: a file of an earlier release has fewer.
        scan(db, "SELECT * FROM visits ORDER BY pass") { row in
            guard let pass = Data.fromDatabaseValue(row["pass"]), pass.count == 16,
                let checkedIn = Int64.fromDatabaseValue(row["checked_in_at"]),
                let keepUntil = Int64.fromDatabaseValue(row["keep_until"])
            else { return }
            let visit = VisitState(
                checkedInAt: Instant(milliseconds: checkedIn),
                checkedOutAt: Instant(Int64.fromDatabaseValue(row["checked_out_at"])),
                exit: String.fromDatabaseValue(row["exit"] ?? .null).flatMap(ExitKind.init))
            guard Int64.fromDatabaseValue(row["is_void"] ?? .null) != 1 else { return }
            found[pass] = SalvagedVisit(
                pass: pass, visit: visit, keepUntil: Instant(milliseconds: keepUntil),
                body: Data.fromDatabaseValue(row["body"] ?? .null))
        }
        return Array(found.values)
    }

    private static func links(in db: Database) -> [(stream: String, sequence: Int64, hash: String)] {
        var found: [[String]: (stream: String, sequence: Int64, hash: String)] = [:]
        scan(db, "SELECT stream, sequence, hash FROM chain ORDER BY stream || sequence") { row in
            guard let stream = String.fromDatabaseValue(row["stream"]), UUID(uuidString: stream) != nil,
                let sequence = Int64.fromDatabaseValue(row["sequence"]),
                let hash = String.fromDatabaseValue(row["hash"])
            else { return }
            found[[stream, String(sequence)]] = (stream, sequence, hash)
        }
        return Array(found.values)
    }

    private static func scan(_ db: Database, _ sql: String, _ take: (Row) -> Void) {
        for direction in ["", " DESC"] {
            do {
                let rows = try Row.fetchCursor(db, sql: sql + direction)
                while let row = try rows.next() { take(row) }
                return
            } catch {
                continue  // the damage: what lies behind it is read from the other end
            }
        }
    }
}

/// A visit of a damaged outbox, with its body still sealed.
struct SalvagedVisit {
    var pass: Data
    var visit: VisitState
    var keepUntil: Instant
    var body: Data?
}

extension OutboxRows {
    /// Whether a damaged file has been read before.
    func hasSalvaged(_ path: String) throws -> Bool {
        try Bool.fetchOne(db, sql: "SELECT EXISTS (SELECT 1 FROM salvaged WHERE path = ?)", arguments: [path]) ?? false
    }

    /// Takes over what was read; the events keep their IDs, streams and numbers, so that the cloud knows those it has.
    ///
    /// - Returns: how many events were not here yet.
    func take(_ salvage: Salvage, from path: String) throws -> Int {
        var count = 0
        for (event, state, reason) in salvage.events where try !has(event) {
            try insert(event, state: state, reason: reason)
            count += 1
        }
        try takeLinks(salvage.links)
        for found in salvage.visits where try !hasVisit(of: found.pass) {
            try keep(found.visit, key: found.pass, body: found.body, isRicher: false, until: found.keepUntil)
        }
        if let clock = salvage.clock, try self.clock() == nil { try keep(clock) }
        try db.execute(sql: "INSERT OR IGNORE INTO salvaged (path) VALUES (?)", arguments: [path])
        return count
    }

    /// Links of the damaged file's chain; those whose events were not read stay as if purged.
    private func takeLinks(_ links: [(stream: String, sequence: Int64, hash: String)]) throws {
        for link in links {
            try db.execute(
                sql: "INSERT OR IGNORE INTO chain (stream, sequence, hash, is_purged) VALUES (?, ?, ?, 1)",
                arguments: [link.stream, link.sequence, link.hash])
        }
    }

    private func has(_ event: Event) throws -> Bool {
        try Bool.fetchOne(
            db, sql: "SELECT EXISTS (SELECT 1 FROM events WHERE stream = ? AND sequence = ?)",
            arguments: [event.stream.uuidString, event.sequence]) ?? false
    }

    private func hasVisit(of pass: Data) throws -> Bool {
        try Bool.fetchOne(db, sql: "SELECT EXISTS (SELECT 1 FROM visits WHERE pass = ?)", arguments: [pass]) ?? false
    }
}

import Foundation
import GRDB
import Kiosk
import Reception

#if canImport(Glibc)
    import Glibc
#endif

/// Copies a database and puts the copy under another key, in transactions of bounded size.
struct Resealing {
    let old: SealingKey
    let new: SealingKey

    /// Rows of one transaction.
    static let part = 1000

    /// Writes `path` as a copy of `database` whose rows `reseal` has gone through, flushed to the disk.
    func copy(_ database: DatabaseQueue, to path: String, _ reseal: (DatabaseQueue) throws -> Void) throws {
        try database.writeWithoutTransaction { try $0.execute(sql: "VACUUM INTO ?", arguments: [path]) }
        guard chmod(path, 0o600) == 0 else { throw StorageFailure(errno: errno, doing: "\(path) cannot be protected") }
        var configuration = Configuration()
        configuration.prepareDatabase { try $0.execute(sql: "PRAGMA secure_delete = ON") }
        let copy = try DatabaseQueue(path: path, configuration: configuration)
        try copy.writeWithoutTransaction {
            try $0.execute(sql: "PRAGMA journal_mode = WAL")
            try $0.execute(sql: "PRAGMA synchronous = FULL")
        }
        try reseal(copy)
        // With FULL, what is carried over is flushed; closing then takes the journal away.
        _ = try copy.writeWithoutTransaction { try $0.checkpoint(.truncate) }
        try copy.close()
    }

    // MARK: - Outbox

    /// - Parameter identify: finds the pass of a visit whose row does not tell, by its old keyed hash.
    func reseal(outbox file: DatabaseQueue, identify: (Data) throws -> PassID?) throws {
        let passes = try resealEvents(file)
        try file.write { try $0.execute(sql: "UPDATE stream SET key_mark = ?", arguments: [new.lookup(.check, [])]) }
        try rekey("visits", of: file) { row in
            let visit = try LocalVisit(row, key: old)
            guard let pass = try visit.who?.pass ?? passes[visit.key] ?? identify(visit.key) else { return nil }
            let hash = new.lookup(.pass, pass.bytes)
            let body = try new.seal((visit.who ?? VisitorBody(pass: pass)).encoded(), for: VisitorBody.identity(hash))
            return ["pass": hash, "body": body]
        }
        try rekey("marks", of: file) { row in
            let hash: Data = try row.decode(forColumn: "pass")
            guard let pass = try passes[hash] ?? identify(hash) else { return nil }
            return ["pass": new.lookup(.pass, pass.bytes)]
        }
    }

    /// Seals each event anew, and notes the passes of those visits and marks that do not tell them.
    ///
    /// An event that does not open stays as it is: it is set aside when its turn comes, as before.
    private func resealEvents(_ file: DatabaseQueue) throws -> [Data: PassID] {
        let sought = try file.read { db in
            try Set(Data.fetchAll(db, sql: "SELECT pass FROM visits WHERE body IS NULL UNION SELECT pass FROM marks"))
        }
        var found: [Data: PassID] = [:]
        try eachPart(of: "events", by: "ordinal", in: file, columns: "id, body") { db, ordinal, row in
            let sealed = try SealedEvent(row)
            guard let event = sealed.opened(with: old) else { return }
            try db.cachedStatement(sql: "UPDATE events SET body = ? WHERE ordinal = ?").execute(arguments: [
                try new.seal(Wire.encode(event), for: OutboxRows.identity(event.id)), ordinal,
            ])
            guard !sought.isEmpty, let pass = event.pass else { return }
            let hash = old.lookup(.pass, pass.bytes)
            if sought.contains(hash) { found[hash] = pass }
        }
        return found
    }

    // MARK: - In parts

    func eachPart(
        of table: String, by id: String, in file: DatabaseQueue, columns: String,
        _ body: (Database, Int64, Row) throws -> Void
    ) throws {
        var last = Int64.min
        while true {
            let count = try file.write { db in
                let rows = try Row.fetchAll(
                    db,
                    sql: "SELECT \(id) part, \(columns) FROM \(table) WHERE \(id) > ? ORDER BY \(id) LIMIT ?",
                    arguments: [last, Resealing.part])
                for row in rows {
                    last = try row.decode(forColumn: "part")
                    try body(db, last, row)
                }
                return rows.count
            }
            if count == 0 { return }
        }
    }

    /// Gives each row of a table other values in some columns; a row without is deleted.
    private func rekey(
        _ table: String, of file: DatabaseQueue, _ values: (Row) throws -> [String: Data]?
    ) throws {
        try file.write { db in
            try db.execute(sql: "CREATE TABLE old_rows AS SELECT * FROM \(table); DELETE FROM \(table);")
        }
        try eachPart(of: "old_rows", by: "rowid", in: file, columns: "*") { db, id, row in
            guard let values = try values(row) else { return }
            for (column, value) in values {
                try db.execute(sql: "UPDATE old_rows SET \(column) = ? WHERE rowid = ?", arguments: [value, id])
            }
            try db.execute(sql: "INSERT INTO \(table) SELECT * FROM old_rows WHERE rowid = ?", arguments: [id])
        }
        try file.write { try $0.execute(sql: "DROP TABLE old_rows") }
    }
}

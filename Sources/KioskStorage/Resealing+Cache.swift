import Foundation
import GRDB
import Kiosk
import Reception

/// The cache under another key: every hash by which a row is found is another one then.
extension Resealing {
    /// The pass with that old keyed hash, as the cache knows it.
    func pass(_ hash: Data, in cache: DatabaseQueue) throws -> PassID? {
        try cache.read { db in
            let rows = CacheRows(db: db, key: old, cards: DecodedCards())
            let slot = try rows.state().slot
            return try rows.pass(found: hash, slot: slot)?.id ?? rows.inside(hash, slot: slot)?.pass
        }
    }

    func reseal(cache file: DatabaseQueue) throws {
        let cards = DecodedCards()
        let slot = try file.write { db in
            let rows = CacheRows(db: db, key: old, cards: cards)
            let slot = try rows.state().slot
            try rows.note(nil)
            try db.execute(sql: CacheSchema.droppedIndexes(1 - slot) + CacheSchema.droppedIndexes(slot))
            for table in ["passes", "visits", "cards", "entries"] {
                try db.execute(sql: "DELETE FROM \(table)\(1 - slot)")
            }
            return slot
        }
        var passes: [Data: Data] = [:]
        try resealEntries(file, slot, &passes)
        try moveVisits(file, slot) { try resealPasses(file, slot, passes) }
        for statement in CacheSchema.indexes(slot).split(separator: "\n") {
            try file.write { try $0.execute(sql: String(statement)) }
        }
        try file.write { try $0.execute(sql: "UPDATE state SET key_mark = ?", arguments: [new.lookup(.check, [])]) }
    }

    /// Seals each pass anew, and gives each visit the new hash of its pass.
    ///
    /// - Parameter guests: new hashes by old ones, of those whom no pass describes.
    private func resealPasses(_ file: DatabaseQueue, _ slot: Int, _ guests: [Data: Data]) throws {
        try file.write { db in for (hash, other) in guests { try move(hash, to: other, slot, db) } }
        try eachPart(of: "passes\(slot)", by: "id", in: file, columns: "pass, body") { db, id, row in
            let hash: Data = try row.decode(forColumn: "pass")
            let pass = try PassBody.decode(old.open(row.decode(forColumn: "body"), for: CacheRows.identity(hash)))
            let other = new.lookup(.pass, pass.id.bytes)
            let passcode = pass.passcode.isEmpty ? nil : new.lookup(.passcode, pass.passcode.utf8)
            try db.cachedStatement(sql: "UPDATE passes\(slot) SET pass = ?, passcode = ?, body = ? WHERE id = ?")
                .execute(arguments: [
                    other, passcode, try new.seal(PassBody.encode(pass), for: CacheRows.identity(other)), id,
                ])
            try move(hash, to: other, slot, db)
        }
    }

    private func move(_ hash: Data, to other: Data, _ slot: Int, _ db: Database) throws {
        try db.cachedStatement(
            sql: """
                INSERT OR REPLACE INTO visits\(slot) (pass, checked_in_at, checked_out_at, exit)
                SELECT ?, checked_in_at, checked_out_at, exit FROM old_visits WHERE pass = ?
                """
        ).execute(arguments: [other, hash])
    }

    /// Visits stand aside while `body` moves those that it knows.
    private func moveVisits(_ file: DatabaseQueue, _ slot: Int, _ body: () throws -> Void) throws {
        try file.write { db in
            try db.execute(
                sql: """
                    CREATE TABLE old_visits AS SELECT * FROM visits\(slot);
                    CREATE INDEX old_visits_pass ON old_visits (pass);
                    DELETE FROM visits\(slot);
                    """)
        }
        try body()
        try file.write { try $0.execute(sql: "DROP TABLE old_visits") }
    }

    /// - Parameter guests: gets the new hash by the old one of each card of somebody inside.
    private func resealEntries(_ file: DatabaseQueue, _ slot: Int, _ guests: inout [Data: Data]) throws {
        let entries = try file.read { try Row.fetchAll($0, sql: "SELECT kind, id FROM entries\(slot)") }
        for entry in entries {
            let name: String = try entry.decode(forColumn: "kind")
            let id: Data = try entry.decode(forColumn: "id")
            guard let kind = CacheRows.EntryKind(rawValue: name), kind != .unread else { continue }
            try file.write { db in
                let rows = CacheRows(db: db, key: old, cards: DecodedCards())
                guard let body = try rows.entry(kind, Array(id), slot: slot) else { return }
                var place = id
                if kind == .inside {
                    place = new.lookup(.pass, try CacheRows.decode(CacheRows.Inside.self, from: body).pass.bytes)
                    guests[id] = place
                }
                try rows.removeEntry(kind, Array(id), slot: slot)
                try CacheRows(db: db, key: new, cards: DecodedCards()).set(kind, Array(place), body, slot: slot)
            }
        }
    }
}

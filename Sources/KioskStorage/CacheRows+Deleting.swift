import GRDB
import Kiosk
import Reception

/// Deleting in parts.
extension CacheRows {
    /// Deletes some rows of a slot that does not serve; returns how many.
    func deleteSome(of slot: Int) throws -> Int {
        guard try state().slot != slot else { return 0 }
        for (table, column) in [
            ("passes", "id"), ("visits", "pass"), ("cards", "(kind, number)"), ("entries", "(kind, id)"),
        ] {
            let columns = column.filter { $0 != "(" && $0 != ")" }
            try db.execute(
                sql: """
                    DELETE FROM \(table)\(slot)
                    WHERE \(column) IN (SELECT \(columns) FROM \(table)\(slot) LIMIT \(CacheRows.part))
                    """)
            if db.changesCount > 0 { return db.changesCount }
        }
        return 0
    }

    /// Deletes some passes that ended before `cutoff`; returns how many.
    func deleteSomePasses(endedBefore cutoff: Instant) throws -> Int {
        let slot = try state().slot
        try db.execute(
            sql: """
                DELETE FROM passes\(slot) WHERE id IN
                    (SELECT id FROM passes\(slot) WHERE until < ? ORDER BY until LIMIT \(CacheRows.part))
                """,
            arguments: [cutoff.milliseconds])
        let count = db.changesCount
        try db.execute(sql: "UPDATE state SET passes = max(0, passes - ?)", arguments: [count])
        return count
    }

    /// Deletes some visits before `cutoff` whose pass is gone; returns how many.
    func deleteSomeVisits(before cutoff: Instant) throws -> Int {
        let slot = try state().slot
        try db.execute(
            sql: """
                DELETE FROM visits\(slot) WHERE pass IN (
                    SELECT v.pass FROM visits\(slot) v
                    WHERE coalesce(v.checked_out_at, v.checked_in_at) < ?
                        AND NOT EXISTS (SELECT 1 FROM passes\(slot) p WHERE p.pass = v.pass)
                    LIMIT \(CacheRows.part))
                """,
            arguments: [cutoff.milliseconds])
        return try db.changesCount + deleteSomeGuests(slot: slot)
    }

    /// Deletes some cards of people inside whose visit and pass are gone; returns how many.
    private func deleteSomeGuests(slot: Int) throws -> Int {
        try db.execute(
            sql: """
                DELETE FROM entries\(slot) WHERE kind = ?1 AND id IN (
                    SELECT e.id FROM entries\(slot) e
                    WHERE e.kind = ?1 AND NOT EXISTS (SELECT 1 FROM visits\(slot) v WHERE v.pass = e.id)
                        AND NOT EXISTS (SELECT 1 FROM passes\(slot) p WHERE p.pass = e.id)
                    LIMIT \(CacheRows.part))
                """,
            arguments: [EntryKind.inside.rawValue])
        return db.changesCount
    }

    /// Gives room that is not used any more back to the disk, once it is more than a twentieth of the file.
    ///
    /// What less there is will be used again. The last pages move to where room is, some at a time.
    /// - Returns: how many pages the file is shorter.
    func shrinkSome() throws -> Int {
        let pages = try Int.fetchOne(db, sql: "PRAGMA page_count") ?? 0
        let unused = try Int.fetchOne(db, sql: "PRAGMA freelist_count") ?? 0
        guard unused > max(256, pages / 20) else { return 0 }
        try db.execute(sql: "PRAGMA incremental_vacuum(\(CacheRows.part))")
        return pages - (try Int.fetchOne(db, sql: "PRAGMA page_count") ?? pages)
    }

    /// Rows, or pages, of one transaction, so that no other writer waits for long.
    static let part = 1000
}

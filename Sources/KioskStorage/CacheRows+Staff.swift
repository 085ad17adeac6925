import Foundation
import GRDB
import Kiosk
import Reception

/// Who may open the console, and what the cloud says of those inside beyond their passes: sealed like all names.
extension CacheRows {
    /// Everybody who may sign in, in no order.
    ///
    /// - Throws: ``UnsealableRow`` when a row does not open: the cache is damaged.
    func staff(slot: Int) throws -> [StaffRecord] {
        try entries(.staff, slot: slot).map { try CacheRows.decode(StaffRecord.self, from: $0) }
    }

    func hasStaff(slot: Int) throws -> Bool {
        try Bool.fetchOne(
            db, sql: "SELECT EXISTS (SELECT 1 FROM entries\(slot) WHERE kind = ?)",
            arguments: [EntryKind.staff.rawValue]) ?? false
    }

    func set(_ staff: StaffRecord, slot: Int) throws {
        try set(.staff, CacheRows.bytes(staff.id), Wire.encode(staff), slot: slot)
    }

    // MARK: - Inside

    /// What the cloud said last of somebody inside.
    struct Inside: Codable {
        var pass: PassID
        /// Missing when there is nothing to add; that it was said counts all the same.
        var card: InsideCard?
    }

    /// By the keyed hash of the pass.
    func inside(_ found: Data, slot: Int) throws -> Inside? {
        try entry(.inside, Array(found), slot: slot).map { try CacheRows.decode(Inside.self, from: $0) }
    }

    func setInside(_ card: InsideCard?, of pass: PassID, slot: Int) throws {
        let found = Array(key.lookup(.pass, pass.bytes))
        try set(.inside, found, Wire.encode(Inside(pass: pass, card: card)), slot: slot)
    }

    func removeInside(of pass: PassID, slot: Int) throws {
        try removeEntry(.inside, Array(key.lookup(.pass, pass.bytes)), slot: slot)
    }

    // MARK: - Lists

    /// The SQL that finds the passes of a day, from the index alone; a test looks at its plan.
    ///
    /// Passes that an earlier release wrote down without their day are all found, and looked into one by one.
    static func dayQuery(_ slot: Int) -> String {
        """
        SELECT id FROM passes\(slot) INDEXED BY passes\(slot)_days
        WHERE until > ?1 AND (valid_from < ?2 OR valid_from IS NULL)
        """
    }

    /// Passes whose window touches `day`, the next to end first; at most `most`.
    func passes(of day: Range<Instant>, most: Int, slot: Int) throws -> [PassRecord] {
        let ids = try Int64.fetchCursor(
            db.cachedStatement(sql: CacheRows.dayQuery(slot)),
            arguments: [day.lowerBound.milliseconds, day.upperBound.milliseconds])
        var found: [PassRecord] = []
        while found.count < most, let id = try ids.next() {
            let row = try Row.fetchOne(
                db.cachedStatement(sql: "SELECT pass, body FROM passes\(slot) WHERE id = ?"), arguments: [id])
            guard let pass = try row.map(record), pass.from < day.upperBound else { continue }
            found.append(pass)
        }
        return found
    }

    /// The pass with that keyed hash.
    func pass(found: Data, slot: Int) throws -> PassRecord? {
        try Row.fetchOne(db.cachedStatement(sql: CacheRows.passQuery(slot)), arguments: [found]).map(record)
    }

    private func record(_ row: Row) throws -> PassRecord {
        try PassBody.decode(
            key.open(row.decode(forColumn: "body"), for: CacheRows.identity(row.decode(forColumn: "pass"))))
    }

    /// The visit of the pass with that keyed hash.
    func visit(found: Data, slot: Int) throws -> VisitState? {
        let sql = "SELECT checked_in_at, checked_out_at, exit FROM visits\(slot) WHERE pass = ?"
        return try Row.fetchOne(db.cachedStatement(sql: sql), arguments: [found]).map(CacheRows.visit)
    }

    /// Keyed hashes of the passes that are inside, or came in on `day`, by what the cloud knows.
    func visited(on day: Range<Instant>?, slot: Int) throws -> [Data] {
        let open = "SELECT pass FROM visits\(slot) WHERE checked_out_at IS NULL"
        guard let day else { return try Data.fetchAll(db, sql: open) }
        return try Data.fetchAll(
            db, sql: "\(open) UNION SELECT pass FROM visits\(slot) WHERE checked_in_at >= ? AND checked_in_at < ?",
            arguments: [day.lowerBound.milliseconds, day.upperBound.milliseconds])
    }
}

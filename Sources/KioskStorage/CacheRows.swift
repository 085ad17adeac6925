import Foundation
import GRDB
import Kiosk
import Reception

/// The cache's rows within one transaction or one consistent view.
struct CacheRows {
    let db: Database
    let key: SealingKey

    /// What is known about the cache as a whole.
    struct State {
        var slot: Int
        var cursor: Reception.Cursor?
        var heardAt: Instant?
        var passes: Int
    }

    /// The one row about the cache as a whole.
    func state() throws -> State {
        let statement = try db.cachedStatement(sql: "SELECT slot, epoch, sequence, heard_at, passes FROM state")
        guard let row = try Row.fetchOne(statement) else { throw DatabaseError(resultCode: .SQLITE_CORRUPT) }
        let epoch: String? = row["epoch"]
        return State(
            slot: row["slot"] == 1 ? 1 : 0,
            cursor: epoch.map { Reception.Cursor(epoch: $0, sequence: row["sequence"] ?? 0) },
            heardAt: Instant(row["heard_at"] as Int64?), passes: row["passes"])
    }

    // MARK: - Looking up

    /// The SQL by which a pass is found; a test looks at its plan.
    static func passQuery(_ slot: Int) -> String { "SELECT pass, body FROM passes\(slot) WHERE pass = ?" }

    /// The SQL by which a passcode is found: it may stand on an expired pass too, and the later one counts.
    static func passcodeQuery(_ slot: Int) -> String {
        "SELECT pass, body FROM passes\(slot) WHERE passcode = ? ORDER BY until DESC LIMIT 1"
    }

    /// The pass, if the cloud has told of it.
    ///
    /// - Throws: ``UnsealableRow`` when its row does not open: the cache is damaged.
    func pass(_ id: PassID, slot: Int) throws -> PassRecord? {
        try record(CacheRows.passQuery(slot), key.lookup(.pass, id.bytes))
    }

    /// The pass with this passcode.
    ///
    /// - Throws: ``UnsealableRow`` as above.
    func pass(_ passcode: Passcode, slot: Int) throws -> PassRecord? {
        try record(CacheRows.passcodeQuery(slot), key.lookup(.passcode, passcode.digits.utf8))
    }

    private func record(_ sql: String, _ sought: Data) throws -> PassRecord? {
        guard let row = try Row.fetchOne(db.cachedStatement(sql: sql), arguments: [sought]) else { return nil }
        let json = try key.open(row["body"], for: CacheRows.identity(row["pass"]))
        guard let pass = try? Wire.decode(PassRecord.self, from: json) else { throw UnsealableRow() }
        return pass
    }

    /// Where the pass stands by the visits that the cloud has seen.
    func visit(_ id: PassID, slot: Int) throws -> VisitState? {
        let sql = "SELECT checked_in_at, checked_out_at FROM visits\(slot) WHERE pass = ?"
        let row = try Row.fetchOne(db.cachedStatement(sql: sql), arguments: [key.lookup(.pass, id.bytes)])
        return row.map { VisitState(checkedInAt: Instant(milliseconds: $0[0]), checkedOutAt: Instant($0[1])) }
    }

    /// The site, if the cloud has told of it.
    func site(_ number: SiteNumber, slot: Int) throws -> SiteCard? {
        let sql = "SELECT body FROM cards\(slot) WHERE kind = 'site' AND number = ?"
        return try Data.fetchOne(db.cachedStatement(sql: sql), arguments: [number])
            .map { try card(SiteCard.self, from: $0) }
    }

    /// The tenant's signing keys, as far as the cloud has told; never in part, because they are swapped with the rest.
    func keys(slot: Int) throws -> [SigningKey] {
        let sql = "SELECT body FROM cards\(slot) WHERE kind = 'key' ORDER BY number"
        return try Data.fetchAll(db.cachedStatement(sql: sql)).map { try card(SigningKey.self, from: $0) }
    }

    private func card<Card: Decodable>(_ type: Card.Type, from json: Data) throws -> Card {
        guard let card = try? Wire.decode(type, from: json) else { throw UnsealableRow() }
        return card
    }

    /// What a pass's sealed body is bound to: its table and its keyed hash.
    static func identity(_ pass: Data) -> String {
        "passes/" + pass.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }
}

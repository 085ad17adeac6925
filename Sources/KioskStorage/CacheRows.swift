import Foundation
import GRDB
import Kiosk
import Reception

/// The cache's rows within one transaction or one consistent view.
struct CacheRows {
    let db: Database
    let key: SealingKey
    let cards: DecodedCards

    /// What is known about the cache as a whole.
    struct State {
        var slot: Int
        var cursor: Reception.Cursor?
        var heardAt: Instant?
        var passes: Int
        var load: Load?
    }

    /// A generation that is being loaded, or was when the program or the connection ended.
    struct Load {
        /// `nil` when it cannot go on and must begin anew.
        var point: SnapshotPoint?
        var passes: Int
        /// When it was last written to.
        var at: Instant
    }

    /// The one row about the cache as a whole.
    func state() throws -> State {
        let statement = try db.cachedStatement(sql: "SELECT * FROM state")
        guard let row = try Row.fetchOne(statement) else { throw DatabaseError(resultCode: .SQLITE_CORRUPT) }
        return State(
            slot: try row.decode(Int.self, forColumn: "slot") == 1 ? 1 : 0,
            cursor: CacheRows.cursor(try row.decode(forColumn: "epoch"), try row.decode(forColumn: "sequence")),
            heardAt: try row.decode(Int64?.self, forColumn: "heard_at").map(Instant.init(kept:)),
            passes: try row.decode(forColumn: "passes"), load: try CacheRows.load(row))
    }

    private static func cursor(_ epoch: String?, _ sequence: Int64?) -> Reception.Cursor? {
        epoch.map { Reception.Cursor(epoch: $0, sequence: sequence ?? 0) }
    }

    private static func load(_ row: Row) throws -> Load? {
        guard let at = Instant(try row.decode(Int64?.self, forColumn: "load_at")) else { return nil }
        let cursor = cursor(
            try row.decode(forColumn: "load_epoch"), try row.decode(forColumn: "load_sequence"))
        let begun = try row.decode(Int64?.self, forColumn: "load_begun")
        let point = cursor.map { SnapshotPoint(cursor: $0, begun: begun ?? $0.sequence) }
        return Load(point: point, passes: try row.decode(Int?.self, forColumn: "load_passes") ?? 0, at: at)
    }

    /// Whether a slot holds anything.
    func hasRows(slot: Int) throws -> Bool {
        let sql = ["passes", "visits", "cards", "entries"].map { "EXISTS (SELECT 1 FROM \($0)\(slot))" }
        return try Bool.fetchOne(db.cachedStatement(sql: "SELECT " + sql.joined(separator: " OR "))) ?? false
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
        return try PassBody.decode(
            key.open(row.decode(forColumn: "body"), for: CacheRows.identity(row.decode(forColumn: "pass"))))
    }

    /// Where the pass stands by the visits that the cloud has seen.
    func visit(_ id: PassID, slot: Int) throws -> VisitState? {
        let sql = "SELECT checked_in_at, checked_out_at, exit FROM visits\(slot) WHERE pass = ?"
        return try Row.fetchOne(db.cachedStatement(sql: sql), arguments: [key.lookup(.pass, id.bytes)])
            .map(CacheRows.visit)
    }

    /// A visit's row.
    static func visit(_ row: Row) throws -> VisitState {
        VisitState(
            checkedInAt: Instant(milliseconds: try row.decode(forColumn: "checked_in_at")),
            checkedOutAt: Instant(try row.decode(Int64?.self, forColumn: "checked_out_at")),
            exit: try row.decode(String?.self, forColumn: "exit").flatMap(ExitKind.init))
    }

    /// The site, if the cloud has told of it.
    func site(_ number: SiteNumber, slot: Int) throws -> SiteCard? {
        let sql = "SELECT body FROM cards\(slot) WHERE kind = 'site' AND number = ?"
        return try Data.fetchOne(db.cachedStatement(sql: sql), arguments: [number])
            .map { try cards.card(SiteCard.self, from: $0) }
    }

    /// The tenant's signing keys, as far as the cloud has told; never in part, because they are swapped with the rest.
    func keys(slot: Int) throws -> [SigningKey] {
        let sql = "SELECT body FROM cards\(slot) WHERE kind = 'key' ORDER BY number"
        return try Data.fetchAll(db.cachedStatement(sql: sql)).map { try cards.card(SigningKey.self, from: $0) }
    }

    /// What a pass's sealed body is bound to: its table and its keyed hash.
    static func identity(_ pass: Data) -> Data { Data("passes/".utf8) + pass }
}

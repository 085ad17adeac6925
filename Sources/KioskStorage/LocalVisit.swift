import Foundation
import GRDB
import Kiosk
import Reception

/// A visit as this kiosk has seen it, or its staff have put it right.
struct LocalVisit {
    /// The keyed hash of its pass.
    var key: Data
    var state: VisitState
    /// Missing for visits of earlier releases.
    var who: VisitorBody?
    /// Staff said that nobody came in.
    var isVoid: Bool
    /// When staff corrected it, until the cloud has that.
    var correctedAt: Instant?

    /// - Throws: when a column is not as the kiosk writes it: the file is damaged.
    init(_ row: Row, key sealing: SealingKey) throws {
        key = try row.decode(forColumn: "pass")
        state = VisitState(
            checkedInAt: Instant(milliseconds: try row.decode(forColumn: "checked_in_at")),
            checkedOutAt: Instant(try row.decode(Int64?.self, forColumn: "checked_out_at")),
            exit: try row.decode(String?.self, forColumn: "exit").flatMap(ExitKind.init))
        isVoid = try row.decode(forColumn: "is_void")
        correctedAt = Instant(try row.decode(Int64?.self, forColumn: "corrected_at"))
        let body = try row.decode(Data?.self, forColumn: "body")
        who = try body.flatMap { try? sealing.open($0, for: VisitorBody.identity(key)) }.map { try VisitorBody($0) }
    }

    /// Where the pass stands, given what the cloud says.
    ///
    /// A correction holds against the cloud, which may not have it yet, but not against what happened since.
    func standing(beside cloud: VisitState?) -> VisitState? {
        let own = isVoid ? nil : state
        guard let correctedAt else { return VisitState.newest(own, cloud) }
        guard let cloud, (cloud.checkedOutAt ?? cloud.checkedInAt) > correctedAt else { return own }
        return cloud
    }
}

/// The visits that this kiosk has seen.
extension OutboxRows {
    private static let visitColumns = "pass, checked_in_at, checked_out_at, exit, corrected_at, is_void, body"

    /// What this kiosk has seen of the pass.
    func localVisit(of pass: PassID) throws -> LocalVisit? { try localVisit(key.lookup(.pass, pass.bytes)) }

    /// By the keyed hash of the pass.
    func localVisit(_ found: Data) throws -> LocalVisit? {
        try Row.fetchOne(
            db.cachedStatement(sql: "SELECT \(OutboxRows.visitColumns) FROM visits WHERE pass = ?"),
            arguments: [found]
        ).map { try LocalVisit($0, key: key) }
    }

    /// Where the pass stands by what this kiosk has seen and the cloud has said.
    func visit(of pass: PassID, beside cloud: VisitState?) throws -> VisitState? {
        guard let local = try localVisit(of: pass) else { return cloud }
        return local.standing(beside: cloud)
    }

    /// Visits that are open here, or in which something happened since `start`; a void one is told too.
    func localVisits(since start: Instant) throws -> [LocalVisit] {
        let sql = """
            SELECT \(OutboxRows.visitColumns) FROM visits
            WHERE checked_out_at IS NULL OR checked_in_at >= ?1 OR checked_out_at >= ?1 OR corrected_at >= ?1
            """
        return try Row.fetchAll(db, sql: sql, arguments: [start.milliseconds]).map { try LocalVisit($0, key: key) }
    }

    /// - Parameters:
    ///   - who: replaces what was known before only where it tells more.
    ///   - keepUntil: when the pass can no longer admit, so that the state may be forgotten.
    func keep(_ visit: VisitState, of who: VisitorBody, until keepUntil: Instant) throws {
        let hash = key.lookup(.pass, who.pass.bytes)
        let body = try key.seal(who.encoded(), for: VisitorBody.identity(hash))
        try keep(visit, key: hash, body: body, isRicher: who.walkIn != nil, until: keepUntil)
    }

    /// As above, for a pass of which only the keyed hash is known.
    func keep(
        _ visit: VisitState, key: Data, body: Data?, isRicher: Bool, until keepUntil: Instant
    ) throws {
        let statement = try db.cachedStatement(
            sql: """
                INSERT INTO visits (pass, checked_in_at, checked_out_at, exit, keep_until, body)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6)
                ON CONFLICT (pass) DO UPDATE SET checked_in_at = excluded.checked_in_at,
                    checked_out_at = excluded.checked_out_at, exit = excluded.exit, corrected_at = NULL, is_void = 0,
                    keep_until = max(keep_until, excluded.keep_until),
                    body = iif(?7, excluded.body, coalesce(body, excluded.body))
                """)
        try statement.execute(arguments: [
            key, visit.checkedInAt.milliseconds, visit.checkedOutAt?.milliseconds, visit.exit?.rawValue,
            keepUntil.milliseconds, body, isRicher,
        ])
    }

    // MARK: - Corrections

    /// Makes the visit what staff say it was, against whatever the cloud says until it has that.
    ///
    /// - Parameter visit: `nil` where nobody came in.
    func correct(_ visit: VisitState?, of who: VisitorBody, was: VisitState, at now: Instant) throws {
        try keep(visit ?? was, of: who, until: now)
        try db.execute(
            sql: "UPDATE visits SET corrected_at = ?, is_void = ? WHERE pass = ?",
            arguments: [now.milliseconds, visit == nil, key.lookup(.pass, who.pass.bytes)])
    }

    /// The cloud has that correction: from now on its word counts.
    func settleCorrection(_ event: Event) throws {
        guard let pass = event.pass else { return }
        let found: StatementArguments = [key.lookup(.pass, pass.bytes), event.correctedAt.milliseconds]
        try db.execute(
            sql: "DELETE FROM visits WHERE pass = ? AND corrected_at <= ? AND is_void", arguments: found)
        try db.execute(
            sql: "UPDATE visits SET corrected_at = NULL WHERE pass = ? AND corrected_at <= ?", arguments: found)
    }
}

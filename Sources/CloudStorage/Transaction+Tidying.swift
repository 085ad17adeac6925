import CloudDomain
import Foundation
import GRDB
import Reception

// What has done its work and would otherwise grow for ever. Passes, events and visits are the administrator's to keep
// or to purge; this is about what was made for machines.
extension Transaction {
    /// A tombstone is kept so long; a kiosk that was away longer fetches a snapshot.
    private static let tombstoneLife: Duration = .seconds(-90 * 24 * 3600)
    /// A pass leaves the feed so long after its last day; a kiosk tells by the token's own window that it is too late.
    private static let feedLife: Duration = .seconds(-30 * 24 * 3600)
    /// A notice that was delivered or given up is kept so long.
    private static let noticeLife: Duration = .seconds(-30 * 24 * 3600)
    /// What was said to a visitor is no news after so long.
    private static let replyLife: Duration = .seconds(-24 * 3600)
    /// The most rows of a kind in one transaction, so that no kiosk waits for long.
    private static let portion = 500

    /// One kind of thing after the other: to look for orphans reads the whole feed, which is too much for each portion.
    ///
    /// - Returns: whether there may be more to do.
    func tidy() throws -> Bool {
        if try retirePasses() { return true }
        if try retireOrphans() { return true }
        try dropOldTombstones()
        try dropOldReplies()
        try db.execute(
            sql: """
                DELETE FROM notice WHERE id IN (
                    SELECT id FROM notice WHERE state <> 'pending' AND queuedAt < ? LIMIT ?)
                """, arguments: [now.advanced(by: Self.noticeLife), Self.portion])
        return db.changesCount == Self.portion
    }

    func dropOldTombstones() throws {
        let limit = now.advanced(by: Self.tombstoneLife)
        let newest = try Int64.fetchOne(
            db, sql: "SELECT max(sequence) FROM change WHERE isTombstone AND changedAt < ?", arguments: [limit])
        guard let newest else { return }
        try db.execute(
            sql: "UPDATE meta SET value = max(CAST(value AS INTEGER), ?) WHERE key = 'prunedTo'", arguments: [newest])
        try db.execute(sql: "DELETE FROM change WHERE isTombstone AND changedAt < ?", arguments: [limit])
    }

    /// Kiosks do not keep replies, so they go without a tombstone. The list of tenants lets SQLite use the index.
    private func dropOldReplies() throws {
        try db.execute(
            sql: """
                DELETE FROM change WHERE tenant IN (SELECT number FROM tenant) AND kind = 'reply' AND changedAt < ?
                """, arguments: [now.advanced(by: Self.replyLife)])
    }

    /// Takes a pass out of the feed: a tombstone for the kiosks, and nothing about its visits any more.
    func retire(_ pass: PassID, tenant: TenantNumber, site: SiteNumber) throws {
        try db.execute(
            prepared: "DELETE FROM change WHERE tenant = ? AND kind IN ('visit', 'inside') AND key = ?", [tenant, pass])
        try announce(.passRemoved(pass), tenant: tenant, site: site)
    }

    /// Passes long over. The cloud keeps them; an edit that brings one back puts it into the feed again. One whose
    /// appointment was moved to an earlier day stays until its token is over too: the token alone would still admit.
    ///
    /// - Returns: whether there may be more.
    private func retirePasses() throws -> Bool {
        let limit = now.advanced(by: Self.feedLife)
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT pass.tenant, pass.id, pass.token, change.site FROM pass
                JOIN change ON change.tenant = pass.tenant AND change.kind = 'pass' AND change.key = pass.id
                WHERE validUntil < ? AND NOT isTombstone LIMIT ?
                """, arguments: [limit, Self.portion])
        let retired = try retire(
            rows.filter { row in
                guard case .token(let token) = Token.reading(row["token"] as String) else { return true }
                return token.window.upperBound < limit
            })
        // Those that stay are found again: they alone are no reason to go on.
        return rows.count == Self.portion && retired > 0
    }

    /// Visits of passes that are not in the feed (any more): forged ones, and events that came after a purge or after
    /// the pass had left.
    ///
    /// - Returns: whether there may be more.
    private func retireOrphans() throws -> Bool {
        try retire(
            Row.fetchAll(
                db,
                sql: """
                    SELECT tenant, key AS id, site FROM change WHERE kind = 'visit' AND changedAt < ?
                    AND NOT EXISTS (
                        SELECT 1 FROM change AS pass WHERE pass.tenant = change.tenant AND pass.kind = 'pass'
                        AND pass.key = change.key AND NOT pass.isTombstone)
                    LIMIT ?
                    """, arguments: [now.advanced(by: Self.feedLife), Self.portion])) == Self.portion
    }

    private func retire(_ rows: [Row]) throws -> Int {
        for row in rows { try retire(row["id"], tenant: row["tenant"], site: row["site"]) }
        return rows.count
    }
}

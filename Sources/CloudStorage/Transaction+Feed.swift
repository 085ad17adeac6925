import CloudDomain
import Foundation
import GRDB
import Reception

import struct Reception.Cursor

extension Transaction {
    /// Tells the kiosks of `site` (0: every site) that something is so now.
    ///
    /// - Parameter key: what the row is found by, where that is not the thing itself.
    func announce(_ change: Change, tenant: TenantNumber, site: SiteNumber, key: String? = nil) throws {
        let body = String(decoding: try Wire.encode(change), as: UTF8.self)
        try put(change, body: body, tenant: tenant, site: site, key: key)
    }

    /// Tells where a pass stands, if that is new.
    func announce(_ state: VisitState?, of pass: PassID, tenant: TenantNumber, site: SiteNumber) throws {
        try announceNews(.visit(pass: pass, state: state), isNothing: state == nil, tenant: tenant, site: site)
    }

    /// Announces what was not told before; of nothing only where something was.
    func announceNews(_ change: Change, isNothing: Bool, tenant: TenantNumber, site: SiteNumber) throws {
        let known = try db.value(
            String.self, prepared: "SELECT body FROM change WHERE tenant = ? AND kind = ? AND key = ?",
            [tenant, change.feedName(site: site).kind, change.feedName(site: site).key])
        let body = String(decoding: try Wire.encode(change), as: UTF8.self)
        guard body != known, known != nil || !isNothing else { return }
        try put(change, body: body, tenant: tenant, site: site)
    }

    private func put(
        _ change: Change, body: String, tenant: TenantNumber, site: SiteNumber, key: String? = nil
    ) throws {
        let name = change.feedName(site: site)
        try db.execute(
            prepared: """
                INSERT OR REPLACE INTO change (tenant, site, kind, key, isTombstone, changedAt, body)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """, [tenant, site, name.kind, key ?? name.key, change.isTombstone, now, body])
    }

    /// Up to `limit` rows after `cursor` that concern the kiosk.
    ///
    /// - Throws: `FeedGone`; `KioskRevoked`, since a long-poll outlives the check of its credential.
    func changes(for kiosk: Kiosk, after cursor: Cursor, limit: Int) throws -> ChangesPage {
        guard try !isRevoked(kiosk) else { throw KioskRevoked() }
        let newest = try newestSequence()
        guard cursor.epoch == (try meta("epoch")), cursor.sequence <= newest,
            cursor.sequence >= Int64(try meta("prunedTo")) ?? 0
        else { throw FeedGone() }
        var rows = try feedRows(tenant: kiosk.tenant, site: kiosk.site.number, after: cursor.sequence, limit: limit + 1)
        let hasMore = rows.count > limit
        if hasMore { rows.removeLast() }
        let changes = try rows.map { row in
            ChangeRow(
                sequence: row.sequence, change: try Wire.decode(Change.self, from: Data(row.body.utf8)))
        }
        let end = hasMore ? changes.last?.sequence ?? newest : newest
        return ChangesPage(
            changes: changes, cursor: Cursor(epoch: cursor.epoch, sequence: end), hasMore: hasMore, serverTime: now)
    }

    /// The unary plus keeps SQLite from the tenant's index, which would make it sort the whole feed.
    func feedRows(
        tenant: TenantNumber, site: SiteNumber, after sequence: Int64, limit: Int
    ) throws -> [(sequence: Int64, body: String)] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT sequence, body FROM change
                WHERE sequence > ? AND +tenant = ? AND site IN (0, ?) ORDER BY sequence LIMIT ?
                """, arguments: [sequence, tenant, site, limit]
        ).map { ($0["sequence"], $0["body"]) }
    }

    func newestSequence() throws -> Int64 {
        try Int64.fetchOne(db, sql: "SELECT seq FROM sqlite_sequence WHERE name = 'change'") ?? 0
    }

    func meta(_ key: String) throws -> String {
        try String.fetchOne(db, sql: "SELECT value FROM meta WHERE key = ?", arguments: [key]) ?? ""
    }
}

extension Change {
    /// What the row is found by, so that each thing has one.
    func feedName(site number: SiteNumber) -> (kind: String, key: String) {
        switch self {
        case .pass(let pass): ("pass", pass.id.description)
        case .passRemoved(let id): ("pass", id.description)
        case .visit(let pass, _): ("visit", pass.description)
        case .site(let site): ("site", String(site.number))
        case .key(let key): ("key", String(key.id))
        case .host(let host): ("host", host.id.text)
        case .hostRemoved(let id): ("host", id.text)
        case .department(let department): ("department", department.id.text)
        case .departmentRemoved(let id): ("department", id.text)
        case .layout: ("layout", String(number))
        case .reply(let reply): ("reply", reply.event.text)
        case .staff(let staff): ("staff", staff.id.text)
        case .staffRemoved(let id): ("staff", id.text)
        case .inside(let pass, _): ("inside", pass.description)
        case .unknown: ("unknown", "")  // only ever read, never announced
        }
    }

    fileprivate var isTombstone: Bool {
        switch self {
        case .passRemoved, .hostRemoved, .departmentRemoved, .staffRemoved: true
        default: false
        }
    }
}

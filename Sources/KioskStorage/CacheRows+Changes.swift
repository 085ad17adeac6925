import Foundation
import GRDB
import Kiosk
import Reception

/// How the cloud's word is written down.
extension CacheRows {
    /// Makes one thing what the change says it is now.
    ///
    /// - Returns: by how much the number of passes changed.
    func apply(_ change: Change, slot: Int) throws -> Int {
        switch change {
        case .pass(let pass):
            let removed = try remove(pass.id, slot: slot)
            try insert(pass, slot: slot)
            return 1 - removed
        case .passRemoved(let id):
            try set(nil, of: id, slot: slot)
            try removeInside(of: id, slot: slot)
            return -(try remove(id, slot: slot))
        case .visit(let pass, let state):
            try set(state, of: pass, slot: slot)
        case .site(let site):
            try set(site, kind: "site", number: Int64(site.number), slot: slot)
        case .key(let key):
            try set(key, kind: "key", number: Int64(key.id), slot: slot)
        case .host(let host): try set(host, slot: slot)
        case .department(let department): try set(department, slot: slot)
        case .hostRemoved(let id): try removeEntry(.host, CacheRows.bytes(id), slot: slot)
        case .departmentRemoved(let id): try removeEntry(.department, CacheRows.bytes(id), slot: slot)
        case .layout(let layout): try set(layout, slot: slot)
        case .staff(let staff): try set(staff, slot: slot)
        case .staffRemoved(let id): try removeEntry(.staff, CacheRows.bytes(id), slot: slot)
        case .inside(let pass, let card): try setInside(card, of: pass, slot: slot)
        case .unknown: try noteUnread(slot: slot)
        // News for the screen, which is gone when they are read again.
        case .reply: break
        }
        return 0
    }

    /// As ``apply(_:slot:)``, for a thing of which the slot has nothing yet: it needs no index.
    func load(_ change: Change, slot: Int) throws -> Int {
        switch change {
        case .pass(let pass):
            try insert(pass, slot: slot)
            return 1
        case .passRemoved: return 0
        default: return try apply(change, slot: slot)
        }
    }

    private func insert(_ pass: PassRecord, slot: Int) throws {
        let found = key.lookup(.pass, pass.id.bytes)
        let passcode = pass.passcode.isEmpty ? nil : key.lookup(.passcode, pass.passcode.utf8)
        let statement = try db.cachedStatement(
            sql: "INSERT INTO passes\(slot) (pass, passcode, until, valid_from, body) VALUES (?, ?, ?, ?, ?)")
        try statement.execute(arguments: [
            found, passcode, pass.until.milliseconds, pass.from.milliseconds,
            try key.seal(PassBody.encode(pass), for: CacheRows.identity(found)),
        ])
    }

    private func remove(_ id: PassID, slot: Int) throws -> Int {
        try db.cachedStatement(sql: "DELETE FROM passes\(slot) WHERE pass = ?")
            .execute(arguments: [key.lookup(.pass, id.bytes)])
        return db.changesCount
    }

    private func set(_ visit: VisitState?, of pass: PassID, slot: Int) throws {
        let found = key.lookup(.pass, pass.bytes)
        guard let visit else {
            return try db.cachedStatement(sql: "DELETE FROM visits\(slot) WHERE pass = ?").execute(arguments: [found])
        }
        try db.cachedStatement(
            sql: "INSERT OR REPLACE INTO visits\(slot) (pass, checked_in_at, checked_out_at, exit) VALUES (?, ?, ?, ?)"
        ).execute(arguments: [
            found, visit.checkedInAt.milliseconds, visit.checkedOutAt?.milliseconds, visit.exit?.rawValue,
        ])
    }

    private func set(_ card: some Encodable, kind: String, number: Int64, slot: Int) throws {
        try db.cachedStatement(sql: "INSERT OR REPLACE INTO cards\(slot) (kind, number, body) VALUES (?, ?, ?)")
            .execute(arguments: [kind, number, try Wire.encode(card)])
    }

    // MARK: - State

    /// Notes how far the feed has been followed and how many passes that added.
    ///
    /// - Parameter heardAt: `nil` leaves it as it was.
    func advance(to cursor: Reception.Cursor, heardAt: Instant?, addingPasses count: Int) throws {
        try db.execute(
            sql: """
                UPDATE state SET epoch = ?, sequence = ?, heard_at = coalesce(?, heard_at), passes = max(0, passes + ?)
                """,
            arguments: [cursor.epoch, cursor.sequence, heardAt?.milliseconds, count])
    }

    /// Notes that the cloud was heard.
    func heard(at instant: Instant) throws {
        try db.execute(sql: "UPDATE state SET heard_at = ?", arguments: [instant.milliseconds])
    }

    /// Makes another slot the one that serves; its load is over.
    func swap(to slot: Int, passes: Int, cursor: Reception.Cursor?, heardAt: Instant?) throws {
        try db.execute(
            sql: """
                UPDATE state
                SET slot = ?, passes = ?, epoch = ?, sequence = ?, heard_at = ?, roster = roster + 1
                """,
            arguments: [slot, passes, cursor?.epoch, cursor?.sequence, heardAt?.milliseconds])
        try note(nil)
    }

    /// Notes how far a load has come; `nil` when there is none that could go on.
    func note(_ load: Load?) throws {
        let point = load?.point
        try db.cachedStatement(
            sql: """
                UPDATE state SET load_epoch = ?, load_sequence = ?, load_begun = ?, load_passes = ?, load_at = ?
                """
        ).execute(arguments: [
            point?.cursor.epoch, point?.cursor.sequence, point?.begun, load?.passes, load?.at.milliseconds,
        ])
    }

    /// How many passes a slot has, counted.
    func countPasses(slot: Int) throws -> Int {
        try Int.fetchOne(db, sql: "SELECT count(*) FROM passes\(slot)") ?? 0
    }
}

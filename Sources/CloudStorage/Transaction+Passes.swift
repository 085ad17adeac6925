package import CloudDomain
import Foundation
import GRDB
package import Reception

extension Transaction {
    /// The passes of an appointment, in the order of its visitors.
    package func passes(of appointment: Appointment) throws -> [Pass] {
        try Row.fetchAll(
            db, sql: "SELECT * FROM pass WHERE appointment = ? ORDER BY position", arguments: [appointment.id.text]
        ).map(Self.pass)
    }

    /// A pass and its appointment.
    ///
    /// - Throws: ``StorageFailure`` when no pass has that ID.
    package func pass(_ id: PassID) throws -> (Pass, Appointment) {
        guard let found = try knownPass(id, of: tenant().number) else {
            throw StorageFailure(.unknown, "No pass has that ID; uketsuke-cloud appointment list shows them.")
        }
        return found
    }

    /// Takes one pass back.
    package func withdrawPass(_ id: PassID) throws {
        var (pass, appointment) = try pass(id)
        pass.state = .withdrawn
        try db.execute(sql: "UPDATE pass SET state = ? WHERE id = ?", arguments: [pass.state.rawValue, id])
        try announce(.pass(pass.record(for: appointment)), tenant: tenant().number, site: appointment.site)
    }

    /// Takes back every pass that a key signed: a kiosk would refuse its token, but still take its passcode. Those that
    /// have left the feed are not told again.
    func withdrawPasses(signedBy key: KeyID, of tenant: TenantNumber) throws {
        let ids = try PassID.fetchAll(
            db,
            sql: """
                SELECT pass.id FROM pass
                JOIN change ON change.tenant = pass.tenant AND change.kind = 'pass' AND change.key = pass.id
                WHERE pass.tenant = ? AND pass.key = ? AND state <> 'withdrawn' AND NOT isTombstone
                """, arguments: [tenant, key])
        for id in ids { try withdrawPass(id) }
        try db.execute(
            sql: "UPDATE pass SET state = 'withdrawn' WHERE tenant = ? AND key = ?", arguments: [tenant, key])
    }

    /// Deletes the appointments and passes whose windows ended before `moment`; kiosks are told to do the same. Visits
    /// and events keep their frozen copies.
    ///
    /// - Returns: how many passes are gone.
    package func purgePasses(endedBefore moment: Instant) throws -> Int {
        let tenant = try tenant().number
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT pass.id, site FROM pass JOIN appointment ON appointment.id = pass.appointment
                WHERE pass.tenant = ? AND validUntil <= ?
                """, arguments: [tenant, moment])
        for row in rows {
            let id: PassID = row["id"]
            try db.execute(sql: "DELETE FROM pass WHERE id = ?", arguments: [id])
            try retire(id, tenant: tenant, site: row["site"])
        }
        try db.execute(
            sql: """
                DELETE FROM appointment WHERE tenant = ? AND "end" <= ?
                AND NOT EXISTS (SELECT 1 FROM pass WHERE appointment = appointment.id)
                """, arguments: [tenant, moment])
        try dropOldTombstones()
        return rows.count
    }

    func knownPass(_ id: PassID, of tenant: TenantNumber) throws -> (Pass, Appointment)? {
        guard let row = try db.row(prepared: "SELECT * FROM pass WHERE id = ? AND tenant = ?", [id, tenant])
        else { return nil }
        return (try Self.pass(row), try appointment(row.uuid("appointment")))
    }

    func insert(_ pass: Pass, of appointment: Appointment, at position: Int, tenant: TenantNumber) throws {
        try db.execute(
            sql: """
                INSERT INTO pass (id, tenant, appointment, position, name, company, mail, language, token, key,
                    passcode, state, validFrom, validUntil) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                pass.id, tenant, appointment.id.text, position, pass.visitor.name, pass.visitor.company,
                pass.visitor.mail, pass.visitor.language, pass.token, pass.key, pass.passcode, pass.state.rawValue,
                pass.window.lowerBound, pass.window.upperBound,
            ])
        try announce(.pass(pass.record(for: appointment)), tenant: tenant, site: appointment.site)
    }

    func announcePasses(of appointment: Appointment) throws {
        let tenant = try tenant().number
        for pass in try passes(of: appointment) {
            try announce(.pass(pass.record(for: appointment)), tenant: tenant, site: appointment.site)
            // A pass that had left the feed comes back with where it stands.
            guard let visit = try newestVisit(of: pass.id, tenant: tenant) else { continue }
            try announce(visit.state, of: pass.id, tenant: tenant, site: appointment.site)
        }
    }

    /// Unique among the passes that can still admit, so that a passcode comes back into use after its day.
    func isTaken(_ passcode: Passcode, in tenant: TenantNumber) throws -> Bool {
        try Int.fetchOne(
            db, sql: "SELECT 1 FROM pass WHERE tenant = ? AND passcode = ? AND validUntil > ?",
            arguments: [tenant, passcode.digits, now]) != nil
    }

    /// Refuses to let an appointment's passes admit again when a passcode of theirs was given out since.
    func refuseSharedPasscodes(of appointment: UUID) throws {
        let shared = try Bool.fetchOne(
            db,
            sql: """
                SELECT EXISTS (
                    SELECT 1 FROM pass AS own JOIN pass AS other ON other.tenant = own.tenant
                        AND other.passcode = own.passcode AND other.id <> own.id AND other.validUntil > ?
                    WHERE own.appointment = ? AND own.state = 'active' AND own.validUntil > ?)
                """, arguments: [now, appointment.text, now])
        guard shared != true else {
            throw StorageFailure(
                .invalid,
                "A passcode of this appointment is another visitor's by now; add a new appointment instead.")
        }
    }

    private static func pass(_ row: Row) throws -> Pass {
        let visitor = Visitor(name: row["name"], company: row["company"], mail: row["mail"], language: row["language"])
        let (from, until): (Instant, Instant) = (row["validFrom"], row["validUntil"])
        return Pass(
            id: row["id"], visitor: visitor, token: row["token"], key: row["key"], passcode: row["passcode"],
            state: PassState(rawValue: row["state"]) ?? .withdrawn, window: from..<max(from, until))
    }
}

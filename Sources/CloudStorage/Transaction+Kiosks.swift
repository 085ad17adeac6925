package import CloudDomain
package import Foundation
import GRDB
package import Reception

extension Transaction {
    /// Makes a one-time code with which a kiosk of `site` can enrol.
    package func addEnrolmentCode(for site: Site) throws -> (code: String, expires: Instant) {
        let code = EnrolmentCode.new(world)
        let expires = now.advanced(by: EnrolmentCode.lifetime)
        try db.execute(sql: "DELETE FROM enrolmentCode WHERE expires <= ?", arguments: [now])
        try db.execute(
            sql: "INSERT INTO enrolmentCode (hash, tenant, site, expires) VALUES (?, ?, ?, ?)",
            arguments: [EnrolmentCode.hash(code), tenant().number, site.number, expires])
        return (code, expires)
    }

    /// Every kiosk that ever enrolled, in order of name.
    package func kiosks() throws -> [KioskListing] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT kiosk.*, site.name AS siteName FROM kiosk
                JOIN site ON site.tenant = kiosk.tenant AND site.number = kiosk.site
                WHERE kiosk.tenant = ? ORDER BY kiosk.name, kiosk.id
                """, arguments: [tenant().number]
        ).map { row in
            let (id, status): (UUID, String?) = (try row.uuid("id"), row["status"])
            return KioskListing(
                kiosk: id, name: row["name"], site: row["siteName"], program: row["program"],
                enrolledAt: row["enrolledAt"], revokedAt: row["revokedAt"], seenAt: row["seenAt"],
                status: status.flatMap { try? Wire.decode(StatusReport.self, from: Data($0.utf8)) },
                streams: try streams(of: id), concerns: try concerns(ofKiosk: id, since: .distantPast))
        }
    }

    /// Shuts a kiosk out: its credential ends now, and at its next contact it is told to delete what it holds.
    ///
    /// - Returns: the kiosk as it stands.
    package func revokeKiosk(_ id: UUID) throws -> KioskListing {
        try db.execute(
            sql: "UPDATE kiosk SET revokedAt = coalesce(revokedAt, ?) WHERE id = ? AND tenant = ?",
            arguments: [now, id.text, tenant().number])
        guard db.changesCount == 1, let kiosk = try kiosks().first(where: { $0.kiosk == id }) else {
            throw StorageFailure(.unknown, "No kiosk has that ID; uketsuke-cloud kiosk list shows them.")
        }
        return kiosk
    }

    func enrol(_ request: EnrolmentRequest) throws -> EnrolmentAnswer {
        let hash = EnrolmentCode.hash(request.code)
        let row = try Row.fetchOne(
            db, sql: "SELECT tenant, site FROM enrolmentCode WHERE hash = ? AND usedAt IS NULL AND expires > ?",
            arguments: [hash, now])
        guard let row else { throw EnrolmentRefused() }
        try db.execute(sql: "UPDATE enrolmentCode SET usedAt = ? WHERE hash = ?", arguments: [now, hash])
        let (id, credential) = (UUID.v7(world), Credential.new(world))
        let tenant = try tenant(row["tenant"])
        let site = try site(row["site"], of: tenant.number)
        try db.execute(
            sql: """
                INSERT INTO kiosk (id, tenant, site, name, program, credential, enrolledAt)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                id.text, tenant.number, site.number, request.name, request.program, Credential.hash(credential), now,
            ])
        return EnrolmentAnswer(
            kiosk: id, credential: credential, tenant: tenant.card, site: site.card,
            keys: try keys(of: tenant.number), serverTime: now)
    }

    /// Reads only, so that the many calls with the current credential need no write.
    ///
    /// - Throws: `KioskRevoked` when it is, or was last, a revoked kiosk's.
    func kiosk(credential: String) throws -> (kiosk: Kiosk, isNew: Bool)? {
        let hash = Credential.hash(credential)
        let row = try Row.fetchOne(
            db, sql: "SELECT * FROM kiosk WHERE credential = ? OR nextCredential = ?", arguments: [hash, hash])
        guard let row else { return nil }
        guard row["revokedAt"] == nil else { throw KioskRevoked() }
        let next: Data? = row["nextCredential"]
        let isNew = next == hash
        if !isNew, let rotatedAt: Instant = row["rotatedAt"], now >= rotatedAt.advanced(by: Credential.overlap) {
            return nil
        }
        let kiosk = Kiosk(
            id: try row.uuid("id"), name: row["name"], tenant: row["tenant"],
            site: try site(row["site"], of: row["tenant"]))
        return (kiosk, isNew)
    }

    /// The new credential was used: the old one ends.
    func settleCredential(of kiosk: Kiosk, _ credential: String) throws {
        try db.execute(
            sql: """
                UPDATE kiosk SET credential = nextCredential, nextCredential = NULL, rotatedAt = NULL
                WHERE id = ? AND nextCredential = ?
                """, arguments: [kiosk.id.text, Credential.hash(credential)])
    }

    func isRevoked(_ kiosk: Kiosk) throws -> Bool {
        try Int.fetchOne(
            db, sql: "SELECT 1 FROM kiosk WHERE id = ? AND revokedAt IS NULL", arguments: [kiosk.id.text]) == nil
    }

    /// Asked again before the new credential was used, it makes another one; the old one's day goes on from the first
    /// time, so that a stolen credential cannot keep itself alive.
    func rotateCredential(of kiosk: Kiosk) throws -> CredentialAnswer {
        let credential = Credential.new(world)
        try db.execute(
            sql: "UPDATE kiosk SET nextCredential = ?, rotatedAt = coalesce(rotatedAt, ?) WHERE id = ?",
            arguments: [Credential.hash(credential), now, kiosk.id.text])
        return CredentialAnswer(credential: credential, serverTime: now)
    }
}

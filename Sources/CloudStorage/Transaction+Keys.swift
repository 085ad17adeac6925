package import CloudDomain
import Crypto
import Foundation
import GRDB
package import Reception

extension Transaction {
    /// A new key must have reached the kiosks before it signs a pass.
    private static let leadTime: Duration = .seconds(3600)

    /// The tenant that this installation serves.
    package func tenant() throws -> Tenant {
        guard let row = try db.row(prepared: "SELECT number, name FROM tenant ORDER BY number", []) else {
            throw StorageFailure(.unusable, "The database holds no tenant; restore it from a backup.")
        }
        return Tenant(number: row["number"], name: row["name"])
    }

    func tenant(_ number: TenantNumber) throws -> Tenant {
        let name = try String.fetchOne(db, sql: "SELECT name FROM tenant WHERE number = ?", arguments: [number])
        guard let name else { throw StorageFailure(.unusable, "Tenant \(number) is missing; restore the database.") }
        return Tenant(number: number, name: name)
    }

    /// Names the tenant.
    ///
    /// - Throws: ``StorageFailure`` when the name is none.
    package func setTenantName(_ name: String) throws {
        try checkName(name)
        try db.execute(sql: "UPDATE tenant SET name = ? WHERE number = ?", arguments: [name, tenant().number])
    }

    /// Makes a key that kiosks learn of now and that signs from an hour later.
    package func rotateKey() throws -> SigningKey {
        try addKey(of: tenant().number, from: now.advanced(by: Self.leadTime))
    }

    /// Withdraws a key, and with it every pass that it signed. Without another active key a new one is made.
    package func withdrawKey(_ id: KeyID) throws {
        let tenant = try tenant().number
        try db.execute(
            sql: "UPDATE signingKey SET isWithdrawn = 1 WHERE tenant = ? AND id = ?", arguments: [tenant, id])
        guard db.changesCount == 1, let key = try keys(of: tenant).first(where: { $0.id == id }) else {
            throw StorageFailure(.unknown, "No key \(id) is known; uketsuke-cloud key list shows them.")
        }
        try announce(.key(key), tenant: tenant, site: 0)
        try withdrawPasses(signedBy: id, of: tenant)
        if try !keys(of: tenant).contains(where: { !$0.isWithdrawn && $0.from <= now }) {
            try addKey(of: tenant, from: now)
        }
    }

    /// A tenant's keys, withdrawn ones too.
    package func keys(of tenant: TenantNumber) throws -> [SigningKey] {
        try Row.fetchAll(db, sql: "SELECT * FROM signingKey WHERE tenant = ? ORDER BY id", arguments: [tenant]).map {
            SigningKey(
                id: $0["id"], publicKey: $0["public"], from: $0["validFrom"], until: $0["validUntil"],
                isWithdrawn: $0["isWithdrawn"])
        }
    }

    @discardableResult
    func addKey(of tenant: TenantNumber, from: Instant) throws -> SigningKey {
        let newest =
            try Int.fetchOne(
                db, sql: "SELECT max(id) FROM signingKey WHERE tenant = ?", arguments: [tenant]) ?? 0
        guard let id = KeyID(exactly: newest + 1) else {
            throw StorageFailure(.invalid, "All 255 key IDs of the tenant are used up.")
        }
        let privateKey = Curve25519.Signing.PrivateKey()
        let key = SigningKey(id: id, publicKey: privateKey.publicKey.rawRepresentation, from: from)
        let sealed = try vault.seal(privateKey.rawRepresentation, for: Self.sealName(tenant, id))
        try db.execute(
            sql: "INSERT INTO signingKey (tenant, id, public, sealedPrivate, validFrom) VALUES (?, ?, ?, ?, ?)",
            arguments: [tenant, id, key.publicKey, sealed, from])
        try announce(.key(key), tenant: tenant, site: 0)
        return key
    }

    /// Issues with the newest key whose time has come.
    func issuer(of tenant: TenantNumber) throws -> PassIssuer {
        let row = try Row.fetchOne(
            db,
            sql: """
                SELECT id, sealedPrivate FROM signingKey
                WHERE tenant = ? AND NOT isWithdrawn AND validFrom <= ? AND (validUntil IS NULL OR validUntil > ?)
                ORDER BY id DESC
                """, arguments: [tenant, now, now])
        guard let row else {
            throw StorageFailure(.invalid, "No active signing key; make one with uketsuke-cloud key rotate.")
        }
        let id: KeyID = row["id"]
        let raw = try vault.open(row["sealedPrivate"], for: Self.sealName(tenant, id))
        let signer = try Curve25519.Signing.PrivateKey(rawRepresentation: raw)
        return PassIssuer(tenant: tenant, key: id, signer: signer, world: world)
    }

    private static func sealName(_ tenant: TenantNumber, _ id: KeyID) -> String { "key/\(tenant)/\(id)" }
}

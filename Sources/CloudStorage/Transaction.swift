import Foundation
import GRDB
package import Reception

/// One open transaction: the verbs of the storage are its extensions.
package struct Transaction {
    let db: Database
    /// The one timestamp of everything written here.
    package let now: Instant
    let world: World
    let vault: Vault

    /// Asked first, so that opening an old directory writes nothing.
    func isPrepared() throws -> Bool {
        try Int.fetchOne(db, sql: "SELECT count(*) FROM tenant") != 0
    }

    /// Makes the first tenant, so that every command finds one.
    func prepareFirstUse() throws {
        guard try !isPrepared() else { return }
        try db.execute(sql: "INSERT INTO tenant (number, name) VALUES (1, 'Uketsuke')")
        try db.execute(
            sql: "INSERT INTO meta (key, value) VALUES ('epoch', ?), ('prunedTo', '0')",
            arguments: [UUID.v7(world).uuidString.lowercased()])
        try addKey(of: 1, from: now)
    }
}

import GRDB

@testable import CloudStorage

extension Ground {
    /// The storage's own connections, to break what only a fault could break.
    var pool: DatabasePool { store.pool }

    /// The feed's history.
    func epoch() async throws -> String {
        try await pool.read { try String.fetchOne($0, sql: "SELECT value FROM meta WHERE key = 'epoch'") } ?? ""
    }
}

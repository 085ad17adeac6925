import GRDB

@testable import CloudStorage

extension Ground {
    /// The storage's own connections, to break what only a fault could break.
    var pool: DatabasePool { store.pool }
}

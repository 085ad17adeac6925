import Foundation
import GRDB

/// The least that a durable record can cost here: one row, one commit, with the outbox's settings on its file system.
struct BareCommit {
    private let queue: DatabaseQueue
    /// About what an event and a visit state take.
    private let row = Data(repeating: 0x55, count: 500)

    init(in folder: ScratchFolder) throws {
        queue = try DatabaseQueue(path: folder.file("bare.sqlite"))
        try queue.writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA journal_mode = WAL")
            try db.execute(sql: "PRAGMA synchronous = FULL")
            guard try String.fetchOne(db, sql: "PRAGMA synchronous") == "2" else {
                throw BenchmarkFailure("SQLite does not take synchronous=FULL here; check how it was built.")
            }
            try db.execute(sql: "CREATE TABLE bare (id INTEGER PRIMARY KEY, body BLOB NOT NULL)")
        }
    }

    /// Commits one row.
    func commit() throws {
        try queue.write { db in
            try db.cachedStatement(sql: "INSERT INTO bare (body) VALUES (?)").execute(arguments: [row])
        }
    }
}

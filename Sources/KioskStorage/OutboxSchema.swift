import GRDB

/// The tables of `outbox.sqlite`.
enum OutboxSchema {
    private static let tables = ["stream", "events", "visits", "clock", "salvaged"]

    /// Every step of the schema, in order; a step that was released is never changed.
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1") { try $0.execute(sql: first) }
        return migrator
    }

    /// Makes sure that the tables that the migrations made are still there.
    static func checkTables(_ db: Database) throws {
        let found = try Set(String.fetchAll(db, sql: "SELECT name FROM sqlite_master WHERE type = 'table'"))
        guard found.isSuperset(of: tables) else { throw DatabaseError(resultCode: .SQLITE_CORRUPT) }
    }

    /// Each page that an admission changes is flushed while a visitor waits: hence no index of IDs, and two in all.
    ///
    /// `events.ordinal` is the order of sending. It is the order of `sequence` within a stream; events that were read
    /// from a damaged outbox keep their own stream and sequence.
    private static let first = """
        CREATE TABLE stream (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            uuid TEXT NOT NULL,
            next_sequence INTEGER NOT NULL,
            key_mark BLOB NOT NULL
        );
        CREATE TABLE events (
            ordinal INTEGER PRIMARY KEY,
            id TEXT NOT NULL,
            stream TEXT NOT NULL,
            sequence INTEGER NOT NULL,
            kind TEXT NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'acknowledged', 'setAside')),
            occurred_at INTEGER NOT NULL,
            attempts INTEGER NOT NULL DEFAULT 0,
            reason TEXT,
            settled_at INTEGER,
            body BLOB NOT NULL,
            UNIQUE (stream, sequence)
        );
        CREATE INDEX events_state ON events (state, ordinal);
        CREATE TABLE visits (
            pass BLOB PRIMARY KEY,
            checked_in_at INTEGER NOT NULL,
            checked_out_at INTEGER,
            keep_until INTEGER NOT NULL
        ) WITHOUT ROWID;
        CREATE TABLE clock (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            offset_milliseconds INTEGER NOT NULL,
            floor INTEGER NOT NULL
        );
        CREATE TABLE salvaged (path TEXT PRIMARY KEY) WITHOUT ROWID;
        """
}

import GRDB

/// The tables of `outbox.sqlite`.
enum OutboxSchema {
    /// Every step of the schema, in order; a step that was released is never changed.
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1") { try $0.execute(sql: first) }
        return migrator
    }

    /// Each page that an admission changes is flushed while a visitor waits. Hence no index of IDs or of what waits, and
    /// no counter: a new event changes its own page, that of its number, and that of the visit.
    ///
    /// - `events.ordinal` is the order of sending. It is the order of `sequence` within a stream; events that were read
    ///   from a damaged outbox keep their own stream and sequence.
    /// - `stream.next_sequence` is that of the number after those whose events were deleted, or less: see
    ///   `OutboxRows.nextSequence`.
    /// - `stream.open_from`: no event with a lower ordinal waits or is sent. Too low is slow, too high is an event that is
    ///   never sent; so whatever may lower it sets it to 0, and only `OutboxRows.moveOn` raises it.
    private static let first = """
        CREATE TABLE stream (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            uuid TEXT NOT NULL,
            next_sequence INTEGER NOT NULL,
            open_from INTEGER NOT NULL DEFAULT 0,
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
        CREATE INDEX events_set_aside ON events (ordinal) WHERE state = 'setAside';
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

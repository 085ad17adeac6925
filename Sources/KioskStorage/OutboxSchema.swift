import GRDB

/// The tables of `outbox.sqlite`.
enum OutboxSchema {
    /// Every step of the schema, in order; a step that was released is never changed.
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1") { try $0.execute(sql: first) }
        migrator.registerMigration("2") { try $0.execute(sql: second) }
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

    /// What the staff console needs. An admission still changes its three pages and no more.
    ///
    /// - `visits.body`: sealed, who it is (`VisitorBody`); missing for visits of earlier releases.
    /// - `visits.corrected_at`: when staff corrected it, until the cloud has that; `is_void` says that it never was.
    /// - `marks`: who was seen at the assembly point (`safe_at`), or was not after all, by what this kiosk's staff said;
    ///   `acknowledged_at` is when the cloud had it.
    /// - `sign_ins`: wrong tries since the last right one: of the member of staff with that ID by number, with `/card`
    ///   behind it by card, and with an empty text of everybody at this console.
    /// - `chain`: hash and place of each chained event, also of those that were purged (`AuditTrail`).
    private static let second = """
        ALTER TABLE visits ADD COLUMN exit TEXT;
        ALTER TABLE visits ADD COLUMN corrected_at INTEGER;
        ALTER TABLE visits ADD COLUMN is_void INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE visits ADD COLUMN body BLOB;
        ALTER TABLE stream ADD COLUMN evacuation_ended_at INTEGER;
        CREATE TABLE marks (
            pass BLOB PRIMARY KEY,
            safe_at INTEGER,
            marked_at INTEGER NOT NULL,
            acknowledged_at INTEGER
        ) WITHOUT ROWID;
        CREATE TABLE sign_ins (
            who TEXT PRIMARY KEY,
            wrong INTEGER NOT NULL,
            at INTEGER NOT NULL,
            boot TEXT NOT NULL,
            uptime INTEGER NOT NULL
        ) WITHOUT ROWID;
        CREATE TABLE chain (
            stream TEXT NOT NULL,
            sequence INTEGER NOT NULL,
            hash BLOB NOT NULL,
            is_purged INTEGER NOT NULL DEFAULT 0,
            PRIMARY KEY (stream, sequence)
        ) WITHOUT ROWID;
        """
}

import GRDB

/// The tables of `cache.sqlite`: each kind twice.
///
/// One slot serves, the other is where a full sync loads a fresh generation. Rows are loaded without indexes, which are
/// then built sorted: inserting a million keyed hashes, which are in no order, into an index would write it many times.
/// `load_…` in `state` is how far such a load has come, so that it can go on after a cut or a kill.
enum CacheSchema {
    /// Every step of the schema, in order; a step that was released is never changed.
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1") { db in
            try db.execute(sql: state)
            for slot in [0, 1] { try db.execute(sql: tables(slot)) }
            try db.execute(sql: firstIndexes(0))
        }
        migrator.registerMigration("2") { db in
            try db.execute(sql: "ALTER TABLE state ADD COLUMN roster INTEGER NOT NULL DEFAULT 0")
            for slot in [0, 1] { try db.execute(sql: entries(slot)) }
            try db.execute(sql: readAgain)
        }
        migrator.registerMigration("3") { db in
            for slot in [0, 1] { try addDays(to: slot, db) }
            try db.execute(sql: readAgain)
        }
        return migrator
    }

    /// Makes sure that the tables that the migrations made are still there.
    static func checkTables(_ db: Database) throws {
        let names = ["passes0", "passes1", "visits0", "visits1", "cards0", "cards1", "entries0", "entries1"]
        let found = try Set(String.fetchAll(db, sql: "SELECT name FROM sqlite_master WHERE type = 'table'"))
        guard found.isSuperset(of: names), try Bool.fetchOne(db, sql: "SELECT EXISTS (SELECT 1 FROM state)") == true
        else { throw DatabaseError(resultCode: .SQLITE_CORRUPT) }
    }

    private static let state = """
        CREATE TABLE state (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            slot INTEGER NOT NULL,
            epoch TEXT,
            sequence INTEGER,
            heard_at INTEGER,
            passes INTEGER NOT NULL,
            origin TEXT,
            key_mark BLOB,
            load_epoch TEXT,
            load_sequence INTEGER,
            load_begun INTEGER,
            load_passes INTEGER,
            load_at INTEGER
        );
        INSERT INTO state (id, slot, passes) VALUES (1, 0, 0);
        """

    /// `cards` holds the site and the signing keys: public, and as JSON.
    private static func tables(_ slot: Int) -> String {
        """
        CREATE TABLE passes\(slot) (
            id INTEGER PRIMARY KEY,
            pass BLOB NOT NULL,
            passcode BLOB,
            until INTEGER NOT NULL,
            body BLOB NOT NULL
        );
        CREATE TABLE visits\(slot) (
            pass BLOB PRIMARY KEY,
            checked_in_at INTEGER NOT NULL,
            checked_out_at INTEGER
        ) WITHOUT ROWID;
        CREATE TABLE cards\(slot) (
            kind TEXT NOT NULL,
            number INTEGER NOT NULL,
            body BLOB NOT NULL,
            PRIMARY KEY (kind, number)
        ) WITHOUT ROWID;
        """
    }

    /// Hosts, departments and the layout, sealed; `roster` in `state` is another number after every change of a host or a
    /// department.
    private static func entries(_ slot: Int) -> String {
        """
        CREATE TABLE entries\(slot) (
            kind TEXT NOT NULL,
            id BLOB NOT NULL,
            body BLOB NOT NULL,
            PRIMARY KEY (kind, id)
        ) WITHOUT ROWID;
        """
    }

    /// The feed is followed again from its beginning, or a full sync begins where the cloud no longer has that: an earlier
    /// release has read over rows that it did not know. What the cache holds serves meanwhile.
    private static let readAgain = """
        UPDATE state SET sequence = min(sequence, 0), load_epoch = NULL, load_sequence = NULL, load_begun = NULL;
        """

    /// When a pass begins to admit, and how a visit ended. Passes that were there before are without until they are told
    /// again; a list of a day looks into each of them.
    private static func addDays(to slot: Int, _ db: Database) throws {
        try db.execute(
            sql: """
                ALTER TABLE passes\(slot) ADD COLUMN valid_from INTEGER;
                ALTER TABLE visits\(slot) ADD COLUMN exit TEXT;
                """)
        let isServing = "SELECT EXISTS (SELECT 1 FROM sqlite_master WHERE name = 'passes\(slot)_until')"
        guard try Bool.fetchOne(db, sql: isServing) == true else { return }
        try db.execute(sql: "DROP INDEX passes\(slot)_until")
        try db.execute(sql: indexes(slot))
    }

    /// Those of the first step.
    private static func firstIndexes(_ slot: Int) -> String {
        """
        CREATE UNIQUE INDEX passes\(slot)_pass ON passes\(slot) (pass);
        CREATE INDEX passes\(slot)_passcode ON passes\(slot) (passcode, until) WHERE passcode IS NOT NULL;
        CREATE INDEX passes\(slot)_until ON passes\(slot) (until);
        """
    }

    /// Makes a slot fit to serve; one statement per line.
    ///
    /// The list of a day is read from `days` alone: a million entries of it take a fraction of a second. It also finds
    /// what is to be purged.
    static func indexes(_ slot: Int) -> String {
        """
        CREATE UNIQUE INDEX IF NOT EXISTS passes\(slot)_pass ON passes\(slot) (pass);
        CREATE INDEX IF NOT EXISTS passes\(slot)_passcode ON passes\(slot) (passcode, until) WHERE passcode IS NOT NULL;
        CREATE INDEX IF NOT EXISTS passes\(slot)_days ON passes\(slot) (until, valid_from);
        CREATE INDEX IF NOT EXISTS visits\(slot)_times ON visits\(slot) (checked_in_at);
        CREATE INDEX IF NOT EXISTS visits\(slot)_open ON visits\(slot) (checked_in_at) WHERE checked_out_at IS NULL;
        """
    }

    /// Makes a slot fit to be loaded or emptied.
    static func droppedIndexes(_ slot: Int) -> String {
        let names =
            ["pass", "passcode", "days"].map { "passes\(slot)_\($0)" }
            + ["times", "open"].map { "visits\(slot)_\($0)" }
        return names.map { "DROP INDEX IF EXISTS \($0);" }.joined(separator: "\n")
    }
}

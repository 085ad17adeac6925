import Foundation
import GRDB
import GRDBSQLite

/// How connections are set up, and the proof that they are.
enum SQLiteSettings {
    /// Milliseconds that a connection waits for another process's lock.
    static let busyMilliseconds = 5000

    /// Sets up a connection before its first statement. What GRDB sets itself (journal mode, and with it `synchronous`)
    /// comes later and is not set here.
    static func prepare(_ db: Database) throws {
        try db.execute(sql: "PRAGMA secure_delete = ON")
        try keepJournal(of: db)
    }

    /// Keeps the `-wal` file when the last connection closes.
    ///
    /// SQLite deletes it by name. A process that still had a damaged file open after it was moved aside would then
    /// delete the journal of the new one that took its name.
    private static func keepJournal(of db: Database) throws {
        var flag: CInt = 1
        guard sqlite3_file_control(db.sqliteConnection, nil, SQLITE_FCNTL_PERSIST_WAL, &flag) == SQLITE_OK else {
            throw DatabaseError(resultCode: .SQLITE_ERROR, message: "the journal cannot be made persistent")
        }
    }

    /// Reads settings back.
    ///
    /// - Throws: ``WrongSetting`` for the first that is not as expected.
    static func verify(_ db: Database, _ expected: [(pragma: String, value: String)]) throws {
        for (pragma, value) in expected {
            let found = try String.fetchOne(db, sql: "PRAGMA \(pragma)")
            guard found == value else { throw WrongSetting(pragma: pragma) }
        }
    }

    /// Makes sure that the file is about as long as it says: SQLite believes it, and would call the disk full.
    ///
    /// - Throws: `DatabaseError` CORRUPT when file and journal together are shorter by more than any power cut leaves.
    static func checkLength(_ db: Database, of path: String) throws {
        let pages = try Int.fetchOne(db, sql: "PRAGMA page_count") ?? 0
        let pageSize = try Int.fetchOne(db, sql: "PRAGMA page_size") ?? 0
        let lengths = [path, path + "-wal"].map { path in
            (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int) ?? 0
        }
        guard pages * pageSize <= lengths.reduce(mostMissing, +) else {
            throw DatabaseError(resultCode: .SQLITE_CORRUPT)
        }
    }

    /// In bytes: what was written before a power cut and is not there, at the most.
    private static let mostMissing = 1 << 28

    /// Whether the pages of a file fit together, as far as can be told without its indexes' order; reads all of it.
    static func isSound(_ path: String) -> Bool {
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(Double(busyMilliseconds) / 1000)
        do {
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            return try queue.read { try String.fetchOne($0, sql: "PRAGMA quick_check(1)") } == "ok"
        } catch {
            return ![.SQLITE_CORRUPT, .SQLITE_NOTADB].contains((error as? DatabaseError)?.resultCode)
        }
    }

    /// What holds for both files.
    static let common = [
        (pragma: "journal_mode", value: "wal"), (pragma: "secure_delete", value: "1"),
        (pragma: "foreign_keys", value: "1"), (pragma: "busy_timeout", value: "\(busyMilliseconds)"),
    ]

    /// Migrates, unless a newer program has already; a file that is only read must have been.
    ///
    /// - Throws: ``NewerSchema``; ``UnfinishedFile`` for one that is only read.
    static func migrate(_ writer: any DatabaseWriter, with migrator: DatabaseMigrator) throws {
        guard try !writer.read(migrator.hasBeenSuperseded) else { throw NewerSchema() }
        guard writer.configuration.readonly else { return try migrator.migrate(writer) }
        guard try writer.read(migrator.hasCompletedMigrations) else { throw UnfinishedFile() }
    }
}

/// A setting that SQLite did not take, so that promises about durability or privacy would not hold.
struct WrongSetting: Error {
    let pragma: String
}

/// The file was written by a newer release.
struct NewerSchema: Error {}

/// The file is only to be read, but lacks something that every opening for writing makes.
struct UnfinishedFile: Error {}

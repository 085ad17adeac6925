import Foundation
import GRDB
import Kiosk
import Reception

/// An open `outbox.sqlite`: one connection, WAL, every commit flushed to the disk before it returns.
final class OutboxFile: RecoverableFile {
    static let name = "outbox.sqlite"

    let queue: DatabaseQueue
    /// `nil` for a file that is only read.
    private let checkpointer: Checkpointer?
    private let key: SealingKey

    /// Opens the file, and makes or migrates it unless it is only read.
    ///
    /// - Parameter isChecked: whether all pages are looked at first, as the process that may repair it does.
    /// - Throws: ``StorageFailure`` for a key or settings that do not fit; `DatabaseError` CORRUPT or NOTADB for damage.
    init(path: String, key: SealingKey, world: World, isChecked: Bool, isReadOnly: Bool) throws {
        var configuration = Configuration()
        configuration.readonly = isReadOnly
        configuration.busyMode = .timeout(Double(SQLiteSettings.busyMilliseconds) / 1000)
        configuration.prepareDatabase { db in
            try SQLiteSettings.prepare(db)
            try db.execute(sql: "PRAGMA cache_size = -1000")
        }
        queue = try DatabaseQueue(path: path, configuration: configuration)
        self.key = key
        try queue.writeWithoutTransaction { db in
            if isChecked { try OutboxFile.check(db) }
            if !isReadOnly { try OutboxFile.makeDurable(db) }
        }
        if !isReadOnly { try queue.write(Journal.secure) }
        checkpointer = isReadOnly ? nil : try Checkpointer(path: path, configuration: configuration)
        try SQLiteSettings.migrate(queue, with: OutboxSchema.migrator)
        try queue.read(SchemaCheck(OutboxSchema.migrator).verify)
        try begin(world)
        if isChecked { try write { try $0.lookAgainFromTheStart() } }
        if let checkpointer { queue.writeWithoutTransaction(checkpointer.serve) }
    }

    /// Marks the oldest waiting events as sent in one short transaction and opens them after it, so that no visitor waits
    /// for that. Those that do not open are set aside, and others take their place.
    func lease(_ most: Int) throws -> [Event] {
        var leased: [Event] = []
        while leased.count < most {
            let sealed = try write { try $0.lease(most - leased.count) }
            let opened = sealed.map { (ordinal: $0.ordinal, event: $0.event.opened(with: key)) }
            let unreadable = opened.filter { $0.event == nil }.map(\.ordinal)
            leased += opened.compactMap(\.event)
            guard !unreadable.isEmpty else { break }
            try write { try $0.setAside(unreadable: unreadable) }
        }
        return leased
    }

    /// One durable transaction (`BEGIN IMMEDIATE`): all of it, or nothing.
    func write<Value>(_ body: (OutboxRows) throws -> Value) throws -> Value {
        try queue.write { try body(OutboxRows(db: $0, key: key)) }
    }

    /// A consistent view; waits for this process's own writer, never for another's.
    func read<Value>(_ body: (OutboxRows) throws -> Value) throws -> Value {
        try queue.unsafeRead { db in
            // GRDB's own reading hands SQLite the connection even when it was closed (a wipe), which ends the program.
            guard db.sqliteConnection != nil else { throw DatabaseError(resultCode: .SQLITE_MISUSE) }
            return try db.readOnly {
                var value: Value?
                try db.inTransaction(.deferred) {
                    value = try body(OutboxRows(db: db, key: key))
                    return .commit
                }
                guard let value else { throw DatabaseError(resultCode: .SQLITE_INTERNAL) }
                return value
            }
        }
    }

    func truncateJournal() {
        _ = try? queue.writeWithoutTransaction { try $0.checkpoint(.truncate) }
    }

    func close() throws {
        try checkpointer?.close()
        try queue.close()
    }

    private static func makeDurable(_ db: Database) throws {
        // GRDB's own WAL mode would leave `synchronous` at NORMAL, with which the last commits can vanish.
        try db.execute(sql: "PRAGMA journal_mode = WAL")
        try db.execute(sql: "PRAGMA synchronous = FULL")
        try SQLiteSettings.verify(db, SQLiteSettings.common + [("synchronous", "2")])
    }

    /// Also the indexes: an event that its index has lost would never be sent.
    private static func check(_ db: Database) throws {
        guard try String.fetchOne(db, sql: "PRAGMA integrity_check(1)") == "ok" else {
            throw DatabaseError(resultCode: .SQLITE_CORRUPT)
        }
    }

    /// Begins a stream in a new file; in one that has a stream, makes sure that this key is its key.
    private func begin(_ world: World) throws {
        let mark = key.lookup(.check, [])
        let found = try queue.read { try Data.fetchOne($0, sql: "SELECT key_mark FROM stream") }
        guard let found else {
            guard !queue.configuration.readonly else { throw UnfinishedFile() }
            return try queue.write { db in
                try db.execute(
                    sql: "INSERT OR IGNORE INTO stream (id, uuid, next_sequence, key_mark) VALUES (1, ?, 1, ?)",
                    arguments: [UUID.v7(world).uuidString, mark])
            }
        }
        guard found == mark else {
            // What this key opens was sealed with it: then it is the mark that is damaged.
            guard try !opensEvents() else { throw DatabaseError(resultCode: .SQLITE_CORRUPT) }
            throw StorageFailure(
                reason: .unreadableKey,
                description: "\(OutboxFile.name) was sealed with another key; put the old kiosk.key back from a copy.")
        }
    }

    private func opensEvents() throws -> Bool {
        let rows = try queue.read {
            try Row.fetchAll($0, sql: "SELECT id, body FROM events ORDER BY ordinal DESC LIMIT 20")
        }
        return try rows.contains { try SealedEvent($0).opened(with: key) != nil }
    }
}

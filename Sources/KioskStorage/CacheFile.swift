import Foundation
import GRDB
import GRDBSQLite
import Kiosk

/// An open `cache.sqlite`: WAL, with readers that a long load never blocks.
///
/// Its `synchronous` is NORMAL, as GRDB sets it: a power cut may take the last pages of the change feed with it, and the
/// cursor that goes with them, so they are fetched again.
final class CacheFile: RecoverableFile {
    static let name = "cache.sqlite"

    let pool: DatabasePool
    private let key: SealingKey
    private let cards = DecodedCards()

    /// Opens the file, and makes or migrates it unless it is only read.
    ///
    /// - Throws: `DatabaseError` CORRUPT or NOTADB for damage; damage deeper inside shows when it is met.
    init(path: String, key: SealingKey, isReadOnly: Bool) throws {
        var configuration = Configuration()
        configuration.readonly = isReadOnly
        configuration.busyMode = .timeout(Double(SQLiteSettings.busyMilliseconds) / 1000)
        configuration.maximumReaderCount = 4
        configuration.prepareDatabase { db in
            try SQLiteSettings.prepare(db)
            // A look-up touches a few pages, which the system holds too; a load is what wants more.
            let isReader = sqlite3_db_readonly(db.sqliteConnection, "main") == 1
            try db.execute(sql: "PRAGMA cache_size = \(isReader ? -500 : -8000)")
            // Only a file without tables takes it. A generation that was swapped out can then give its room back.
            if try !isReadOnly && Int.fetchOne(db, sql: "PRAGMA page_count") == 0 {
                try db.execute(sql: "PRAGMA auto_vacuum = INCREMENTAL")
            }
        }
        pool = try DatabasePool(path: path, configuration: configuration)
        self.key = key
        try pool.read { try SQLiteSettings.checkLength($0, of: path) }
        if !isReadOnly {
            try pool.writeWithoutTransaction {
                try SQLiteSettings.verify($0, SQLiteSettings.common + [("synchronous", "1")])
            }
        }
        try SQLiteSettings.migrate(pool, with: CacheSchema.migrator)
        try pool.read(SchemaCheck(CacheSchema.migrator).verify)
        try pool.read(CacheSchema.checkTables)
    }

    /// A consistent view; never waits for a writer.
    func read<Value>(_ body: (CacheRows) throws -> Value) throws -> Value {
        try pool.read { try body(CacheRows(db: $0, key: key, cards: cards)) }
    }

    /// One transaction.
    func write<Value>(_ body: (CacheRows) throws -> Value) throws -> Value {
        try pool.write { try body(CacheRows(db: $0, key: key, cards: cards)) }
    }

    func truncateJournal() {
        _ = try? pool.writeWithoutTransaction { try $0.checkpoint(.truncate) }
    }

    func close() throws { try pool.close() }

    /// Whether what it holds was fetched for `origin` and can be opened with this key.
    ///
    /// - Parameter origin: `nil` while the kiosk is not enrolled; then only the key matters.
    func isFor(_ origin: String?) throws -> Bool {
        let (oldOrigin, oldMark) = try claims()
        return oldMark == mark && (origin == nil || oldOrigin == origin)
    }

    /// Makes sure of ``isFor(_:)``; forgets what it holds otherwise.
    func claim(for origin: String?) throws {
        guard try !isFor(origin) else { return }
        if try claims().mark != nil { try Generation.replaceByNothing(in: self) }
        try pool.write {
            try $0.execute(
                sql: "UPDATE state SET origin = coalesce(?, origin), key_mark = ?", arguments: [origin, mark])
        }
    }

    private var mark: Data { key.lookup(.check, []) }

    private func claims() throws -> (origin: String?, mark: Data?) {
        let row = try pool.read { try Row.fetchOne($0, sql: "SELECT origin, key_mark FROM state") }
        return (try row?.decode(forColumn: "origin"), try row?.decode(forColumn: "key_mark"))
    }
}

import Foundation
import GRDB
import Kiosk

/// An open `cache.sqlite`: WAL, with readers that a long load never blocks.
///
/// Its `synchronous` is NORMAL, as GRDB sets it: a power cut may take the last pages of the change feed with it, and the
/// cursor that goes with them, so they are fetched again.
final class CacheFile: RecoverableFile {
    static let name = "cache.sqlite"

    let pool: DatabasePool
    private let key: SealingKey

    /// Opens the file, and makes or migrates it.
    ///
    /// - Throws: `DatabaseError` CORRUPT or NOTADB for damage; damage deeper inside shows when it is met.
    init(path: String, key: SealingKey) throws {
        var configuration = Configuration()
        configuration.busyMode = .timeout(Double(SQLiteSettings.busyMilliseconds) / 1000)
        configuration.maximumReaderCount = 4
        configuration.prepareDatabase { db in
            try SQLiteSettings.prepare(db)
            try db.execute(sql: "PRAGMA cache_size = -8000")
        }
        pool = try DatabasePool(path: path, configuration: configuration)
        self.key = key
        try pool.writeWithoutTransaction {
            try SQLiteSettings.verify($0, SQLiteSettings.common + [("synchronous", "1")])
        }
        try SQLiteSettings.migrate(pool, with: CacheSchema.migrator)
        try pool.read(CacheSchema.checkTables)
    }

    /// A consistent view; never waits for a writer.
    func read<Value>(_ body: (CacheRows) throws -> Value) throws -> Value {
        try pool.read { try body(CacheRows(db: $0, key: key)) }
    }

    /// One transaction.
    func write<Value>(_ body: (CacheRows) throws -> Value) throws -> Value {
        try pool.write { try body(CacheRows(db: $0, key: key)) }
    }

    func truncateJournal() {
        _ = try? pool.writeWithoutTransaction { try $0.checkpoint(.truncate) }
    }

    func close() throws { try pool.close() }

    /// Makes sure that what it holds was fetched for `origin` and can be opened with this key; forgets it otherwise.
    ///
    /// - Parameter origin: `nil` while the kiosk is not enrolled; then only the key matters.
    func claim(for origin: String?) throws {
        let mark = key.lookup(.check, [])
        let row = try pool.read { try Row.fetchOne($0, sql: "SELECT origin, key_mark FROM state") }
        let oldMark: Data? = row?["key_mark"]
        let oldOrigin: String? = row?["origin"]
        guard oldMark != mark || (origin != nil && oldOrigin != origin) else { return }
        if oldMark != nil { try Generation(in: self).finishEmpty() }
        try pool.write {
            try $0.execute(
                sql: "UPDATE state SET origin = coalesce(?, origin), key_mark = ?", arguments: [origin, mark])
        }
    }
}

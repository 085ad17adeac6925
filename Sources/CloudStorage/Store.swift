import CloudDomain
import Foundation
import GRDB
package import Reception
import Synchronization

#if canImport(Glibc)
    import Glibc
#endif

/// Everything the cloud keeps, in one SQLite file that several processes may use at once.
///
/// Invariants:
/// - One call is one immediate transaction with one timestamp. What it changed is on the disk when it returns
///   (WAL with `synchronous=FULL`, set after GRDB has opened the file and read back).
/// - An event is a row of `event` or it is not known; its visit, its notices and its place in the feed are written by
///   the same transaction.
/// - The feed's sequence numbers are given inside the write transaction, so their order is the order of commits, and
///   are never given twice. Each thing has at most one row in it: its newest state.
///
/// It is not a place for rules: what a visit is, when a pass admits and how old a notice may be stand in CloudDomain.
package final class Store: Sendable {
    static let fileName = "cloud.sqlite"

    let pool: DatabasePool
    let vault: Vault
    package let directory: DataDirectory
    package let world: World
    private let address = Mutex<String?>(nil)

    /// Opens the data directory, making it and a first tenant if they are missing.
    ///
    /// - Throws: ``StorageFailure``.
    package init(directory: DataDirectory, world: World) throws {
        self.directory = directory
        self.world = world
        (vault, pool) = try directory.locked {
            let vault = Vault(masterKey: try directory.masterKey(world))
            return (vault, try Store.openPool(directory))
        }
        if try !read({ try $0.isPrepared() }) { try write { try $0.prepareFirstUse() } }
        if try !read({ try $0.isDirectoryTold() }) { try write { try $0.tellDirectory() } }
    }

    // MARK: - Answer links

    /// Where receivers of notices reach this cloud; `nil` until it serves, and then notices carry no answer links.
    var publicURL: String? { address.withLock { $0 } }

    /// From now on notices carry answer links to that address, which ends without a slash.
    package func takeAnswers(at publicURL: String) {
        address.withLock { $0 = publicURL }
    }

    private static func openPool(_ directory: DataDirectory) throws -> DatabasePool {
        let path = directory.file(fileName)
        // SQLite gives its -wal and -shm files the mode of the database file, so that one must be private first. A file
        // that exists is not opened: closing it would drop the locks of this process's other connections (POSIX), and
        // another process that ends would then take away a log that is still being written to.
        let descriptor = Glibc.open(path, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0o600)
        if descriptor >= 0 { close(descriptor) }
        chmod(path, 0o600)
        do {
            let pool = try DatabasePool(path: path, configuration: configuration)
            try pool.writeWithoutTransaction { db in
                try db.execute(sql: "PRAGMA synchronous = FULL")
                try checkPragmas(db)
            }
            try Schema.migrator.migrate(pool)
            return pool
        } catch let error as DatabaseError {
            throw StorageFailure(
                .unusable, "The database \(path) cannot be opened (\(error.resultCode)); see that it is whole and ours."
            )
        }
    }

    private static var configuration: Configuration {
        var configuration = Configuration()
        configuration.foreignKeysEnabled = true
        configuration.busyMode = .timeout(10)
        configuration.maximumReaderCount = 8
        configuration.prepareDatabase { db in
            try db.execute(sql: "PRAGMA secure_delete = ON")
            // A log that a long reader made grow is cut when it is begun anew.
            try db.execute(sql: "PRAGMA journal_size_limit = 67108864")
        }
        return configuration
    }

    private static func checkPragmas(_ db: Database) throws {
        let journal = try String.fetchOne(db, sql: "PRAGMA journal_mode")
        let synchronous = try Int.fetchOne(db, sql: "PRAGMA synchronous")
        guard journal == "wal", synchronous == 2 else {
            throw StorageFailure(.unusable, "SQLite refuses WAL with synchronous=FULL here; use a local file system.")
        }
    }

    // MARK: - Transactions

    /// One write transaction.
    ///
    /// - Throws: ``StorageFailure``, or what `body` throws; nothing is written then.
    package func write<Value>(_ body: (Transaction) throws -> Value) throws -> Value {
        try Store.translating { try pool.write { try body(transaction($0)) } }
    }

    /// One read transaction.
    package func read<Value>(_ body: (Transaction) throws -> Value) throws -> Value {
        try Store.translating { try pool.read { try body(transaction($0)) } }
    }

    /// One write transaction, without blocking the caller's thread.
    func write<Value: Sendable>(_ body: @escaping @Sendable (Transaction) throws -> Value) async throws -> Value {
        do {
            return try await pool.write { [self] in try body(transaction($0)) }
        } catch let error as DatabaseError {
            throw Store.failure(error)
        }
    }

    /// One read transaction, without blocking the caller's thread.
    func read<Value: Sendable>(_ body: @escaping @Sendable (Transaction) throws -> Value) async throws -> Value {
        do {
            return try await pool.read { [self] in try body(transaction($0)) }
        } catch let error as DatabaseError {
            throw Store.failure(error)
        }
    }

    func transaction(_ db: Database) -> Transaction {
        Transaction(db: db, now: world.now(), world: world, vault: vault)
    }

    private static func translating<Value>(_ body: () throws -> Value) throws -> Value {
        do {
            return try body()
        } catch let error as DatabaseError {
            throw failure(error)
        }
    }

    /// Without the statement, whose arguments may be personal data.
    private static func failure(_ error: DatabaseError) -> StorageFailure {
        StorageFailure(.unusable, "The database answered \(error.resultCode); check the disk's space and state.")
    }
}

import Dispatch
import Foundation
import GRDB
import GRDBSQLite
import Synchronization

/// Carries commits over from the journal to the file, on a connection and a thread of its own: beside visitors, not
/// before them.
///
/// Left to itself, SQLite does it within the commit that makes the journal too long, and that one visitor waits for two
/// further flushes.
final class Checkpointer: Sendable {
    private let queue: DatabaseQueue
    private let thread = DispatchQueue(label: "checkpoint", qos: .utility)
    private let isAtWork = Atomic(false)

    /// How long the journal may be before it is carried over, in pages of 4 KiB.
    private static let longJournal = 1000
    /// How long it may become when that does not succeed; the commit that makes it so long carries it over itself.
    private static let longestJournal = 8000

    /// - Parameter path: of a file in WAL mode.
    init(path: String, configuration: Configuration) throws {
        queue = try DatabaseQueue(path: path, configuration: configuration)
    }

    /// Takes the place of SQLite's own checkpoints on the connection that commits; this value must outlive it.
    func serve(_ db: Database) {
        sqlite3_wal_hook(
            db.sqliteConnection,
            { context, connection, schema, pages in
                guard let context else { return SQLITE_OK }
                let checkpointer = Unmanaged<Checkpointer>.fromOpaque(context).takeUnretainedValue()
                if pages >= Checkpointer.longestJournal {
                    // A checkpoint that fails is tried again; the commit itself stands.
                    sqlite3_wal_checkpoint_v2(connection, schema, SQLITE_CHECKPOINT_PASSIVE, nil, nil)
                } else if pages >= Checkpointer.longJournal {
                    checkpointer.begin()
                }
                return SQLITE_OK
            }, Unmanaged.passUnretained(self).toOpaque())
    }

    /// Ends after what it is at.
    func close() throws { try thread.sync { try queue.close() } }

    private func begin() {
        guard isAtWork.compareExchange(expected: false, desired: true, ordering: .relaxed).exchanged else { return }
        thread.async { [self] in
            // What cannot be carried over stays in the journal, where it is as safe.
            _ = try? queue.writeWithoutTransaction { try $0.checkpoint(.passive) }
            isAtWork.store(false, ordering: .relaxed)
        }
    }
}

import GRDB
import Kiosk
import Reception

/// A fresh generation of the cache while it is being loaded into the slot that does not serve.
final class Generation {
    private let file: CacheFile
    private let slot: Int
    private var pending: [Change] = []
    private var rows: Int64 = 0
    private var passes = 0
    /// What went wrong on the disk, should the caller of ``take(_:)`` wrap it.
    private(set) var failure: (any Error)?

    /// Empties the slot of what an interrupted load left there.
    init(in file: CacheFile) throws {
        self.file = file
        slot = try 1 - file.read { try $0.state().slot }
        try Generation.empty(slot, in: file)
    }

    /// Takes a row; it is written with others, ``CacheRows/part`` in one transaction.
    func take(_ row: ChangeRow) throws {
        pending.append(row.change)
        rows += 1
        guard pending.count >= CacheRows.part else { return }
        do {
            try write()
        } catch {
            failure = error
            throw error
        }
    }

    /// Builds the indexes and swaps the generations, then deletes the old one, which the next load or purge does
    /// should it fail here.
    ///
    /// - Throws: ``StorageFailure`` when the end line says another number of rows; the old generation goes on serving.
    func finish(_ end: SnapshotEnd, heardAt: Instant) throws {
        guard end.count == rows else { throw Generation.incomplete }
        try write()
        do {
            try swap(cursor: end.cursor, heardAt: heardAt)
        } catch let error as DatabaseError where error.resultCode == .SQLITE_CONSTRAINT {
            throw Generation.incomplete
        }
    }

    /// Puts an empty generation, and no cursor, in the place of the one that serves.
    func finishEmpty() throws { try swap(cursor: nil, heardAt: nil) }

    private func swap(cursor: Reception.Cursor?, heardAt: Instant?) throws {
        for statement in CacheSchema.indexes(slot).split(separator: "\n") {
            try file.write { try $0.db.execute(sql: String(statement)) }
        }
        try file.write { try $0.swap(to: slot, passes: passes, cursor: cursor, heardAt: heardAt) }
        try? Generation.empty(1 - slot, in: file)
        file.truncateJournal()
    }

    /// Empties a slot that does not serve, in bounded transactions.
    static func empty(_ slot: Int, in file: CacheFile) throws {
        try file.write { rows in
            guard try rows.state().slot != slot else { return }
            try rows.db.execute(sql: CacheSchema.droppedIndexes(slot))
        }
        _ = try file.repeating { try $0.deleteSome(of: slot) }
    }

    private func write() throws {
        try file.write { rows in
            for change in pending {
                switch change {
                case .pass(let pass): try rows.insert(pass, slot: slot)
                case .passRemoved: break  // a fresh generation has nothing to remove
                case .visit, .site, .key, .unknown: _ = try rows.apply(change, slot: slot)
                }
            }
        }
        passes += pending.count { if case .pass = $0 { true } else { false } }
        pending.removeAll(keepingCapacity: true)
    }

    private static let incomplete = StorageFailure(
        reason: .other,
        description: "The full sync does not agree with its end line; the old cache goes on, and it is tried again.")
}

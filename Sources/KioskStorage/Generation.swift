import GRDB
import Kiosk
import Reception

/// A fresh generation of the cache while it is being loaded into the slot that does not serve.
///
/// Rows are written mark by mark, each time with how far the load has come, in one transaction: after a cut or a kill it
/// goes on from there. Rows that are no newer than the snapshot with which the load began come only once, so they are
/// written without indexes; those that changed since come after them, may be there already, and are looked up. Without
/// marks (an older cloud) rows are written all the same, to keep memory bounded, but the load cannot go on later.
final class Generation {
    /// Where it goes on; `nil` when it begins from nothing.
    let point: SnapshotPoint?
    private let file: CacheFile
    private let slot: Int
    private let at: Instant
    /// How far the generation that serves had come when this load began.
    private let before: Reception.Cursor?
    /// Rows up to here come once. Not known before the first mark, and then all do.
    private var begun: Int64?
    private var pending: [ChangeRow] = []
    private var rows: Int64 = 0
    private var passes: Int
    private var isIndexed = false
    private var isUnmarked = false
    private var end: SnapshotEnd?
    /// What went wrong on the disk, should the caller of ``take(_:)`` wrap it.
    private(set) var failure: (any Error)?

    /// Rows that may wait for their mark; a cloud that sends marks sends them more often.
    private static let mostPending = 2 * CacheRows.part

    /// Goes on with a load that was cut, or empties the slot of what cannot be used.
    init(in file: CacheFile, at now: Instant) throws {
        self.file = file
        at = now
        let state = try file.read { try $0.state() }
        slot = 1 - state.slot
        before = state.cursor
        point = state.load?.point
        begun = point?.begun
        passes = point == nil ? 0 : state.load?.passes ?? 0
        if point == nil { try Generation.empty(slot, in: file) }
    }

    /// Takes the next line of the snapshot.
    ///
    /// - Throws: ``StorageFailure`` when the disk fails, or the line is not of the snapshot that this load goes on with.
    func take(_ line: SnapshotLine) throws {
        do {
            switch line {
            case .row(let row): try take(row)
            case .mark(let mark): try take(mark)
            case .end(let end): self.end = end
            }
        } catch {
            failure = error
            throw error
        }
    }

    private func take(_ row: ChangeRow) throws {
        if let point, row.sequence <= point.cursor.sequence { throw try giveUp() }
        pending.append(row)
        rows += 1
        guard pending.count >= Generation.mostPending else { return }
        isUnmarked = true
        try write(upTo: nil)
    }

    private func take(_ mark: SnapshotMark) throws {
        if let point, point.cursor.epoch != mark.cursor.epoch { throw try giveUp() }
        if begun == nil { begun = mark.taken }
        try write(upTo: mark.cursor)
    }

    /// Builds the indexes and swaps the generations; ``tidy(_:)`` clears up behind the old one.
    ///
    /// - Throws: ``StorageFailure`` when the whole does not agree with its end line; the old generation goes on serving,
    ///   and the next load begins from nothing.
    func finish() throws {
        guard let end, end.count == rows, point == nil || end.passes != nil,
            point == nil || point?.cursor.epoch == end.cursor.epoch
        else { throw try giveUp() }
        do {
            try write(upTo: end.cursor)
            try index()
        } catch let error as DatabaseError where error.resultCode == .SQLITE_CONSTRAINT {
            throw try giveUp()
        }
        let found = try file.read { try $0.countPasses(slot: slot) }
        guard Int64(found) == end.passes ?? Int64(passes) else { throw try giveUp() }
        try file.write { rows in
            // Another process may have followed the feed beyond this snapshot meanwhile. One that was further when the
            // load began is another matter: that feed has lost its end.
            if let now = try rows.state().cursor, now != before, now.epoch == end.cursor.epoch,
                now.sequence > end.cursor.sequence
            {
                return try rows.note(nil)
            }
            try rows.keepLayout(for: slot)
            try rows.swap(to: slot, passes: found, cursor: end.cursor, heardAt: at)
        }
        file.truncateJournal()
    }

    /// Writes what waits, with how far the load has come; `nil` when it could not go on from here.
    private func write(upTo cursor: Reception.Cursor?) throws {
        let once = begun ?? .max
        if let last = pending.last, last.sequence > once { try index() }
        let point = begun.flatMap { begun in cursor.map { SnapshotPoint(cursor: $0, begun: begun) } }
        let load = CacheRows.Load(point: isUnmarked ? nil : point, passes: passes, at: at)
        passes = try file.write { rows in
            var load = load
            for row in pending {
                load.passes +=
                    try row.sequence > once ? rows.apply(row.change, slot: slot) : rows.load(row.change, slot: slot)
            }
            try rows.note(load)
            return load.passes
        }
        pending.removeAll(keepingCapacity: true)
    }

    private func index() throws {
        guard !isIndexed else { return }
        for statement in CacheSchema.indexes(slot).split(separator: "\n") {
            try file.write { try $0.db.execute(sql: String(statement)) }
        }
        isIndexed = true
    }

    /// Makes the next load begin from nothing.
    private func giveUp() throws -> StorageFailure {
        try Generation.forget(in: file)
        return StorageFailure(
            reason: .other,
            description:
                "The full sync does not agree with its end line; the old cache goes on, and it is tried again.")
    }

    // MARK: - Clearing up

    /// Puts an empty generation, and no cursor, in the place of the one that serves.
    static func replaceByNothing(in file: CacheFile) throws {
        let slot = try 1 - file.read { try $0.state().slot }
        try empty(slot, in: file)
        try file.write { rows in
            try rows.db.execute(sql: CacheSchema.indexes(slot))
            try rows.swap(to: slot, passes: 0, cursor: nil, heardAt: nil)
        }
        try? empty(1 - slot, in: file)
    }

    /// Makes a load that was cut one that cannot go on.
    static func forget(in file: CacheFile) throws {
        try file.write { try $0.note(nil) }
    }

    /// Empties a slot that does not serve, in bounded transactions.
    static func empty(_ slot: Int, in file: CacheFile) throws {
        try file.write { rows in
            guard try rows.state().slot != slot else { return }
            try rows.note(nil)
            try rows.db.execute(sql: CacheSchema.droppedIndexes(slot))
        }
        _ = try file.repeating { try $0.deleteSome(of: slot) }
    }

    /// Does a part of emptying the slot that does not serve, unless a load is to go on there, and of shortening the file.
    ///
    /// - Returns: whether there is more to do.
    static func tidy(_ file: CacheFile) throws -> Bool {
        let (state, hasRows) = try file.read { rows in
            let state = try rows.state()
            return (state, try rows.hasRows(slot: 1 - state.slot))
        }
        guard state.load?.point == nil else { return false }
        if hasRows {
            try file.write { try $0.db.execute(sql: CacheSchema.droppedIndexes(1 - state.slot)) }
            for _ in 0..<10 where try file.write({ try $0.deleteSome(of: 1 - state.slot) }) == 0 { break }
            return true
        }
        guard try file.write({ try $0.shrinkSome() }) > 0 else { return false }
        file.truncateJournal()
        return true
    }
}

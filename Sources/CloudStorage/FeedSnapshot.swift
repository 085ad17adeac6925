import CloudDomain
import Crypto
import Foundation
import GRDB
import Reception

import struct Reception.Cursor

/// A snapshot of the feed: one read transaction, held open while it is read page by page, ten minutes at most. A reader
/// that stands still would otherwise keep SQLite from ever cutting its log.
struct FeedSnapshot: SnapshotPages {
    /// How long a reader may take for all of it.
    static let longest: Duration = .seconds(600)
    /// Rows of one page, and between two marks.
    static let pageLength = 1000

    private let snapshot: DatabaseSnapshot
    private let store: Store
    private let kiosk: Kiosk
    private let point: SnapshotPoint?
    private let hasMarks: Bool
    /// Its epoch, and the newest change at its moment.
    private let moment: Cursor
    private let limit: TimeLimit
    private var sequence: Int64
    private var passes: Int64 = 0
    private var total = LineCheck()
    private var sinceMark = LineCheck()
    private var isFinished = false

    /// Takes one.
    ///
    /// - Throws: ``FeedGone`` when the rows after `point` would not do: of another epoch, from the future, or when a
    ///   tombstone of what the kiosk holds has been dropped since its load began.
    init(
        store: Store, kiosk: Kiosk, after point: SnapshotPoint? = nil, hasMarks: Bool = false,
        within longest: Duration = longest
    ) throws {
        self.store = store
        self.kiosk = kiosk
        self.point = point
        self.hasMarks = hasMarks
        sequence = point?.cursor.sequence ?? 0
        let snapshot = try store.pool.makeSnapshot()
        self.snapshot = snapshot
        limit = TimeLimit(longest) { try? snapshot.close() }
        let (moment, prunedTo) = try snapshot.read { db in
            let transaction = store.transaction(db)
            let newest = try transaction.newestSequence()
            return (
                Cursor(epoch: try transaction.meta("epoch"), sequence: newest),
                Int64(try transaction.meta("prunedTo")) ?? 0
            )
        }
        self.moment = moment
        if let point {
            let begun = max(point.cursor.sequence, point.begun)
            guard point.cursor.epoch == moment.epoch, (prunedTo...max(prunedTo, moment.sequence)).contains(begun)
            else { throw FeedGone() }
        }
    }

    /// Does something after a time, unless it is forgotten before.
    private final class TimeLimit: Sendable {
        private let task: Task<Void, Never>

        init(_ time: Duration, then deed: @escaping @Sendable () -> Void) {
            task = Task {
                guard (try? await Task.sleep(for: time)) != nil else { return }
                deed()
            }
        }

        deinit { task.cancel() }
    }

    // MARK: - Pages

    mutating func next() async throws -> Data? {
        guard !isFinished else { return nil }
        let page = try await snapshot.read { [kiosk, sequence] in try Page($0, for: kiosk, after: sequence) }
        guard page.count > 0 else { return try await end() }
        sequence = page.last
        passes += page.passes
        total.add(page.lines, count: page.count)
        guard hasMarks else { return page.lines }
        sinceMark.add(page.lines, count: page.count)
        return try page.lines + mark()
    }

    private mutating func mark() throws -> Data {
        defer { sinceMark = LineCheck() }
        let mark = SnapshotMark(
            cursor: Cursor(epoch: moment.epoch, sequence: sequence), taken: moment.sequence, count: sinceMark.count,
            digest: sinceMark.digest)
        return try Wire.encode(SnapshotLine.mark(mark)) + Data("\n".utf8)
    }

    private mutating func end() async throws -> Data {
        isFinished = true
        let before = try await snapshot.read { [kiosk, point] in try Page.passes($0, for: kiosk, upTo: point) }
        let end = SnapshotEnd(
            cursor: moment, count: total.count, digest: total.digest, passes: before + passes,
            serverTime: store.world.now())
        return try Wire.encode(SnapshotLine.end(end)) + Data("\n".utf8)
    }

    /// Lines of rows, counted and digested.
    private struct LineCheck {
        private(set) var count: Int64 = 0
        private var hash = SHA256()

        mutating func add(_ lines: Data, count: Int64) {
            hash.update(data: lines)
            self.count += count
        }

        var digest: String { hash.finalize().map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() }
    }
}

/// Rows as they are sent.
private struct Page: Sendable {
    private(set) var lines = Data()
    private(set) var count: Int64 = 0
    /// The sequence of the last one.
    private(set) var last: Int64 = 0
    /// How many of them are passes.
    private(set) var passes: Int64 = 0

    /// The lines are put together as bytes, because a million rows would take minutes to decode and encode again. A
    /// test holds them against `Wire.encode(SnapshotLine.row(…))`.
    ///
    /// The unary plus keeps SQLite from the tenant's index, which would make it sort the whole feed.
    init(_ db: Database, for kiosk: Kiosk, after sequence: Int64) throws {
        lines.reserveCapacity(FeedSnapshot.pageLength * 768)
        let rows = try Row.fetchCursor(
            db,
            sql: """
                SELECT sequence, kind = 'pass' AND NOT isTombstone, body FROM change
                WHERE sequence > ? AND +tenant = ? AND site IN (0, ?) ORDER BY sequence LIMIT \(FeedSnapshot.pageLength)
                """, arguments: [sequence, kiosk.tenant, kiosk.site.number])
        while let row = try rows.next() {
            last = row[0]
            count += 1
            if row[1] { passes += 1 }
            lines.append(contentsOf: #"{"row":{"_0":{"change":"#.utf8)
            try row.withUnsafeData(atIndex: 2) { body in if let body { lines.append(body) } }
            lines.append(contentsOf: #","sequence":\#(last)}}}"#.utf8)
            lines.append(UInt8(ascii: "\n"))
        }
    }

    /// How many live passes of the kiosk have their row at or before `point`; a walk over the feed up to there.
    static func passes(_ db: Database, for kiosk: Kiosk, upTo point: SnapshotPoint?) throws -> Int64 {
        guard let point else { return 0 }
        return try Int64.fetchOne(
            db,
            sql: """
                SELECT count(*) FROM change
                WHERE sequence <= ? AND +tenant = ? AND site IN (0, ?) AND kind = 'pass' AND NOT isTombstone
                """, arguments: [point.cursor.sequence, kiosk.tenant, kiosk.site.number]) ?? 0
    }
}

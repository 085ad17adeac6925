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
    private static let pageLength = 500

    private let snapshot: DatabaseSnapshot
    private let store: Store
    private let kiosk: Kiosk
    private var sequence: Int64 = 0
    private var count: Int64 = 0
    private var digest = SHA256()
    private var isFinished = false
    private let limit: TimeLimit

    init(store: Store, kiosk: Kiosk, within longest: Duration = longest) throws {
        self.store = store
        self.kiosk = kiosk
        let snapshot = try store.pool.makeSnapshot()
        self.snapshot = snapshot
        limit = TimeLimit(longest) { try? snapshot.close() }
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

    mutating func next() async throws -> Data? {
        guard !isFinished else { return nil }
        let (tenant, site, after) = (kiosk.tenant, kiosk.site.number, sequence)
        let rows = try await snapshot.read { [store] db in
            try store.transaction(db)
                .feedRows(tenant: tenant, site: site, after: after, limit: Self.pageLength)
                .map { Line(sequence: $0.sequence, body: $0.body) }
        }
        guard let last = rows.last else { return try await end() }
        let lines = Data(rows.map(\.text).joined().utf8)
        digest.update(data: lines)
        count += Int64(rows.count)
        sequence = last.sequence
        return lines
    }

    private mutating func end() async throws -> Data {
        isFinished = true
        let (cursor, now) = try await snapshot.read { [store] db in
            let transaction = store.transaction(db)
            return (
                Cursor(epoch: try transaction.meta("epoch"), sequence: try transaction.newestSequence()),
                transaction.now
            )
        }
        let hex = digest.finalize().map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
        let end = SnapshotEnd(cursor: cursor, count: count, digest: hex, serverTime: now)
        return try Wire.encode(SnapshotLine.end(end)) + Data("\n".utf8)
    }

    /// Put together as text, because a million rows would take minutes to decode and encode again. A test holds it
    /// against `Wire.encode(SnapshotLine.row(…))`.
    private struct Line: Sendable {
        var sequence: Int64
        var body: String

        var text: String { #"{"row":{"_0":{"change":\#(body),"sequence":\#(sequence)}}}"# + "\n" }
    }
}

import CloudDomain
import CloudStorage
import Foundation
import GRDB
import Reception
import TestSupport
import Testing

/// What the storage cannot take, now or ever, and what it cannot read.
struct StorageFaultTests {
    @Test func `an event that the storage cannot take is rejected and its neighbours go on`() async throws {
        let ground = try Ground()
        let kiosk = try await ground.kiosk()
        try await ground.pool.write { db in
            try db.execute(
                sql: """
                    CREATE TRIGGER picky AFTER UPDATE OF notice ON event WHEN new.sequence = 2
                    BEGIN SELECT RAISE(ABORT, 'no'); END
                    """)
        }
        let (_, passes) = try ground.passes(["A", "B", "C"])
        let stream = UUID()
        let events = passes.enumerated().map {
            ground.event(.checkIn, $1.id, sequence: Int64($0 + 1), stream: stream)
        }
        let receipt = try await ground.store.record(events.map { .event($0) }, from: kiosk)
        #expect(receipt.results.map(\.status) == [.accepted, .rejected, .accepted])
        #expect(receipt.results[1].reason?.hasSuffix(".") == true)
        #expect(receipt.missing == [2])
        #expect(Set(try ground.store.read { try $0.visits() }.map(\.pass)) == [passes[0].id, passes[2].id])
    }

    @Test func `what a full disk refuses is asked for again`() async throws {
        let ground = try Ground()
        let kiosk = try await ground.kiosk()
        try await ground.pool.write { db in
            let pages = try Int.fetchOne(db, sql: "PRAGMA page_count") ?? 0
            try db.execute(sql: "PRAGMA max_page_count = \(pages)")
        }
        let stream = UUID()
        let events = (1...200).map { ground.event(.refusal, nil, sequence: $0, stream: stream, verdict: .notOurs) }
        await #expect(throws: StorageFailure.self) {
            try await ground.store.record(events.map { .event($0) }, from: kiosk)
        }
        #expect(try ground.store.read { try $0.eventRecords() }.isEmpty)
    }

    @Test func `a report that cannot be read leaves the kiosk in the list`() async throws {
        let ground = try Ground()
        _ = try await ground.kiosk()
        try await ground.pool.write { db in
            try db.execute(sql: #"UPDATE kiosk SET status = '{"deviceTime":"-0003-01-01T00:00:00.000Z"}'"#)
        }
        #expect(try ground.store.read { try $0.kiosks() }.map(\.status) == [nil])
    }
}

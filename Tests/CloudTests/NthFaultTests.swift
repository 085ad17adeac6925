import CFaultyVFS
import CloudDomain
import CloudStorage
import GRDB
import Reception
import Testing

import struct Foundation.UUID

/// Whatever write or sync fails, what was answered is there, and the store goes on.
struct NthFaultTests {
    /// More operations of a kind than recording one event, and moving the log into the database, take.
    private static let most = 60

    /// - Parameter pagesInLog: at 1 every commit also moves the log into the database.
    @Test(arguments: [FAULTY_WRITES, FAULTY_SYNCS, FAULTY_GROWTH].map(\.rawValue), [1, 1000])
    func `for every N the Nth fails, and nothing that was accepted is lost`(
        _ fault: faulty_fault.RawValue, _ pagesInLog: Int
    ) async throws {
        try #require(faulty_install())
        let ground = try Ground()
        let kiosk = try await ground.kiosk()
        let watch = try #require(faulty_begin(ground.store.directory.path, false))
        defer { faulty_end(watch) }
        try await ground.pool.writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA wal_autocheckpoint = \(pagesInLog)")
        }
        let stream = UUID()
        let events = (1...Int64(Self.most)).map {
            ground.event(.checkIn, PassID(UInt64($0)), sequence: $0, stream: stream)
        }
        var met = 0
        for (index, event) in events.enumerated() {
            faulty_fail(watch, faulty_fault(rawValue: fault), index + 1, false)
            let answer = try? await ground.store.record([.event(event)], from: kiosk).results[0].status
            met += faulty_failures(watch)
            faulty_fail(watch, FAULTY_NONE, 0, false)
            #expect(answer == nil || answer == .accepted)
            let again = try await ground.store.record([.event(event)], from: kiosk).results[0].status
            #expect(again == .duplicate || again == .accepted && answer == nil)
        }
        #expect((1..<Self.most).contains(met))
        try ground.pool.close()
        let store = try Store(directory: ground.store.directory, world: ground.clock.world)
        #expect(try store.read { try $0.eventRecords() }.map(\.event) == events)
        #expect(try store.read { try $0.visits() }.count == events.count)
    }
}

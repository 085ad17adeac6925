import CloudDomain
import CloudStorage
import Foundation
import Reception
import Synchronization
import TestSupport
import Testing

import struct Reception.Cursor

/// The feed's numbers are given in the order of commits: who has read up to one has missed nothing below it.
struct FeedOrderTests {
    /// What a reader saw that follows the feed while others write.
    private struct Reading {
        var passes: Set<PassID> = []
        var visits: Set<PassID> = []
        var last: Int64 = 0
        var isInOrder = true
    }

    /// Takes one page.
    ///
    /// - Returns: where to go on from.
    private func read(_ store: Store, _ kiosk: Kiosk, _ cursor: Cursor, into reading: inout Reading) async throws
        -> Cursor
    {
        let page = try await store.changes(for: kiosk, after: cursor, limit: 7)
        for row in page.changes {
            if row.sequence <= reading.last { reading.isInOrder = false }
            reading.last = row.sequence
            switch row.change {
            case .pass(let pass): reading.passes.insert(pass.id)
            case .visit(let pass, _): reading.visits.insert(pass)
            default: break
            }
        }
        if page.cursor.sequence < reading.last { reading.isInOrder = false }
        return page.cursor
    }

    @Test func `no row is skipped by one who reads while connections and processes write`() async throws {
        let ground = try Ground()
        let kiosk = try await ground.kiosk()
        let path = ground.folder.file("data")
        let epoch = try await ground.epoch()
        let isWriting = Mutex(true)
        async let read: Reading = {
            let own = try Store(directory: DataDirectory(path), world: ground.clock.world)
            var (reading, cursor, wasWriting) = (Reading(), Cursor(epoch: epoch, sequence: 0), true)
            while true {
                let next = try await self.read(own, kiosk, cursor, into: &reading)
                if next == cursor, !wasWriting { return reading }
                wasWriting = isWriting.withLock { $0 }
                cursor = next
            }
        }()
        let written = try await withThrowingTaskGroup(of: Set<PassID>.self) { group in
            for writer in 0..<3 {
                group.addTask { try await self.write(writer, to: path, ground, from: kiosk) }
            }
            group.addTask { try await self.writeByProcesses(path) }
            return try await group.reduce(into: Set()) { $0.formUnion($1) }
        }
        isWriting.withLock { $0 = false }
        let reading = try await read
        #expect(reading.isInOrder)
        #expect(written.subtracting(reading.passes) == [])
        #expect(reading.passes.subtracting(written) == [])
        #expect(reading.visits.count == 3 * 12 * 2)
        #expect(reading.visits.isSubset(of: written))
    }

    /// Appointments and check-ins in turn, over connections of its own.
    private func write(_ writer: Int, to path: String, _ ground: Ground, from kiosk: Kiosk) async throws -> Set<PassID>
    {
        let own = try Store(directory: DataDirectory(path), world: ground.clock.world)
        let stream = UUID()
        var written: Set<PassID> = []
        for turn in 0..<12 {
            let now = ground.clock.now
            let draft = AppointmentDraft(
                title: "W\(writer)-\(turn)", start: now, end: now.advanced(by: .seconds(60)), room: "", kind: .single,
                hosts: [], visitors: ["A", "B", "C"].map { Visitor(name: $0, company: "", mail: "") })
            let passes = try own.write { try $0.addAppointment(draft, at: ground.site).1 }.map(\.id)
            written.formUnion(passes)
            let events = passes.prefix(2).enumerated().map { index, pass in
                SentEvent.event(
                    ground.event(.checkIn, pass, sequence: Int64(2 * turn + index + 1), stream: stream))
            }
            _ = try await own.record(events, from: kiosk)
        }
        return written
    }

    private func writeByProcesses(_ path: String) async throws -> Set<PassID> {
        struct Printed: Decodable {
            struct Visitor: Decodable { var pass: PassID }
            var visitors: [Visitor]
        }
        var written: Set<PassID> = []
        for turn in 0..<4 {
            let result = try await Command.finish([
                Command.built("uketsuke-cloud"), "appointment", "add", "--data", path, "--title", "P\(turn)", "--start",
                "2026-11-23T10:00", "--end", "2026-11-23T11:00", "--host", "佐藤", "--visitor", "Ann", "--json",
            ])
            try #require(result.status == 0, "\(result.err)")
            written.formUnion(try Wire.decode(Printed.self, from: Data(result.out.utf8)).visitors.map(\.pass))
        }
        return written
    }
}

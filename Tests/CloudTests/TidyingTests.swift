import CloudDomain
import CloudStorage
import Foundation
import GRDB
import Reception
import Testing

import struct Reception.Cursor

/// What was made for machines does not grow for ever, and nobody misses it.
struct TidyingTests {
    private static let day = 86_400

    private func changes(_ ground: Ground, _ kiosk: Kiosk, after sequence: Int64 = 0) async throws -> ChangesPage {
        let cursor = Cursor(epoch: try await ground.epoch(), sequence: sequence)
        return try await ground.store.changes(for: kiosk, after: cursor, limit: 5000)
    }

    private func tidy(_ ground: Ground) async throws {
        while try await ground.store.tidy() {}
    }

    private func isAbout(_ row: ChangeRow, _ pass: PassID) -> Bool {
        switch row.change {
        case .pass(let record): record.id == pass
        case .visit(let id, _), .passRemoved(let id): id == pass
        default: false
        }
    }

    @Test func `a pass long over leaves the feed, with its visit, and in the end without a trace`() async throws {
        let ground = try Ground()
        let kiosk = try await ground.kiosk()
        let pass = try ground.passes().1[0].id
        _ = try await ground.store.record([.event(ground.event(.checkIn, pass))], from: kiosk)
        ground.clock.advance(by: .seconds(29 * Self.day))
        try await tidy(ground)
        #expect(try await changes(ground, kiosk).changes.filter { isAbout($0, pass) }.count == 2)
        ground.clock.advance(by: .seconds(3 * Self.day))
        let before = try await changes(ground, kiosk).cursor
        try await tidy(ground)
        let told = try await changes(ground, kiosk, after: before.sequence)
        #expect(told.changes.map(\.change) == [.passRemoved(pass)])
        #expect(try await changes(ground, kiosk).changes.filter { isAbout($0, pass) }.count == 1)
        #expect(try ground.store.read { try $0.visits() }.count == 1)
        #expect(try ground.store.read { try $0.pass(pass) }.0.id == pass)
        ground.clock.advance(by: .seconds(91 * Self.day))
        try await tidy(ground)
        await #expect(throws: FeedGone.self) { try await changes(ground, kiosk, after: before.sequence) }
        #expect(
            try await changes(ground, kiosk, after: told.cursor.sequence).changes.filter { isAbout($0, pass) }.isEmpty)
    }

    @Test func `a pass that an edit brings back is told again, with where it stands`() async throws {
        let ground = try Ground()
        let kiosk = try await ground.kiosk()
        let (appointment, passes) = try ground.passes(kind: .period)
        _ = try await ground.store.record([.event(ground.event(.checkIn, passes[0].id))], from: kiosk)
        ground.clock.advance(by: .seconds(40 * Self.day))
        try await tidy(ground)
        let before = try await changes(ground, kiosk).cursor.sequence
        let end = ground.clock.now.advanced(by: .seconds(Self.day))
        try ground.store.write { try $0.editAppointment(appointment.id, AppointmentEdit(end: end)) }
        let told = try await changes(ground, kiosk, after: before).changes
        #expect(told.count == 2)
        #expect(told.allSatisfy { isAbout($0, passes[0].id) })
    }

    @Test func `a pass that was moved to an earlier day stays until its token is over too`() async throws {
        let ground = try Ground()
        let kiosk = try await ground.kiosk()
        let (appointment, passes) = try ground.passes()
        let early = ground.clock.now.advanced(by: .seconds(-20 * Self.day))
        let end = early.advanced(by: .seconds(60))
        try ground.store.write { try $0.editAppointment(appointment.id, AppointmentEdit(start: early, end: end)) }
        for (days, isTold) in [(15, false), (20, true)] {
            ground.clock.advance(by: .seconds(days * Self.day))
            try await tidy(ground)
            #expect(
                try await changes(ground, kiosk).changes.contains { $0.change == .passRemoved(passes[0].id) } == isTold)
        }
    }

    @Test func `one pass that stays does not end the day's work on the others`() async throws {
        let ground = try Ground()
        let kiosk = try await ground.kiosk()
        let (moved, staying) = try ground.passes()
        let early = ground.clock.now.advanced(by: .seconds(-40 * Self.day))
        let edit = AppointmentEdit(start: early, end: early.advanced(by: .seconds(60)))
        try ground.store.write { try $0.editAppointment(moved.id, edit) }
        let (past, passes) = try ground.passes((1...600).map { "V\($0)" })
        // Their tokens cannot be read, as if a program of another version had signed them.
        try await ground.pool.write { db in
            try db.execute(
                sql: "UPDATE pass SET validUntil = 0, token = '' WHERE appointment = ?",
                arguments: [past.id.uuidString.lowercased()])
        }
        try await tidy(ground)
        let told = try await changes(ground, kiosk).changes
        let gone = told.filter { if case .passRemoved = $0.change { true } else { false } }
        #expect(gone.count == passes.count)
        #expect(told.contains { if case .pass(let record) = $0.change { record.id == staying[0].id } else { false } })
    }

    @Test func `visits of passes that nobody knows do not stay in the feed`() async throws {
        let ground = try Ground()
        let kiosk = try await ground.kiosk()
        let events = (1...1200).map { SentEvent.event(ground.event(.checkIn, PassID(UInt64($0)), sequence: Int64($0))) }
        _ = try await ground.store.record(events, from: kiosk)
        ground.clock.advance(by: .seconds(31 * Self.day))
        try await tidy(ground)
        #expect(
            try await changes(ground, kiosk).changes.allSatisfy { if case .visit = $0.change { false } else { true } })
        ground.clock.advance(by: .seconds(91 * Self.day))
        try await tidy(ground)
        let rows = try await ground.pool.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM change") }
        // The site, the key and the two hosts.
        #expect(rows == 4)
    }

    @Test func `a visit that comes after its pass has left the feed leaves it too`() async throws {
        let ground = try Ground()
        let kiosk = try await ground.kiosk()
        let pass = try ground.passes().1[0].id
        let event = ground.event(.checkIn, pass)
        ground.clock.advance(by: .seconds(31 * Self.day))
        try await tidy(ground)
        _ = try await ground.store.record([.event(event)], from: kiosk)
        ground.clock.advance(by: .seconds(31 * Self.day))
        try await tidy(ground)
        let told = try await changes(ground, kiosk).changes.filter { isAbout($0, pass) }
        #expect(told.map(\.change) == [.passRemoved(pass)])
        #expect(try ground.store.read { try $0.visits() }.count == 1)
    }

    @Test func `passes long over are withdrawn with their key, and kiosks do not get them back`() async throws {
        let ground = try Ground()
        let kiosk = try await ground.kiosk()
        let old = try ground.passes().1[0]
        ground.clock.advance(by: .seconds(32 * Self.day))
        try await tidy(ground)
        let new = try ground.passes().1[0]
        try ground.store.write { try $0.withdrawKey(old.key) }
        let told = try await changes(ground, kiosk).changes
        #expect(told.filter { isAbout($0, old.id) }.map(\.change) == [.passRemoved(old.id)])
        #expect(told.contains { if case .pass(let record) = $0.change { record.state == .withdrawn } else { false } })
        for pass in [old, new] { #expect(try ground.store.read { try $0.pass(pass.id) }.0.state == .withdrawn) }
    }

    @Test func `notices that are done with go after a month, and those that wait stay`() async throws {
        let ground = try Ground(webhook: URL(string: "http://127.0.0.1:9/"))
        let kiosk = try await ground.kiosk()
        let (_, passes) = try ground.passes(["A", "B"])
        for (index, pass) in passes.enumerated() {
            _ = try await ground.store.record(
                [.event(ground.event(.checkIn, pass.id, sequence: Int64(index + 1)))], from: kiosk)
        }
        let first = try #require(try ground.store.claim())
        try ground.store.settle(first, wasDelivered: true)
        ground.clock.advance(by: .seconds(31 * Self.day))
        try await tidy(ground)
        let states = try await ground.pool.read { try String.fetchAll($0, sql: "SELECT state FROM notice") }
        #expect(states == ["pending"])
    }

    @Test func `the running server tidies by itself`() async throws {
        let ground = try Ground()
        let kiosk = try await ground.kiosk()
        let pass = try ground.passes().1[0].id
        ground.clock.advance(by: .seconds(40 * Self.day))
        let server = try await TestServer(ground)
        var isTold = false
        for _ in 0..<300 where !isTold {
            try await Task.sleep(for: .milliseconds(100))
            isTold = try await changes(ground, kiosk).changes.contains { $0.change == .passRemoved(pass) }
        }
        try await server.stop()
        #expect(isTold)
    }
}

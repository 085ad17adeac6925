import CloudDomain
import CloudStorage
import Crypto
import Foundation
import Reception
import TestSupport
import Testing

import struct Reception.Cursor

/// What kiosks follow: one row per thing, in commit order.
struct FeedTests {
    private func all(_ ground: Ground, _ kiosk: Kiosk) async throws -> ChangesPage {
        try await ground.store.changes(for: kiosk, after: try await start(ground, kiosk), limit: 1000)
    }

    /// The feed's beginning.
    private func start(_ ground: Ground, _ kiosk: Kiosk) async throws -> Cursor {
        Cursor(epoch: try await end(ground, kiosk).cursor.epoch, sequence: 0)
    }

    private func lines(_ ground: Ground, _ kiosk: Kiosk) async throws -> [Data] {
        var pages = try await ground.store.snapshot(for: kiosk)
        var text = Data()
        while let page = try await pages.next() { text += page }
        return text.split(separator: 10).map { Data($0) }
    }

    private func end(_ ground: Ground, _ kiosk: Kiosk) async throws -> SnapshotEnd {
        let line = try await lines(ground, kiosk).last ?? Data()
        guard case .end(let end) = try Wire.decode(SnapshotLine.self, from: line) else { throw FeedGone() }
        return end
    }

    @Test func `a changed thing has one row, at its newest place`() async throws {
        let ground = try Ground()
        let kiosk = try await ground.kiosk()
        let (appointment, passes) = try ground.passes()
        let before = try await all(ground, kiosk)
        try ground.store.write { try $0.editAppointment(appointment.id, AppointmentEdit(room: "5B")) }
        let after = try await all(ground, kiosk)
        #expect(after.changes.count == before.changes.count)
        #expect(after.cursor.sequence > before.cursor.sequence)
        guard case .pass(let record) = after.changes.last?.change else {
            Issue.record("the pass must come last")
            return
        }
        #expect(record.room == "5B")
        #expect(record.passcode == passes.first?.passcode)
    }

    @Test func `cancelling and withdrawing reach the feed`() async throws {
        let ground = try Ground()
        let kiosk = try await ground.kiosk()
        let (appointment, passes) = try ground.passes(["A", "B"])
        try ground.store.write { try $0.withdrawPass(passes[0].id) }
        try ground.store.write { try $0.cancelAppointment(appointment.id) }
        let states = try await all(ground, kiosk).changes.compactMap { row in
            if case .pass(let pass) = row.change { pass.state } else { nil }
        }
        #expect(states == [.withdrawn, .cancelled])
    }

    @Test func `a purged pass leaves a tombstone and no visit`() async throws {
        let ground = try Ground()
        let kiosk = try await ground.kiosk()
        let (_, passes) = try ground.passes()
        _ = try await ground.store.record([.event(ground.event(.checkIn, passes[0].id))], from: kiosk)
        ground.clock.advance(by: .seconds(3 * 86_400))
        let now = ground.clock.now
        #expect(try ground.store.write { try $0.purgePasses(endedBefore: now) } == 1)
        let changes = try await all(ground, kiosk).changes.map(\.change)
        #expect(changes.contains(.passRemoved(passes[0].id)))
        #expect(!changes.contains { if case .visit = $0 { true } else { false } })
        #expect(try ground.store.read { try $0.visits() }.first?.visitor?.name == "Ann")
    }

    @Test func `a cursor older than a dropped tombstone is gone`() async throws {
        let ground = try Ground()
        let kiosk = try await ground.kiosk()
        _ = try ground.passes()
        let old = try await end(ground, kiosk).cursor
        ground.clock.advance(by: .seconds(3 * 86_400))
        let first = ground.clock.now
        _ = try ground.store.write { try $0.purgePasses(endedBefore: first) }
        let between = try await end(ground, kiosk).cursor
        ground.clock.advance(by: .seconds(100 * 86_400))
        let second = ground.clock.now
        _ = try ground.store.write { try $0.purgePasses(endedBefore: second) }
        await #expect(throws: FeedGone.self) { try await ground.store.changes(for: kiosk, after: old, limit: 10) }
        _ = try await ground.store.changes(for: kiosk, after: between, limit: 10)
    }

    @Test func `pages end where they must and the cursor goes on`() async throws {
        let ground = try Ground()
        let kiosk = try await ground.kiosk()
        _ = try ground.passes(["A", "B", "C", "D", "E"])
        var cursor = try await start(ground, kiosk)
        var seen: [ChangeRow] = []
        var sizes: [Int] = []
        while true {
            let page = try await ground.store.changes(for: kiosk, after: cursor, limit: 3)
            seen += page.changes
            sizes.append(page.changes.count)
            cursor = page.cursor
            if !page.hasMore { break }
        }
        #expect(sizes == [3, 3, 3])
        #expect(seen == (try await all(ground, kiosk)).changes)
        #expect(seen.map(\.sequence) == seen.map(\.sequence).sorted())
    }

    @Test func `another history, the future and nothing at all are gone`() async throws {
        let ground = try Ground()
        let kiosk = try await ground.kiosk()
        let end = try await end(ground, kiosk).cursor
        for cursor in [
            Cursor(epoch: "", sequence: 0), Cursor(epoch: "another", sequence: 0),
            Cursor(epoch: end.epoch, sequence: end.sequence + 1),
        ] {
            await #expect(throws: FeedGone.self) { try await ground.store.changes(for: kiosk, after: cursor, limit: 1) }
        }
        #expect(try await ground.store.changes(for: kiosk, after: end, limit: 1).changes.isEmpty)
    }

    @Test func `a snapshot's lines, count and digest agree with the feed`() async throws {
        let ground = try Ground()
        let kiosk = try await ground.kiosk()
        _ = try ground.passes((1...1200).map { "会社/\($0);訪問者 \"\($0)\"" })
        let lines = try await lines(ground, kiosk)
        let end = try await end(ground, kiosk)
        let rows = try lines.dropLast().map { line in
            let parsed = try Wire.decode(SnapshotLine.self, from: line)
            #expect(try Wire.encode(parsed) == line)
            guard case .row(let row) = parsed else { throw FeedGone() }
            return row
        }
        let cursor = try await start(ground, kiosk)
        #expect(rows == (try await ground.store.changes(for: kiosk, after: cursor, limit: 5000)).changes)
        #expect(end.count == Int64(rows.count))
        let hash = SHA256.hash(data: lines.dropLast().reduce(into: Data()) { $0 += $1 + [10] })
        #expect(end.digest == hash.map { String(format: "%02x", $0) }.joined())
    }

    @Test func `a kiosk hears of its own site and of what concerns all`() async throws {
        let ground = try Ground()
        let elsewhere = try ground.store.write {
            try $0.addSite(name: "Osaka", time: .utc, phone: "", webhook: nil)
        }
        let kiosk = try await ground.kiosk()
        _ = try ground.store.write {
            try $0.addAppointment(
                AppointmentDraft(
                    title: "There", start: ground.clock.now, end: ground.clock.now.advanced(by: .seconds(60)), room: "",
                    kind: .single, hosts: [], visitors: [Visitor(name: "Bob", company: "", mail: "")]), at: elsewhere)
        }
        let page = try await all(ground, kiosk)
        let kinds = page.changes.map { row in
            switch row.change {
            case .key: "key"
            case .site(let site): site.name
            case .host(let host): host.name
            default: "other"
            }
        }
        #expect(kinds == ["key", "佐藤", "Quiet", "Tokyo"])
        #expect(page.cursor.sequence > (page.changes.last?.sequence ?? 0))
    }

    @Test func `a withdrawn key is told and replaced`() async throws {
        let ground = try Ground()
        let kiosk = try await ground.kiosk()
        try ground.store.write { try $0.withdrawKey(1) }
        let keys = try await all(ground, kiosk).changes.compactMap { row in
            if case .key(let key) = row.change { key } else { nil }
        }
        #expect(keys.map(\.id) == [1, 2])
        #expect(keys.map(\.isWithdrawn) == [true, false])
    }

    @Test func `a rotated key signs only after its lead time`() throws {
        let ground = try Ground()
        _ = try ground.store.write { try $0.rotateKey() }
        func keyOfNewPass() throws -> KeyID? {
            let (_, passes) = try ground.passes()
            if case .token(let token) = Token.reading(passes[0].token) { return token.key }
            return nil
        }
        #expect(try keyOfNewPass() == 1)
        ground.clock.advance(by: .seconds(3600))
        #expect(try keyOfNewPass() == 2)
    }
}

import Foundation
import GRDB
import Kiosk
import Reception
import TestSupport
import Testing

@testable import KioskStorage

/// Every page of either file, and of its journal, is damaged in turn: the kiosk opens and serves, and what cannot be
/// sent any more is said.
@Suite struct `A damaged page` {
    enum Damage: String, CaseIterable {
        case flipped, zeroed, cutOff
    }

    private static let passes: [UInt64] = Array(1...40)

    /// A folder with events that wait and passes, and the events.
    private func prepare() throws -> (fixture: Fixture, events: [Event]) {
        let fixture = try Fixture()
        let store = try fixture.open()
        try store.sync(Self.passes.map { .pass(.sample($0)) })
        for pass in 1...10 as ClosedRange<UInt64> { _ = try store.scan(fixture.token(pass)) }
        for _ in 0..<20 { _ = try store.record(.call(nil), at: .at(morning)) }
        let events = try store.lease(99)
        try store.release(events)
        try store.shutDown()
        return (fixture, events)
    }

    private static let page = 4096

    @Test(arguments: ["outbox.sqlite", "cache.sqlite"], Damage.allCases)
    func `is never silent and stops nobody`(name: String, damage: Damage) throws {
        var chance = Chance.fromEnvironment()
        print("Damaged pages of \(name) with UKETSUKE_SEED=\(chance.seed)")
        let (fixture, events) = try prepare()
        let whole = try Data(contentsOf: URL(fileURLWithPath: fixture.directory.file(name)))
        for start in stride(from: 0, to: whole.count, by: Self.page) {
            let after = try copy(fixture)
            let bytes = damaged(whole, at: start, damage, &chance)
            try bytes.write(to: URL(fileURLWithPath: after.directory.file(name)))
            try expectService(after, events, "\(name), \(damage), \(start), seed \(chance.seed)")
        }
    }

    @Test(arguments: Damage.allCases)
    func `that is met while the kiosk runs is never silent and stops nobody`(damage: Damage) throws {
        var chance = Chance.fromEnvironment()
        print("Damage in use with UKETSUKE_SEED=\(chance.seed)")
        let (fixture, events) = try prepare()
        let whole = try Data(contentsOf: URL(fileURLWithPath: fixture.directory.file("outbox.sqlite")))
        for start in stride(from: 0, to: whole.count, by: Self.page) {
            let after = try copy(fixture)
            let store = try after.open()
            let bytes = damaged(whole, at: start, damage, &chance)
            // In place, as the disk does it: SQLite has the file open.
            let file = try FileHandle(forUpdating: URL(fileURLWithPath: after.directory.file("outbox.sqlite")))
            try file.write(contentsOf: bytes)
            try file.truncate(atOffset: UInt64(bytes.count))
            try file.close()
            try store.outbox.current.queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA shrink_memory") }
            _ = try store.record(.call(nil), at: .at(morning))
            try store.outbox.current.close()
            try store.cache.current.close()
            let notes = store.notes
            try expectService(
                after, events, told: !notes.isEmpty, "in use, \(damage), \(start), seed \(chance.seed)")
        }
    }

    @Test func `or a format that SQLite does not know is damage like any other`() throws {
        let (fixture, events) = try prepare()
        for name in ["outbox.sqlite", "cache.sqlite"] {
            let after = try copy(fixture)
            // The schema's format number in the file's header; 1 to 4 are known.
            try after.overwrite(name, at: 44, with: Data([0, 0, 0, 9]))
            try expectService(after, events, "the schema's format of \(name)")
            // The version of the file's format for who writes; 1 and 2 are known.
            let other = try copy(fixture)
            try other.overwrite(name, at: 18, with: Data([7]))
            try expectService(other, events, "the format of \(name)")
        }
    }

    @Test func `or a mark of another key on what this key opens is damage, too`() throws {
        let (fixture, events) = try prepare()
        let store = try fixture.open()
        try store.outbox.use { try $0.write { try $0.db.execute(sql: "UPDATE stream SET key_mark = x'00'") } }
        try store.shutDown()
        try expectService(try copy(fixture), events, "the mark of the key")
    }

    @Test func `or an ID that is no text any more is set aside, and staff are told`() throws {
        let (fixture, _) = try prepare()
        let store = try fixture.open()
        try store.outbox.use {
            try $0.write {
                try $0.db.execute(sql: "UPDATE events SET id = CAST(x'3031ff' AS TEXT) WHERE sequence = 29")
            }
        }
        #expect(try store.lease(999).count == 29)
        #expect(try store.counts().setAside == 1)
    }

    @Test func `or a length that cannot be is damage, and no full disk`() throws {
        let (fixture, events) = try prepare()
        for name in ["outbox.sqlite", "cache.sqlite"] {
            let after = try copy(fixture)
            // The number of pages in the file's header.
            try after.overwrite(name, at: 28, with: Data([0xff, 0xff, 0xff, 0xfe]))
            try expectService(after, events, "the length of \(name)")
        }
    }

    private func copy(_ fixture: Fixture) throws -> Fixture {
        let after = try Fixture()
        for name in try fixture.files() where !name.hasSuffix("-shm") {
            try FileManager.default.copyItem(atPath: fixture.directory.file(name), toPath: after.directory.file(name))
        }
        return after
    }

    private func damaged(_ whole: Data, at start: Int, _ damage: Damage, _ chance: inout Chance) -> Data {
        var bytes = whole
        let range = start..<min(whole.count, start + Self.page)
        switch damage {
        case .flipped:
            for _ in 0..<8 { bytes[Int.random(in: range, using: &chance)] ^= UInt8.random(in: 1...255, using: &chance) }
        case .zeroed: bytes.resetBytes(in: range)
        case .cutOff: bytes = bytes.prefix(start + Self.page / 3)
        }
        return bytes
    }

    /// Everything that the kiosk does works; each event can be sent as it was, or staff are told.
    private func expectService(
        _ fixture: Fixture, _ events: [Event], told: Bool = false, _ context: String
    ) throws {
        let store = try fixture.open()
        let found = Set(try store.lease(999))
        let lost = Set(events).subtracting(found)
        let isTold = try told || !store.notes.isEmpty || store.counts().setAside > 0
        #expect(lost.isEmpty || isTold, "\(lost.count) events are lost silently: \(context)")
        try store.release(Array(found))
        _ = try store.queueRows()
        _ = try store.export { _ in }
        for pass in Self.passes {
            let code = try store.scan(fixture.token(pass)).code
            #expect([.welcome, .alreadyIn, .unsynced].contains(code), "\(code): \(context)")
        }
        _ = try store.record(.checkOut(PassID(3)), at: .at(morning))
        // Whatever is damaged has been met by now.
        _ = try (store.summary(), store.search("yama"))
        try store.sync([.pass(.sample(99))], sequence: 20)
        #expect(try store.summary().cursor?.sequence == 20, "\(context)")
        try store.purge(before: morning.advanced(by: hours(100)))
    }
}

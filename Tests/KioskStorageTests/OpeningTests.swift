import Foundation
import GRDB
import Kiosk
import Reception
import TestSupport
import Testing

@testable import KioskStorage

@Suite struct `Opening` {
    let fixture: Fixture
    init() throws { fixture = try Fixture() }

    @Test func `the outbox flushes every commit, and both files have the settings that are promised`() throws {
        let store = try fixture.open()
        try store.outbox.current.queue.write { db in
            try expect(db, ["synchronous": "2", "journal_mode": "wal", "secure_delete": "1", "foreign_keys": "1"])
            try expect(db, ["busy_timeout": "5000"])
        }
        let readWrite = ["journal_mode": "wal", "secure_delete": "1", "busy_timeout": "5000"]
        try store.cache.current.pool.write { try expect($0, readWrite) }
        try store.cache.current.pool.read { try expect($0, ["journal_mode": "wal", "secure_delete": "1"]) }
    }

    private func expect(_ db: Database, _ settings: [String: String]) throws {
        for (pragma, value) in settings {
            #expect(try String.fetchOne(db, sql: "PRAGMA \(pragma)") == value, "\(pragma)")
        }
    }

    @Test func `settings that SQLite does not take are found out`() throws {
        let queue = try DatabaseQueue()
        #expect(throws: WrongSetting.self) { try queue.write { try SQLiteSettings.verify($0, SQLiteSettings.common) } }
    }

    @Test func `a second owner of the folder is refused with a sentence`() throws {
        let lock = try DataDirectoryLock(fixture.directory)
        let failure = #expect(throws: StorageFailure.self) { try DataDirectoryLock(fixture.directory) }
        #expect(failure?.reason == .locked)
        #expect(failure?.description.contains("process \(ProcessInfo.processInfo.processIdentifier)") == true)
        #expect(failure?.description.contains(fixture.directory.path) == true)
        withExtendedLifetime(lock) {}
    }

    @Test func `the lock is free again when its holder is gone`() throws {
        do { _ = try DataDirectoryLock(fixture.directory) }
        _ = try DataDirectoryLock(fixture.directory)
    }

    @Test func `a folder that is a file is refused`() throws {
        let path = try fixture.folder.write(Data(), to: "file")
        #expect(throws: StorageFailure.self) { try DataDirectory(path: path) }
        #expect(throws: StorageFailure.self) { try DataDirectory(path: path + "/below") }
    }

    @Test func `a first opening that was interrupted is no damage`() throws {
        _ = try fixture.key()
        for name in ["outbox.sqlite", "cache.sqlite"] {
            try Data().write(to: URL(fileURLWithPath: fixture.directory.file(name)))
        }
        let store = try fixture.open()
        #expect(store.notes.isEmpty)
        #expect(fixture.directory.damagedOutboxes.isEmpty)
        #expect(try store.record(.call(nil), at: .at(morning)).sequence == 1)
    }

    @Test func `a file of a newer release is left alone`() throws {
        do { try fixture.open().shutDown() }
        let queue = try DatabaseQueue(path: fixture.directory.file("outbox.sqlite"))
        try queue.write { try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('99')") }
        try queue.close()
        let failure = #expect(throws: StorageFailure.self) { try fixture.open() }
        #expect(failure?.description.contains("newer release") == true)
        #expect(fixture.directory.damagedOutboxes.isEmpty)
    }

    @Test(arguments: ["offset_milliseconds", "floor"])
    func `a clock that no kiosk writes is damage, and nothing is reckoned with it`(column: String) throws {
        do {
            let store = try fixture.open()
            try store.keep(ClockState(offsetMilliseconds: 0, floor: morning))
            try store.outbox.current.queue.write { try $0.execute(sql: "UPDATE clock SET \(column) = \(Int64.max)") }
            try store.shutDown()
        }
        let store = try fixture.open()
        let clock = try KioskClock(world: fixture.world, memory: store)
        #expect(clock.moment.corrected.now == morning)
        #expect(fixture.directory.damagedOutboxes.count == 1)
    }

    @Test func `a cache that was heard when no cloud was is damage, and a visitor is served all the same`() throws {
        let store = try fixture.open()
        try store.sync([.pass(.sample())])
        try store.cache.current.pool.write { try $0.execute(sql: "UPDATE state SET heard_at = \(Int64.min)") }
        _ = try store.scan(fixture.token())
        #expect(store.notes.count == 1)
    }

    @Test func `a file system that says it is without end has room`() {
        #expect(DiskState.megabytes(blocks: .max, of: 4096) == .max)
        #expect(DiskState.megabytes(blocks: 250, of: 4096) == 1)
        #expect(DiskState.megabytes(blocks: 244, of: 4096) == 0)
    }

    // MARK: - Damaged outbox

    /// Records `count` events and ends the program.
    private func record(_ count: Int) throws -> [Event] {
        let store = try fixture.open()
        try store.sync([.pass(.sample())])
        _ = try store.scan(fixture.token())
        for _ in 1..<count { _ = try store.record(.call(nil), at: .at(morning)) }
        let events = try store.lease(count)
        try store.release(events)
        try store.shutDown()
        return events
    }

    enum Damage: String, CaseIterable {
        case emptied, cut, zeroedHeader, garbageHeader, text, folder, otherDatabase, missingWithJournal
    }

    @Test(arguments: Damage.allCases)
    func `a damaged outbox is kept aside, said, and followed by a new stream`(damage: Damage) throws {
        let events = try record(300)
        try inflict(damage)
        let store = try fixture.open()
        let kept = try #require(fixture.directory.damagedOutboxes.first)
        #expect(store.notes.contains(.outboxSetAside(path: kept)))
        let next = try store.record(.call(nil), at: .at(morning))
        #expect(next.sequence == 1 && next.stream != events[0].stream)
        #expect(try store.preview(Presentation(text: fixture.token(), means: .camera), at: .at(morning)).pass != nil)
        try store.shutDown()
    }

    @Test func `damage is told once, and an untouched outbox never`() throws {
        _ = try record(3)
        do { #expect(try fixture.open().notes.isEmpty) }
        try inflict(.text)
        do { #expect(try fixture.open().notes.count == 2) }
        #expect(try fixture.open().notes.isEmpty)
        #expect(fixture.directory.damagedOutboxes.count == 1)
    }

    private func inflict(_ damage: Damage) throws {
        let path = fixture.directory.file("outbox.sqlite")
        let url = URL(fileURLWithPath: path)
        switch damage {
        case .emptied: try Data().write(to: url)
        case .cut: try Data(contentsOf: url).prefix(9000).write(to: url)
        case .zeroedHeader: try fixture.overwrite("outbox.sqlite", at: 0, with: Data(count: 100))
        case .garbageHeader: try fixture.overwrite("outbox.sqlite", at: 0, with: Data(repeating: 0xA5, count: 4096))
        case .text: try Data("not a database".utf8).write(to: url)
        case .folder:
            try FileManager.default.removeItem(atPath: path)
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        case .otherDatabase:
            let queue = try DatabaseQueue(path: path)
            try queue.write { try $0.execute(sql: "DROP TABLE events") }
            try queue.close()
        case .missingWithJournal:
            try FileManager.default.moveItem(atPath: path, toPath: path + "-gone")
            try Data(repeating: 1, count: 5000).write(to: URL(fileURLWithPath: path + "-wal"))
        }
    }

    @Test func `events that can be read of a damaged outbox are sent, with their own stream and number`() throws {
        let events = try record(300)
        let path = fixture.directory.file("outbox.sqlite")
        let size = try #require(try FileManager.default.attributesOfItem(atPath: path)[.size] as? UInt64)
        try fixture.overwrite("outbox.sqlite", at: size / 2 / 4096 * 4096, with: Data(repeating: 0xA5, count: 8192))

        let store = try fixture.open()
        let found = try store.lease(1000)
        #expect(found.count > 100 && found.count < 300)
        #expect(Set(found).isSubset(of: events))
        #expect(found.map(\.sequence) == found.map(\.sequence).sorted())
        let kept = try #require(fixture.directory.damagedOutboxes.first)
        #expect(store.notes == [.outboxSetAside(path: kept), .eventsRecovered(path: kept, count: found.count)])
        try store.release(found)
        let next = try store.record(.call(nil), at: .at(morning))
        #expect(next.sequence == 1 && next.stream != events[0].stream)
        #expect(try store.lease(1000) == found + [next])
        #expect(try store.scan(fixture.token()) == .alreadyIn(.sample(), since: morning))
    }

    @Test func `damage that is met in use is repaired on the spot`() throws {
        let events = try record(300)
        let store = try fixture.open()
        let whole = try Data(contentsOf: URL(fileURLWithPath: fixture.directory.file("outbox.sqlite")))
        let garbage = Data(repeating: 0xA5, count: whole.count - 4096)
        try fixture.overwrite("outbox.sqlite", at: 4096, with: garbage)
        try store.outbox.current.queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA shrink_memory") }
        let event = try store.record(.call(nil), at: .at(morning))
        #expect(event.sequence == 1 && event.stream != events[0].stream)
        #expect(store.notes.count == 2)
        #expect(try store.counts().waiting >= 1)
    }

    @Test(arguments: Damage.allCases, [StoreAccess.creating, .writing, .reading])
    func `a guest leaves a damaged outbox to the owner`(damage: Damage, access: StoreAccess) throws {
        _ = try record(300)
        try inflict(damage)
        let failure = #expect(throws: StorageFailure.self) { try fixture.openAsGuest(access) }
        #expect(failure?.reason == .damaged)
        #expect(fixture.directory.damagedOutboxes.isEmpty)
    }
}

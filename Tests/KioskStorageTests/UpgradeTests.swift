import Foundation
import GRDB
import Kiosk
import Reception
import Testing

@testable import KioskStorage

/// Files of another release.
@Suite struct UpgradeTests {
    let fixture: Fixture
    init() throws { fixture = try Fixture() }

    /// Makes the files as the release before the staff console wrote them, with a visit in each.
    private func makeOld() throws {
        let key = try fixture.key()
        let outbox = try DatabaseQueue(path: fixture.directory.file("outbox.sqlite"))
        try outbox.writeWithoutTransaction { try $0.execute(sql: "PRAGMA journal_mode = WAL") }
        try OutboxSchema.migrator.migrate(outbox, upTo: "1")
        let found = key.lookup(.pass, PassID(1).bytes)
        try outbox.write {
            try $0.execute(
                sql: "INSERT INTO stream (id, uuid, next_sequence, key_mark) VALUES (1, ?, 8, ?)",
                arguments: [UUID.v7(fixture.world).uuidString, key.lookup(.check, [])])
            try $0.execute(
                sql: "INSERT INTO visits (pass, checked_in_at, keep_until) VALUES (?, ?, ?)",
                arguments: [found, morning.milliseconds, morning.milliseconds])
        }
        try outbox.close()
        let cache = try DatabaseQueue(path: fixture.directory.file("cache.sqlite"))
        try cache.writeWithoutTransaction { try $0.execute(sql: "PRAGMA journal_mode = WAL") }
        try CacheSchema.migrator.migrate(cache, upTo: "2")
        try cache.write {
            try $0.execute(
                sql: "UPDATE state SET epoch = 'a', sequence = 7, passes = 1, origin = ?, key_mark = ?",
                arguments: [fixture.enrolment.origin, key.lookup(.check, [])])
            try $0.execute(
                sql: "INSERT INTO passes0 (pass, until, body) VALUES (?, ?, ?)",
                arguments: [
                    found, morning.advanced(by: hours(9)).milliseconds,
                    try key.seal(PassBody.encode(.sample()), for: CacheRows.identity(found)),
                ])
        }
        try cache.close()
    }

    @Test func `an earlier release's files are taken over, and serve at once`() throws {
        try makeOld()
        let store = try fixture.open()
        #expect(store.notes.isEmpty)
        #expect(try store.scan(fixture.token()) == .alreadyIn(.sample(), since: morning))
        #expect(try store.inside(at: .at(morning)).map(\.name) == ["山田 太郎"])
        #expect(try store.visitors(at: .at(morning)).rows.map(\.id) == [PassID(1)])
        #expect(try store.events().map(\.sequence) == [8])
        #expect(try store.staff(.checkOut(PassID(1)), by: StaffRecord.sample().id).previous != nil)
        // The feed is read again, for the staff that the earlier release has read over.
        #expect(try store.cursor() == Cursor(epoch: "a", sequence: 0))
    }

    @Test func `a guest does not take them over beside a kiosk that may be of the earlier release`() throws {
        try makeOld()
        #expect(throws: StorageFailure.self) { try fixture.openAsGuest(.reading) }
    }

    @Test(arguments: ["outbox.sqlite", "cache.sqlite"])
    func `an earlier release refuses these files with a sentence, and leaves them alone`(name: String) throws {
        do { try fixture.open().shutDown() }
        let queue = try DatabaseQueue(path: fixture.directory.file(name))
        // What the earlier release asks: does the file know steps that it does not?
        var earlier = DatabaseMigrator()
        earlier.registerMigration("1") { _ in }
        if name == CacheFile.name { earlier.registerMigration("2") { _ in } }
        #expect(try queue.read(earlier.hasBeenSuperseded))
        #expect(throws: NewerSchema.self) { try SQLiteSettings.migrate(queue, with: earlier) }
        let sentence = StorageFailure(NewerSchema(), file: name, in: fixture.directory).description
        #expect(sentence == "\(name) was written by a newer release; install that one.")
        try queue.close()
        #expect(try fixture.open().notes.isEmpty)
    }

    @Test(arguments: ["outbox.sqlite", "cache.sqlite"])
    func `a newer release's files are refused with a sentence, and left alone`(name: String) throws {
        do { try fixture.open().shutDown() }
        let queue = try DatabaseQueue(path: fixture.directory.file(name))
        try queue.write { try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('99')") }
        try queue.close()
        let failure = #expect(throws: StorageFailure.self) { try fixture.open() }
        #expect(failure?.description.contains("\(name) was written by a newer release") == true)
        #expect(try fixture.files().allSatisfy { !$0.contains("damaged") })
    }
}

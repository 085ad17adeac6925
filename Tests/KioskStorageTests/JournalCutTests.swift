import Foundation
import GRDB
import Kiosk
import Reception
import TestSupport
import Testing

@testable import KioskStorage

@Suite struct `A cut journal` {
    /// A frame's header and its page.
    private static let frame = 24 + 4096
    private static let header = 32

    @Test func `what is there is what some of the commits left, the first ones, and never anything else`() throws {
        let fixture = try Fixture()
        try fixture.open().shutDown()
        let store = try fixture.open()
        let path = fixture.directory.file("outbox.sqlite")
        let database = try Data(contentsOf: URL(fileURLWithPath: path))
        // How long the journal was when so many events were in it.
        var ends: [Int] = []
        for number in 1...30 {
            _ = try store.record(.call(PassID(UInt64(number))), at: .at(morning))
            ends.append(try FileManager.default.attributesOfItem(atPath: path + "-wal")[.size] as? Int ?? 0)
        }
        let journal = try Data(contentsOf: URL(fileURLWithPath: path + "-wal"))
        #expect(ends == ends.sorted() && ends.last == journal.count, "the journal was not restarted meanwhile")
        for length in lengths(upTo: journal.count) {
            let whole = ends.count { $0 <= length }
            #expect(try sequences(database, journal.prefix(length)) == Array(1...30).prefix(whole).map { $0 })
        }
    }

    /// Every frame's end and its neighbours, and others in between.
    private func lengths(upTo size: Int) -> [Int] {
        var chance = Chance.fromEnvironment()
        print("Journal cuts with UKETSUKE_SEED=\(chance.seed)")
        let ends = stride(from: Self.header, through: size, by: Self.frame).flatMap { [$0 - 1, $0, $0 + 1] }
        let others = (0..<100).map { _ in Int.random(in: 0...size, using: &chance) }
        return (ends + others).filter { (0...size).contains($0) }
    }

    private func sequences(_ database: Data, _ journal: Data) throws -> [Int] {
        let folder = try TemporaryDirectory()
        let path = try folder.write(database, to: "outbox.sqlite")
        try folder.write(journal, to: "outbox.sqlite-wal")
        let queue = try DatabaseQueue(path: path)
        defer { try? queue.close() }
        return try queue.read { db in
            guard try String.fetchOne(db, sql: "PRAGMA integrity_check") == "ok" else { return [-1] }
            guard
                try Int.fetchOne(db, sql: "SELECT \(OutboxRows.nextSequence) FROM stream")
                    == Int.fetchOne(db, sql: "SELECT count(*) + 1 FROM events")
            else { return [-2] }
            return try Int.fetchAll(db, sql: "SELECT sequence FROM events ORDER BY ordinal")
        }
    }

    @Test func `the kiosk opens whatever is left, and goes on`() throws {
        let fixture = try Fixture()
        let store = try fixture.open()
        for _ in 0..<5 { _ = try store.record(.call(nil), at: .at(morning)) }
        let files = try fixture.files().filter { !$0.hasSuffix("-shm") }
        let size = try Data(contentsOf: URL(fileURLWithPath: fixture.directory.file("outbox.sqlite-wal"))).count
        for length in stride(from: 0, through: size, by: 3001) {
            let after = try Fixture()
            for name in files {
                try FileManager.default.copyItem(
                    atPath: fixture.directory.file(name), toPath: after.directory.file(name))
            }
            truncate(after.directory.file("outbox.sqlite-wal"), length)
            let opened = try after.open()
            let waiting = try opened.lease(99).map(\.sequence)
            #expect(waiting == Array(1...5).prefix(waiting.count).map { $0 })
            #expect(try opened.record(.call(nil), at: .at(morning)).sequence == Int64(waiting.count + 1))
        }
    }
}

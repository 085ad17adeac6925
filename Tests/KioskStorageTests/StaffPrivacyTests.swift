import Foundation
import GRDB
import Kiosk
import Reception
import Testing

@testable import KioskStorage

/// What the staff console keeps, on the disk.
@Suite struct StaffPrivacyTests {
    let fixture: Fixture
    init() throws { fixture = try Fixture() }
    private let long = morning.advanced(by: hours(1_000_000))

    private let secrets = [
        "Sato Reiko", "246810", "000111", "Li Wei", "Acme", "Kim Minji", "Side door", PassID(4711).description,
    ]

    private func fill() throws -> (store: KioskStore, walkIn: PassID) {
        let store = try fixture.open()
        let guest = WalkIn(name: "Kim Minji", company: "Acme", headcount: 2, language: "ko")
        try store.sync([
            .staff(.sample()), .pass(.sample(4711)),
            .visit(pass: PassID(9), state: VisitState(checkedInAt: morning)),
            .inside(pass: PassID(9), card: InsideCard(walkIn: guest, kiosk: "Side door", safeAt: nil)),
        ])
        _ = try store.signIn(pin: "000111")
        _ = try store.signIn(pin: "246810")
        let walkIn = WalkIn(name: "Li Wei", company: "Acme", headcount: 1, language: "en")
        let event = try store.staff(.walkIn(walkIn, .reception), by: StaffRecord.sample().id)
        try store.staff(.about(PassID(4711), StaffAct(.safe)))
        _ = try store.scan(fixture.token(4711))
        return (store, try #require(event.pass))
    }

    @Test func `no name, PIN or pass of it lies readable in any file`() throws {
        let (store, walkIn) = try fill()
        let raw = try fixture.rawBytes()
        for secret in secrets + [walkIn.description] { #expect(raw.range(of: Data(secret.utf8)) == nil, "\(secret)") }
        for pass in [PassID(4711), walkIn] { #expect(raw.range(of: Data(pass.bytes)) == nil) }
        #expect(raw.range(of: Data("sign_ins".utf8)) != nil)  // it did look at the databases
        withExtendedLifetime(store) {}
    }

    @Test func `what a purge has deleted is in no file any more, sealed or not`() throws {
        let (store, walkIn) = try fill()
        let key = try fixture.key()
        let sealed =
            try store.outbox.current.queue.read {
                try Data.fetchAll($0, sql: "SELECT body FROM visits UNION ALL SELECT body FROM events")
            }
            + store.cache.current.pool.read {
                try Data.fetchAll(
                    $0, sql: "SELECT body FROM entries0 WHERE kind = 'inside' UNION ALL SELECT body FROM passes0")
            }
        let hashes = [walkIn, PassID(4711), PassID(9)].map { key.lookup(.pass, $0.bytes) }
        #expect(sealed.count == 9)
        let before = try fixture.rawBytes()
        #expect((sealed + hashes).allSatisfy { before.range(of: $0) != nil })
        try store.sendAll()
        try store.purge(before: long)
        let after = try fixture.rawBytes()
        for trace in sealed + hashes { #expect(after.range(of: trace) == nil) }
        #expect(try store.inside(at: .at(morning)).isEmpty && store.events().isEmpty)
        #expect(try store.audit().faults.isEmpty)
    }

    @Test func `an evacuation list that nobody has ended goes after a day, while the kiosk runs on`() throws {
        let store = try fixture.open()
        // Also what a power cut has left of writing one.
        let names = ["evacuation.txt", "evacuation.txt.4711.new"]
        func age(_ seconds: Int) throws {
            for name in names {
                let path = fixture.directory.file(name)
                if !FileManager.default.fileExists(atPath: path) {
                    try fixture.directory.keep(Array("Li Wei".utf8), as: name)
                }
                let written = Date(timeIntervalSince1970: Double(morning.milliseconds / 1000 - Int64(seconds)))
                try FileManager.default.setAttributes([.modificationDate: written], ofItemAtPath: path)
            }
        }
        try age(86_000)
        try store.purge(before: morning.advanced(by: hours(-48)))
        #expect(try fixture.rawBytes().range(of: Data("Li Wei".utf8)) != nil)
        try age(87_000)
        try store.purge(before: morning.advanced(by: hours(-48)))
        #expect(try fixture.rawBytes().range(of: Data("Li Wei".utf8)) == nil)
    }

    @Test func `whoever is no longer of the staff is in no file any more`() throws {
        let (store, _) = try fill()
        let body = try #require(
            try store.cache.current.pool.read {
                try Data.fetchOne($0, sql: "SELECT body FROM entries0 WHERE kind = 'staff'")
            })
        try store.sync([.staffRemoved(StaffRecord.sample().id)], sequence: 11)
        store.cache.current.truncateJournal()
        #expect(try fixture.rawBytes().range(of: body) == nil)
    }

    @Test func `an admission still changes three pages and no more`() throws {
        let store = try fixture.open()
        try store.sync((1...60).map { .pass(.sample($0)) }, sequence: 100)
        var pages: [Int] = []
        for pass in 1...60 as ClosedRange<UInt64> {
            store.outbox.current.truncateJournal()
            #expect(try store.scan(fixture.token(pass)).code == .welcome)
            let path = fixture.directory.file("outbox.sqlite-wal")
            let size = try #require(try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int)
            pages.append((size - 32) / (4096 + 24))
        }
        // Now and then a page is full and another begun.
        #expect(pages.sorted()[30] <= 3, "\(pages)")
    }
}

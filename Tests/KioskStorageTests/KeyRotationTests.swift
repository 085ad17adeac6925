import Foundation
import GRDB
import Kiosk
import Reception
import Testing

@testable import KioskStorage

/// A new sealing key in the place of the old one.
@Suite struct KeyRotationTests {
    let fixture: Fixture
    init() throws { fixture = try Fixture() }
    private let passcode = Passcode(World.live).digits
    private let walkIn = WalkIn(name: "Li Wei", company: "Acme", headcount: 1, language: "en")

    /// Something of every kind of row.
    private func fill() throws {
        var enrolment = fixture.enrolment
        try enrolment.save(ca: nil, in: fixture.directory, key: try fixture.key())
        let store = try fixture.open()
        let layoutless = InsideCard(walkIn: walkIn, kiosk: "Side door", safeAt: nil)
        try store.sync([
            .site(fixture.site), .staff(.sample()), .pass(.sample(passcode: passcode)), .pass(.sample(2)),
            .pass(.sample(3)), .visit(pass: PassID(2), state: VisitState(checkedInAt: morning)),
            .visit(pass: PassID(9), state: VisitState(checkedInAt: morning)),
            .inside(pass: PassID(9), card: layoutless),
        ])
        _ = try store.scan(fixture.token())
        _ = try store.record(.walkIn(walkIn, .reception), at: .at(morning))
        try store.staff(.about(PassID(9), StaffAct(.safe)))
        _ = try store.signIn(pin: "0")
        _ = try store.lease(1)
        // As an earlier release wrote it.
        try store.outbox.current.queue.write {
            try $0.execute(
                sql: "INSERT INTO visits (pass, checked_in_at, keep_until) VALUES (?, ?, ?)",
                arguments: [
                    fixture.key().lookup(.pass, PassID(3).bytes), morning.milliseconds,
                    morning.advanced(by: hours(9)).milliseconds,
                ])
        }
        try store.shutDown()
    }

    private func rotate() throws {
        let lock = try DataDirectoryLock(fixture.directory)
        try KeyRotation.run(lock, fixture.world)
    }

    private func keyBytes() throws -> Data {
        try Data(contentsOf: URL(fileURLWithPath: fixture.directory.file("kiosk.key")))
    }

    private struct Book: Equatable {
        var events: [Event]
        var inside: [VisitorRow]
        var day: VisitorList
        var counts: OutboxCounts
        var audit: AuditReport
        var passes: Int
        var cursor: Reception.Cursor?

        init(_ store: KioskStore) throws {
            events = try store.events()
            inside = try store.inside(at: .at(morning))
            day = try store.visitors(at: .at(morning))
            counts = try store.counts()
            audit = try store.audit()
            passes = try store.summary().passes
            cursor = try store.cursor()
        }
    }

    private func book() throws -> Book {
        let store = try fixture.open()
        let book = try Book(store)
        try store.shutDown()
        return book
    }

    @Test func `everything is there as before, under another key`() throws {
        try fill()
        let (before, old, oldKey) = (try book(), try keyBytes(), try fixture.key())
        #expect(before.inside.count == 5 && before.events.count == 4 && before.audit.checked == 2)
        try rotate()
        #expect(try keyBytes() != old && keyBytes().count == 32)
        #expect(try book() == before)
        #expect(try Enrolment.load(in: fixture.directory, key: fixture.key())?.credential == "top-secret")
        #expect(throws: StorageFailure.self) { try Enrolment.load(in: fixture.directory, key: oldKey) }
        #expect(try fixture.rawBytes().range(of: old) == nil)
        let store = try fixture.open()
        #expect(store.notes.isEmpty)
        #expect(try store.scan(fixture.token()).code == .alreadyIn)
        #expect(try store.scan(fixture.token(3)).code == .alreadyIn)
        #expect(try store.type(passcode).code == .alreadyIn)
        #expect(try store.record(.call(nil), at: .at(morning)).sequence == 8)
        #expect(try store.outbox.current.read { try $0.signIns(of: .console) }.wrong == 1)
        #expect(try Set(fixture.files()).isDisjoint(with: leftovers))
    }

    private let leftovers = [
        "kiosk.key.next", "outbox.sqlite.rotated", "cache.sqlite.rotated", "enrolment.json.rotated",
        "outbox.sqlite.rotated-wal", "cache.sqlite.rotated-wal",
    ]

    @Test func `nothing that the old key opens is left`() throws {
        try fill()
        let old = try fixture.key()
        try rotate()
        let bodies = try DatabaseQueue(path: fixture.directory.file("outbox.sqlite")).read {
            try Row.fetchAll($0, sql: "SELECT id, body FROM events")
        }
        #expect(bodies.count == 4)
        #expect(try bodies.allSatisfy { try SealedEvent($0).opened(with: old) == nil })
        let raw = try fixture.rawBytes()
        #expect(raw.range(of: old.lookup(.check, [])) == nil)
        for pass in [1, 2, 3, 9] as [UInt64] { #expect(raw.range(of: old.lookup(.pass, PassID(pass).bytes)) == nil) }
    }

    @Test func `cut before the new key was written, nothing has happened`() throws {
        try fill()
        let (before, old) = (try book(), try keyBytes())
        for name in leftovers.dropFirst() {
            try Data("half".utf8).write(to: URL(fileURLWithPath: fixture.directory.file(name)))
        }
        #expect(try book() == before && keyBytes() == old)
        try rotate()
        #expect(try book() == before && keyBytes() != old)
    }

    @Test(arguments: 0...4)
    func `cut at any point after it, whoever reads the key next ends it`(done: Int) throws {
        try fill()
        let before = try book()
        let old = try FileManager.default.contentsOfDirectory(atPath: fixture.directory.path).filter {
            $0.hasPrefix("outbox.sqlite") || $0.hasPrefix("cache.sqlite") || $0 == "kiosk.key" || $0 == "enrolment.json"
        }.map { ($0, try Data(contentsOf: URL(fileURLWithPath: fixture.directory.file($0)))) }
        try rotate()
        // Put back what the switch had replaced by then.
        let names = ["outbox.sqlite", "cache.sqlite", "enrolment.json", "kiosk.key"]
        for (index, name) in names.enumerated() where index >= done {
            let path = fixture.directory.file(name)
            let draft = name == "kiosk.key" ? path + ".next" : path + ".rotated"
            try FileManager.default.moveItem(atPath: path, toPath: draft)
            for (kept, bytes) in old where kept.hasPrefix(name) {
                try bytes.write(to: URL(fileURLWithPath: fixture.directory.file(kept)))
            }
        }
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o600], ofItemAtPath: fixture.directory.file("kiosk.key"))
        #expect(try book() == before)
        #expect(try Set(fixture.files()).isDisjoint(with: leftovers))
    }

    @Test func `a cache that is damaged is fetched again, and the outbox loses nothing`() throws {
        try fill()
        let before = try book()
        try fixture.overwrite("cache.sqlite", at: 8192, with: Data(repeating: 0xFF, count: 40_000))
        try rotate()
        let store = try fixture.open()
        #expect(try store.events() == before.events)
        #expect(try store.cursor() == nil)
        #expect(try store.summary().passes == 0)
    }

    @Test func `no new key while another process has the files open`() throws {
        try fill()
        let old = try keyBytes()
        let guest = try fixture.openAsGuest(.writing)
        _ = try guest.counts()
        let failure = #expect(throws: StorageFailure.self) { try rotate() }
        #expect(failure?.reason == .locked)
        #expect(try keyBytes() == old && Set(fixture.files()).isDisjoint(with: leftovers))
        try guest.shutDown()
        try rotate()
        #expect(try keyBytes() != old)
    }

    @Test func `memory does not grow with the cache, which serves as before`() throws {
        try fill()
        do {
            let store = try fixture.open()
            try store.load(heardAt: morning) { take in
                for id in 1...5_000 { try take(ChangeRow(sequence: Int64(id), change: .pass(.sample(UInt64(id))))) }
                return .sample(count: 5_000, sequence: 5_000)
            }
            try store.shutDown()
        }
        try rotate()
        let store = try fixture.open()
        #expect(try store.summary().passes == 5_000 && store.cachedRows("passes1") == 5_000)
        #expect(try store.scan(fixture.token(4_711)).code == .welcome)
    }
}

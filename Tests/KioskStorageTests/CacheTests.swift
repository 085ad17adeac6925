import Foundation
import GRDB
import Kiosk
import Reception
import Synchronization
import Testing

@testable import KioskStorage

@Suite struct `Cache` {
    let fixture: Fixture
    init() throws { fixture = try Fixture() }

    private struct Interrupted: Error {}

    @Test func `a page and its cursor are kept together`() throws {
        do {
            let store = try fixture.open()
            #expect(try store.cursor() == nil)
            try store.sync([.pass(.sample()), .pass(.sample(2)), .site(fixture.site)])
            try store.sync([.passRemoved(PassID(2)), .pass(.sample(state: .cancelled))], sequence: 12)
        }
        let store = try fixture.open()
        let summary = try store.summary()
        #expect(summary.passes == 1 && summary.cursor == Cursor(epoch: "a", sequence: 12) && summary.heardAt == morning)
        #expect(summary.site == fixture.site && summary.tenant == fixture.enrolment.tenant)
        #expect(try store.scan(fixture.token()) == .cancelled)
        try store.heard(at: morning.advanced(by: hours(1)))
        #expect(try store.summary().heardAt == morning.advanced(by: hours(1)))
    }

    @Test func `a page that fails leaves rows and cursor as they were`() throws {
        let store = try fixture.open()
        try store.sync([.pass(.sample())])
        try store.cache.current.pool.write {
            try $0.execute(
                sql: "CREATE TRIGGER no BEFORE UPDATE ON state BEGIN SELECT RAISE(ABORT, 'no'); END")
        }
        #expect(throws: StorageFailure.self) { try store.sync([.pass(.sample(2))], sequence: 20) }
        #expect(try store.summary().passes == 1)
        #expect(try store.cursor()?.sequence == 10)
    }

    @Test func `a cache that is still catching up is not fresh`() throws {
        let store = try fixture.open()
        let code = Passcode(fixture.world).digits
        try store.sync([.pass(.sample(2))])
        let later = morning.advanced(by: hours(1))
        var page = ChangesPage.sample([.pass(.sample(3))], at: 11)
        page.hasMore = true
        try store.apply(page, heardAt: later)
        #expect(try store.cursor()?.sequence == 11)
        #expect(try store.summary().heardAt == morning)
        #expect(try store.type(code, at: later) == .unsynced)
        try store.apply(.sample([.pass(.sample(4))], at: 12), heardAt: later)
        #expect(try store.summary().heardAt == later)
        #expect(try store.type(code, at: later) == .unknownPasscode)
    }

    @Test func `a page older than the cursor changes nothing`() throws {
        let store = try fixture.open()
        try store.sync([.pass(.sample(state: .cancelled))], sequence: 20)
        try store.sync([.pass(.sample())], sequence: 15)
        #expect(try store.scan(fixture.token()) == .cancelled)
        #expect(try store.cursor()?.sequence == 20)
    }

    @Test func `a page of another epoch changes nothing`() throws {
        let store = try fixture.open()
        try store.sync([.pass(.sample(state: .cancelled))], sequence: 20)
        try store.apply(.sample([.pass(.sample())], at: 30, epoch: "b"), heardAt: morning)
        #expect(try store.scan(fixture.token()) == .cancelled)
        #expect(try store.cursor() == Cursor(epoch: "a", sequence: 20))
    }

    @Test func `a page that was asked for before the cache was lost does not become all of the new one`() throws {
        let store = try fixture.open()
        try store.apply(.sample([.pass(.sample())], at: 30), heardAt: morning)
        #expect(try store.cursor() == nil)
        #expect(try store.summary().passes == 0)
    }

    @Test func `a full sync that others have overtaken does not undo what they brought`() throws {
        let store = try fixture.open()
        try store.sync([.pass(.sample())], sequence: 90)
        try store.load(heardAt: morning) { take in
            try take(ChangeRow(sequence: 1, change: .pass(.sample())))
            try store.sync([.pass(.sample(state: .cancelled))], sequence: 101)
            return .sample(count: 1)
        }
        #expect(try store.scan(fixture.token()) == .cancelled)
        #expect(try store.cursor()?.sequence == 101)
    }

    @Test func `a feed that has lost its end takes the cache back with it`() throws {
        let store = try fixture.open()
        try store.sync([.pass(.sample(state: .cancelled))], sequence: 101)
        try store.load(heardAt: morning) { take in
            try take(ChangeRow(sequence: 1, change: .pass(.sample())))
            return .sample(count: 1)
        }
        #expect(try store.cursor()?.sequence == 100)
        #expect(try store.scan(fixture.token()).code == .welcome)
    }

    @Test func `a full sync serves the old passes until it is complete, then only the new ones`() throws {
        let store = try fixture.open()
        try store.sync([.pass(.sample(1)), .visit(pass: PassID(1), state: VisitState(checkedInAt: morning))])
        try store.load(heardAt: morning.advanced(by: hours(1))) { take in
            for id in 2...2501 as ClosedRange<UInt64> { try take(ChangeRow(sequence: 1, change: .pass(.sample(id)))) }
            try take(ChangeRow(sequence: 1, change: .site(fixture.site)))
            #expect(try store.summary().passes == 1)
            #expect(try store.scan(fixture.token(1)).code == .alreadyIn)
            #expect(try store.scan(fixture.token(2)) == .unsynced)
            return .sample(count: 2501)
        }
        #expect(try store.scan(fixture.token(1)) == .unsynced)
        #expect(try store.scan(fixture.token(2)) == .welcome(.sample(2)))
        #expect(try store.scan(fixture.token(2501)) == .welcome(.sample(2501)))
        #expect(try store.summary().passes == 2500)
        #expect(try store.cursor() == Cursor(epoch: "a", sequence: 100))
        #expect(try store.summary().heardAt == morning.advanced(by: hours(1)))
        while try store.tidy() {}
        #expect(try store.cachedRows("passes0") == 0)
        #expect(try store.cachedRows("visits0") == 0)
        try store.sync([.pass(.sample(2, state: .withdrawn))], sequence: 101)
        #expect(try store.scan(fixture.token(2)) == .withdrawn)
        #expect(try store.summary().passes == 2500)
    }

    @Test func `whoever decides while generations are swapped always finds the pass`() throws {
        let store = try fixture.open()
        try store.sync([.pass(.sample())])
        let presentation = Presentation(text: try fixture.token(), means: .camera)
        let verdicts = Mutex<[Verdict]>([])
        let isOver = Mutex(false)
        let ended = DispatchSemaphore(value: 0)
        Thread.detachNewThread {
            while !isOver.withLock({ $0 }) {
                guard let verdict = try? store.preview(presentation, at: .at(morning)) else { break }
                verdicts.withLock { $0.append(verdict) }
            }
            ended.signal()
        }
        for _ in 1...10 {
            try store.load(heardAt: morning) { take in
                for id in 1...500 as ClosedRange<UInt64> {
                    try take(ChangeRow(sequence: 1, change: .pass(.sample(id))))
                }
                return .sample(count: 500)
            }
        }
        isOver.withLock { $0 = true }
        ended.wait()
        #expect(verdicts.withLock { $0.count } > 10)
        #expect(verdicts.withLock { $0.allSatisfy { $0 == .welcome(.sample()) } })
        #expect(store.notes.isEmpty)
    }

    @Test func `full syncs follow one another`() throws {
        let store = try fixture.open()
        for round in 1...4 as ClosedRange<UInt64> {
            try store.load(heardAt: morning) { take in
                try take(ChangeRow(sequence: 1, change: .pass(.sample(round))))
                return .sample(count: 1)
            }
            #expect(
                try store.preview(Presentation(text: fixture.token(round), means: .wedge), at: .at(morning)).pass != nil
            )
            #expect(try store.summary().passes == 1)
        }
    }

    @Test(arguments: ["thrown", "short", "twice"])
    func `a full sync that fails leaves the old passes, and the next one works`(way: String) throws {
        let store = try fixture.open()
        try store.sync([.pass(.sample(1))])
        #expect(throws: (any Error).self) {
            try store.load(heardAt: morning) { take in
                for id in 2...1502 as ClosedRange<UInt64> {
                    try take(ChangeRow(sequence: 1, change: .pass(.sample(id))))
                }
                if way == "thrown" { throw Interrupted() }
                if way == "twice" { try take(ChangeRow(sequence: 1, change: .pass(.sample(2)))) }
                return .sample(count: 1502)
            }
        }
        #expect(try store.cursor()?.sequence == 10)
        #expect(try store.scan(fixture.token(1)) == .welcome(.sample(1)))
        #expect(try store.scan(fixture.token(2)) == .unsynced)
        try store.purge(before: Instant(milliseconds: 0))
        #expect(try store.cachedRows("passes1") == 0)
        try store.load(heardAt: morning) { take in
            try take(ChangeRow(sequence: 1, change: .pass(.sample(2))))
            return .sample(count: 1)
        }
        #expect(try store.scan(fixture.token(2)) == .welcome(.sample(2)))
    }

    @Test func `the caller's own error comes out of a full sync as it is`() throws {
        let store = try fixture.open()
        #expect(throws: Interrupted.self) { try store.load(heardAt: morning) { _ in throw Interrupted() } }
    }

    @Test func `two processes do not load at once`() throws {
        let store = try fixture.open()
        let guest = try fixture.openAsGuest()
        try store.load(heardAt: morning) { _ in
            let failure = #expect(throws: StorageFailure.self) {
                try guest.load(heardAt: morning) { _ in .sample(count: 0) }
            }
            #expect(failure?.reason == .locked)
            return .sample(count: 0)
        }
    }

    @Test func `a pass and a passcode are found through an index, among a hundred thousand`() throws {
        let store = try fixture.open()
        let code = Passcode(fixture.world).digits
        try store.load(heardAt: morning) { take in
            for id in 1...100_000 as ClosedRange<UInt64> {
                try take(ChangeRow(sequence: 1, change: .pass(.sample(id, passcode: id == 70_000 ? code : ""))))
            }
            return .sample(count: 100_000)
        }
        #expect(try store.scan(fixture.token(99_999)) == .welcome(.sample(99_999)))
        #expect(try store.type(code) == .welcome(.sample(70_000, passcode: code)))
        try store.cache.current.pool.read { db in
            for (sql, index) in [
                (CacheRows.passQuery(1), "passes1_pass"), (CacheRows.passcodeQuery(1), "passes1_passcode"),
            ] {
                let plan = try Row.fetchAll(db, sql: "EXPLAIN QUERY PLAN " + sql, arguments: [Data()])
                #expect(plan.map { $0["detail"] as String }.joined().contains("SEARCH passes1 USING INDEX \(index)"))
                #expect(plan.count == 1)
            }
        }
    }

    @Test func `another enrolment begins with an empty cache, the same one keeps it`() throws {
        do { try fixture.open().sync([.pass(.sample())]) }
        do { #expect(try fixture.open().summary().passes == 1) }
        var other = fixture.enrolment
        other.tenant.number = 8
        let store = try fixture.open(enrolled: other)
        #expect(try store.summary().passes == 0)
        #expect(try store.cursor() == nil)
        #expect(try store.scan(fixture.token()) == .forged)
        try store.sync([.pass(.sample())])
        #expect(try store.summary().passes == 1)
    }

    @Test(arguments: ["garbage", "emptied", "folder", "tables"])
    func `a damaged cache is begun anew and the kiosk goes on`(way: String) throws {
        do {
            let store = try fixture.open()
            try store.sync([.pass(.sample())])
            try store.shutDown()
        }
        let path = fixture.directory.file("cache.sqlite")
        switch way {
        case "garbage": try fixture.overwrite("cache.sqlite", at: 0, with: Data(repeating: 0xA5, count: 4096))
        case "emptied": try Data().write(to: URL(fileURLWithPath: path))
        case "folder":
            try FileManager.default.removeItem(atPath: path)
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        default:
            let queue = try DatabaseQueue(path: path)
            try queue.write { try $0.execute(sql: "DROP TABLE passes0") }
            try queue.close()
        }
        let store = try fixture.open()
        #expect(store.notes == [.cacheSetAside(path: path + ".damaged")])
        #expect(try store.cursor() == nil)
        #expect(try store.scan(fixture.token()) == .unsynced)
        try store.sync([.pass(.sample())])
        #expect(try store.scan(fixture.token()) == .welcome(.sample()))
    }

    @Test func `a cache row that does not open is damage, and staff are asked`() throws {
        let store = try fixture.open()
        try store.sync([.pass(.sample())])
        try store.cache.current.pool.write { try $0.execute(sql: "UPDATE passes0 SET body = zeroblob(80)") }
        #expect(try store.scan(fixture.token()) == .unsynced)
        #expect(store.notes == [.cacheSetAside(path: fixture.directory.file("cache.sqlite.damaged"))])
        #expect(try store.cursor() == nil)
        #expect(try store.lease(5).count == 1)
    }

    @Test func `keys and site of the enrolment serve until the cloud has told others`() throws {
        let store = try fixture.open()
        #expect(try store.summary().site == fixture.site)
        let foreign = SigningKey(id: 1, publicKey: Data(repeating: 1, count: 32), from: morning)
        #expect(try store.scan(fixture.token()) == .unsynced)
        try store.sync([.key(foreign)])
        #expect(try store.scan(fixture.token()) == .forged)
    }
}

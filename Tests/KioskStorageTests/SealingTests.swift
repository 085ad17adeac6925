import Foundation
import GRDB
import Kiosk
import Reception
import Testing

@testable import KioskStorage

@Suite struct `Sealing and privacy` {
    let fixture: Fixture
    init() throws { fixture = try Fixture() }

    @Test func `what is sealed opens only in its place and with its key`() throws {
        let key = try fixture.key()
        let sealed = try key.seal(Data("Yamada".utf8), for: "passes/1")
        #expect(try key.open(sealed, for: "passes/1") == Data("Yamada".utf8))
        #expect(throws: UnsealableRow()) { try key.open(sealed, for: "passes/2") }
        #expect(throws: UnsealableRow()) {
            try SealingKey(bytes: Array(repeating: 1, count: 32)).open(sealed, for: "passes/1")
        }
        #expect(throws: UnsealableRow()) { try key.open(sealed.dropLast(), for: "passes/1") }
        #expect(throws: UnsealableRow()) { try key.open(Data(), for: "passes/1") }
        #expect(try key.seal(Data("Yamada".utf8), for: "passes/1") != sealed)
    }

    @Test func `a look-up depends on key, kind and bytes`() throws {
        let key = try fixture.key()
        let other = SealingKey(bytes: Array(repeating: 1, count: 32))
        let values = [
            key.lookup(.pass, [1, 2]), key.lookup(.passcode, [1, 2]), key.lookup(.pass, [1, 3]),
            other.lookup(.pass, [1, 2]),
        ]
        #expect(Set(values).count == 4)
        #expect(values.allSatisfy { $0.count == 16 })
        #expect(key.lookup(.pass, [1, 2]) == values[0])
    }

    @Test func `the key is made once, for this user alone`() throws {
        let sealed = try fixture.key().seal(Data("a".utf8), for: "x")
        #expect(try fixture.key().open(sealed, for: "x") == Data("a".utf8))
        #expect(try fixture.files() == ["kiosk.key"])
        #expect(try mode(fixture.directory.file("kiosk.key")) == 0o600)
    }

    @Test(arguments: [0, 31, 33, 100]) func `a key of the wrong length is refused`(length: Int) throws {
        let path = fixture.directory.file("kiosk.key")
        try Data(count: length).write(to: URL(fileURLWithPath: path))
        #expect(throws: StorageFailure.self) { try fixture.key() }
    }

    @Test(arguments: [(0o604, false), (0o640, true), (0o620, false), (0o600, true), (0o400, true)])
    func `a key that others may read is refused`(mode: Int, isCredential: Bool) throws {
        let path = fixture.directory.file("kiosk.key")
        try Data(count: 32).write(to: URL(fileURLWithPath: path))
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
        if isCredential {
            _ = try SealingKey.load(from: path)
        } else {
            let failure = #expect(throws: StorageFailure.self) { try SealingKey.load(from: path) }
            #expect(failure?.reason == .unreadableKey)
        }
        if mode & 0o077 != 0 { #expect(throws: StorageFailure.self) { try fixture.key() } }
    }

    @Test func `a lost key is not replaced behind the outbox's back`() throws {
        do { _ = try fixture.open() }
        try FileManager.default.removeItem(atPath: fixture.directory.file("kiosk.key"))
        let failure = #expect(throws: StorageFailure.self) { try fixture.open() }
        #expect(failure?.reason == .unreadableKey)
        #expect(try !fixture.files().contains("kiosk.key"))
    }

    @Test func `an outbox is not opened with another key, nor changed`() throws {
        do { _ = try fixture.open().record(.call(nil), at: .at(morning)) }
        let path = fixture.directory.file("kiosk.key")
        let right = try Data(contentsOf: URL(fileURLWithPath: path))
        try Data(repeating: 9, count: 32).write(to: URL(fileURLWithPath: path))
        let failure = #expect(throws: StorageFailure.self) { try fixture.open() }
        #expect(failure?.reason == .unreadableKey)
        try right.write(to: URL(fileURLWithPath: path))
        #expect(try fixture.open().counts().waiting == 1)
    }

    @Test func `no name, token, passcode or credential lies readable on the disk`() throws {
        let code = Passcode(fixture.world).digits
        let pass = PassRecord.sample(passcode: code, visitor: "Yamada Taro")
        let token = try fixture.token()
        var enrolment = fixture.enrolment
        try enrolment.save(ca: Data("PEM".utf8), in: fixture.directory, key: try fixture.key())
        do {
            let store = try fixture.open()
            try store.sync([.pass(pass)])
            try store.load(heardAt: morning) { take in
                try take(ChangeRow(sequence: 1, change: .pass(pass)))
                return .sample(count: 1)
            }
            #expect(try store.scan(token).code == .welcome)
            #expect(try store.type(code).code == .alreadyIn)
            let leased = try store.lease(5)
            try store.settle(
                leased.map { EventResult(id: $0.id, status: .accepted) }, of: leased, at: .at(morning))
        }
        let raw = try fixture.rawBytes()
        let secrets = [
            "Yamada", "Taro", "Example Trading", "Secret Merger", "Suzuki", "top-secret", code, token,
            String(token.prefix(40)), PassID(1).description,
        ]
        for secret in secrets { #expect(raw.range(of: Data(secret.utf8)) == nil, "\(secret)") }
        #expect(raw.range(of: Data("passes0".utf8)) != nil)  // it did look at the databases
    }

    @Test func `what is purged is gone from the disk, journals included`() throws {
        let store = try fixture.open()
        try store.sync([.pass(.sample())])
        _ = try store.record(.call(nil), at: .at(morning))
        let event = try #require(
            try store.outbox.current.queue.read { try Data.fetchOne($0, sql: "SELECT body FROM events") })
        let pass = try #require(
            try store.cache.current.pool.read { try Data.fetchOne($0, sql: "SELECT body FROM passes0") })
        #expect(try fixture.rawBytes().range(of: event) != nil && fixture.rawBytes().range(of: pass) != nil)
        let leased = try store.lease(1)
        try store.settle([EventResult(id: leased[0].id, status: .accepted)], of: leased, at: .at(morning))
        #expect(
            try store.purge(before: morning.advanced(by: hours(100))) == PurgeCount(events: 1, visits: 0, passes: 1))
        #expect(try fixture.rawBytes().range(of: event) == nil)
        #expect(try fixture.rawBytes().range(of: pass) == nil)
    }

    @Test func `all files are for this user alone`() throws {
        let store = try fixture.open()
        try store.sync([.pass(.sample())])
        _ = try store.record(.call(nil), at: .at(morning))
        var enrolment = fixture.enrolment
        try enrolment.save(ca: Data("PEM".utf8), in: fixture.directory, key: try fixture.key())
        #expect(try mode(fixture.directory.path) == 0o700)
        let files = try fixture.files()
        #expect(files.contains("outbox.sqlite-wal") && files.contains("cache.sqlite-wal"))
        for file in files { #expect(try mode(fixture.directory.file(file)) == 0o600, "\(file)") }
    }

    @Test func `an enrolment is read back as it was written`() throws {
        let key = try fixture.key()
        #expect(try Enrolment.load(in: fixture.directory, key: key) == nil)
        var enrolment = fixture.enrolment
        try enrolment.save(ca: Data("PEM".utf8), in: fixture.directory, key: key)
        #expect(try Enrolment.load(in: fixture.directory, key: key) == enrolment)
        #expect(enrolment.caFile == fixture.directory.file("ca.pem"))
        #expect(throws: StorageFailure.self) {
            try Enrolment.load(in: fixture.directory, key: SealingKey(bytes: Array(repeating: 1, count: 32)))
        }
        try Data("{".utf8).write(to: URL(fileURLWithPath: fixture.directory.file("enrolment.json")))
        #expect(throws: StorageFailure.self) { try Enrolment.load(in: fixture.directory, key: key) }
    }

    @Test func `failures quote nothing of what is in the rows`() throws {
        let store = try fixture.open()
        try store.sync([.pass(.sample())])
        try store.outbox.current.queue.write {
            try $0.execute(
                sql: "CREATE TRIGGER no BEFORE INSERT ON events BEGIN SELECT RAISE(ABORT, 'top-secret'); END")
        }
        let failure = #expect(throws: StorageFailure.self) { try store.scan(fixture.token()) }
        #expect(failure?.description.contains("top-secret") == false)
        #expect(failure?.description.contains("outbox.sqlite") == true)
    }

    private func mode(_ path: String) throws -> Int {
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        return try #require(attributes[.posixPermissions] as? Int)
    }
}

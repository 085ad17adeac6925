import Foundation
import Kiosk
import Reception
import Testing

@testable import KioskStorage

/// A kiosk that was revoked, or is taken out of service.
@Suite struct WipeTests {
    let fixture: Fixture
    init() throws { fixture = try Fixture() }

    private func fill() throws -> KioskStore {
        var enrolment = fixture.enrolment
        try enrolment.save(ca: Data("PEM".utf8), in: fixture.directory, key: try fixture.key())
        let store = try fixture.open()
        try store.sync([.pass(.sample()), .staff(.sample())])
        _ = try store.scan(fixture.token())
        let leased = try store.lease(1)
        try store.settle([EventResult(id: leased[0].id, status: .rejected)], of: leased, at: .at(morning))
        _ = try store.exportSetAside()
        try Data("a damaged one".utf8).write(
            to: URL(fileURLWithPath: fixture.directory.file("outbox.sqlite.damaged-2026")))
        try Data("not ours".utf8).write(to: URL(fileURLWithPath: fixture.directory.file("notes.txt")))
        return store
    }

    private let left = ["kiosk.lock", "notes.txt", "push.lock", "sync.lock"]

    @Test func `everything of the kiosk's is deleted, and nothing of anybody else's`() throws {
        let store = try fill()
        let names = Set(try fixture.files())
        #expect(names.isSuperset(of: ["kiosk.key", "enrolment.json", "ca.pem", "outbox.sqlite-wal", "cache.sqlite"]))
        try store.wipe()
        #expect(try Set(fixture.files()).isSubset(of: left))
        #expect(fixture.directory.keptFiles.isEmpty)
        #expect(try String(contentsOfFile: fixture.directory.file("notes.txt"), encoding: .utf8) == "not ours")
        try fixture.directory.wipe()
    }

    @Test func `the running kiosk keeps and begins nothing after it`() throws {
        let store = try fill()
        try store.wipe()
        let call = #expect(throws: StorageFailure.self) { try store.record(.call(nil), at: .at(morning)) }
        #expect(call?.description.contains("revoked") == true)
        #expect(throws: StorageFailure.self) { try store.scan(fixture.token()) }
        #expect(throws: StorageFailure.self) { try store.visitors(at: .at(morning)) }
        #expect(throws: StorageFailure.self) { try store.summary() }
        #expect(throws: StorageFailure.self) { try store.lease(1) }
        #expect(try Set(fixture.files()).isSubset(of: left))
    }

    @Test func `what was in the files is overwritten before they go`() throws {
        let path = fixture.directory.file("kiosk.key")
        try Data(repeating: 0xAB, count: 3_000_000).write(to: URL(fileURLWithPath: path))
        let file = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
        try Wiping.overwrite(path)
        #expect(try file.readToEnd() == Data(count: 3_000_000))
        try fixture.directory.wipe()
        try file.seek(toOffset: 0)
        #expect(try file.readToEnd()?.isEmpty != false)
    }

    @Test func `a file that cannot be deleted is told, and the others go all the same`() throws {
        let store = try fill()
        try FileManager.default.createDirectory(
            atPath: fixture.directory.file("enrolment.json.new"), withIntermediateDirectories: false)
        #expect(throws: StorageFailure.self) { try store.wipe() }
        #expect(fixture.directory.keptFiles == [fixture.directory.file("enrolment.json.new")])
    }

    @Test func `a file that cannot be overwritten is told, and goes with the others`() throws {
        let store = try fill()
        // A pipe stands for a disk that fails: what is written to it cannot be flushed.
        let path = fixture.directory.file("evacuation.txt")
        #expect(mkfifo(path, 0o600) == 0)
        let reader = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        defer { close(reader) }
        #expect(throws: StorageFailure.self) { try store.wipe() }
        #expect(fixture.directory.keptFiles.isEmpty)
    }

    @Test func `a kiosk that was wiped can be enrolled anew`() throws {
        do { try fill().wipe() }
        let store = try fixture.open()
        #expect(try store.record(.call(nil), at: .at(morning)).sequence == 1)
        #expect(try store.summary().passes == 0)
    }
}

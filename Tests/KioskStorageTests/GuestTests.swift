import Foundation
import GRDB
import Kiosk
import Reception
import TestSupport
import Testing

@testable import KioskStorage

/// Processes that look at a data folder, or work in it beside its owner.
@Suite struct GuestTests {
    private let fixture: Fixture
    init() throws { fixture = try Fixture() }

    private let sentence = "yet; run uketsuke-kiosk enrol or uketsuke-kiosk run first."

    @Test func `who looks at a folder that is not there makes none`() throws {
        let path = fixture.folder.path + "/none"
        let failure = #expect(throws: StorageFailure.self) { try DataDirectory(existing: path) }
        #expect(failure?.description == "There is nothing in \(path) \(sentence)")
        #expect(!FileManager.default.fileExists(atPath: path))
        let file = try fixture.folder.write(Data(), to: "file")
        let other = #expect(throws: StorageFailure.self) { try DataDirectory(existing: file) }
        #expect(other?.description.contains("not a folder") == true)
        #expect(try DataDirectory(existing: fixture.directory.path) == fixture.directory)
    }

    @Test func `who looks at an empty folder makes no key`() throws {
        let failure = #expect(throws: StorageFailure.self) { try SealingKey.load(existingIn: fixture.directory) }
        #expect(failure?.description.hasSuffix(sentence) == true)
        #expect(try fixture.files().isEmpty)
    }

    @Test(arguments: [StoreAccess.reading, .writing])
    func `who looks at a folder without databases makes none`(access: StoreAccess) throws {
        _ = try fixture.key()
        let failure = #expect(throws: StorageFailure.self) { try fixture.openAsGuest(access) }
        #expect(failure?.reason == .other)
        #expect(failure?.description.hasSuffix(sentence) == true)
        #expect(try fixture.files() == ["kiosk.key"])
    }

    @Test(arguments: [StoreAccess.reading, .writing])
    func `a missing cache is left to the owner`(access: StoreAccess) throws {
        do { try fixture.open().shutDown() }
        for name in try fixture.files() where name.hasPrefix("cache") {
            try FileManager.default.removeItem(atPath: fixture.directory.file(name))
        }
        let failure = #expect(throws: StorageFailure.self) { try fixture.openAsGuest(access) }
        #expect(failure?.description.contains("uketsuke-kiosk run") == true)
        #expect(try !fixture.files().contains("cache.sqlite"))
    }

    @Test func `a reader needs files whose first opening was finished`() throws {
        _ = try fixture.key()
        let queue = try DatabaseQueue(path: fixture.directory.file("outbox.sqlite"))
        try queue.write { try $0.execute(sql: "CREATE TABLE half (id INTEGER)") }
        try queue.close()
        let failure = #expect(throws: StorageFailure.self) { try fixture.openAsGuest(.reading) }
        #expect(failure?.description.contains("start uketsuke-kiosk run first") == true)
    }

    @Test(arguments: [true, false])
    func `a reader sees queue and cache, and changes no byte`(isOwnerThere: Bool) throws {
        var owner: KioskStore? = try fixture.open()
        try owner?.sync([.pass(.sample())])
        _ = try owner?.record(.call(nil), at: .at(morning))
        if !isOwnerThere { owner = nil }
        let before = try bytes()
        let reader = try fixture.openAsGuest(.reading)
        #expect(try reader.queueRows().map(\.sequence) == [1])
        #expect(try reader.export { _ in } == 0)
        #expect(try reader.summary().passes == 1)
        #expect(
            try reader.preview(Presentation(text: fixture.token(), means: .camera), at: .at(morning))
                == .welcome(.sample()))
        #expect(throws: StorageFailure.self) { try reader.record(.call(nil), at: .at(morning)) }
        #expect(try bytes() == before)
        withExtendedLifetime(owner) {}
    }

    @Test func `a reader sees what the owner has written since`() throws {
        let owner = try fixture.open()
        let reader = try fixture.openAsGuest(.reading)
        _ = try owner.record(.call(nil), at: .at(morning))
        try owner.sync([.pass(.sample())])
        #expect(try reader.counts().waiting == 1)
        #expect(try reader.summary().passes == 1)
    }

    @Test func `a reader does not take another enrolment's cache for its own, nor empties it`() throws {
        var other = fixture.enrolment
        other.tenant.number = 8
        let owner = try fixture.open(enrolled: other)
        try owner.sync([.pass(.sample())])
        #expect(throws: StorageFailure.self) { try fixture.openAsGuest(.reading) }
        #expect(try owner.summary().passes == 1)
    }

    @Test func `a guest that writes puts events back, and makes nothing`() throws {
        let owner = try fixture.open()
        _ = try owner.record(.call(nil), at: .at(morning))
        let leased = try owner.lease(1)
        try owner.settle([EventResult(id: leased[0].id, status: .rejected)], of: leased, at: .at(morning))
        #expect(try fixture.openAsGuest(.writing).retry() == 1)
    }

    /// What lies in the databases and their journals; the `-shm` files are shared memory.
    private func bytes() throws -> [String: Data] {
        try Dictionary(
            uniqueKeysWithValues: fixture.files().filter { !$0.hasSuffix("-shm") }.map {
                ($0, try Data(contentsOf: URL(fileURLWithPath: fixture.directory.file($0))))
            })
    }
}

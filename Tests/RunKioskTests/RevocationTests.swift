import Foundation
import Kiosk
import KioskStorage
import Reception
import TestSupport
import Testing

@testable import RunKiosk

/// What is left of a kiosk that is revoked or taken out of service.
@Suite struct RevocationTests {
    private static func configuration(_ folder: TemporaryDirectory) -> Configuration {
        Configuration(dataDirectory: folder.file("data"))
    }

    private static func names(_ configuration: Configuration) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: configuration.dataDirectory)) ?? []
        return names.filter { !$0.hasSuffix(".lock") }.sorted()
    }

    @Test func `a revoked kiosk ends its lanes, deletes all it has, and says so at the next start`() throws {
        let folder = try TemporaryDirectory()
        let configuration = Self.configuration(folder)
        let premises = try Premises.open(configuration, as: .owner)
        try Data("names".utf8).write(to: URL(fileURLWithPath: premises.directory.file("evacuation.txt")))
        let revocation = Revocation(premises, log: try LogFile(path: folder.file("log")))
        let ended = DispatchSemaphore(value: 0)
        revocation.stopLanes = { ended.signal() }
        revocation.begin()
        revocation.begin()
        #expect(ended.wait(timeout: .now() + 10) == .success)
        let start = World.live.uptime()
        while Self.names(configuration) != ["revoked"], World.live.uptime() - start < .seconds(10) { usleep(20_000) }
        #expect(Self.names(configuration) == ["revoked"])
        #expect(ended.wait(timeout: .now() + 0.2) == .timedOut, "it must not begin twice")
        #expect(throws: StorageFailure.self) { try premises.store.counts() }
        #expect(Revocation.isMarked(premises.directory))
        Revocation.unmark(premises.directory)
        #expect(!Revocation.isMarked(premises.directory))
    }

    @Test func `a start goes on with what a kill has cut, and without a mark deletes nothing`() throws {
        let folder = try TemporaryDirectory()
        let configuration = Self.configuration(folder)
        do {
            let premises = try Premises.open(configuration, as: .owner)
            try premises.note(StaffAct(.configured))
        }
        try Revocation.finish(in: configuration)
        #expect(Self.names(configuration).contains("outbox.sqlite"))
        try Revocation.setMark(in: try DataDirectory(existing: configuration.dataDirectory))
        // The key went first; without the mark the next start would refuse the rest.
        try FileManager.default.removeItem(atPath: configuration.dataDirectory + "/kiosk.key")
        try Revocation.finish(in: configuration)
        #expect(Self.names(configuration) == ["revoked"])
    }

    @Test func `a key that the configuration names is overwritten too`() throws {
        let folder = try TemporaryDirectory()
        var configuration = Self.configuration(folder)
        configuration.keyFile = try folder.write(Data(repeating: 7, count: 32), to: "key")
        try Revocation.wipeNamedKey(configuration)
        #expect(FileManager.default.contents(atPath: configuration.keyFile) == Data())
    }

    @Test func `a start goes on with the key that the configuration names, too`() throws {
        let folder = try TemporaryDirectory()
        var configuration = Self.configuration(folder)
        configuration.keyFile = try folder.write(Data(repeating: 7, count: 32), to: "key")
        do { try Revocation.setMark(in: try DataDirectory(path: configuration.dataDirectory)) }
        try Revocation.finish(in: configuration)
        #expect(FileManager.default.contents(atPath: configuration.keyFile) == Data())
    }

    @Test func `a mark that cannot be written keeps nothing else from going`() throws {
        let folder = try TemporaryDirectory()
        let configuration = Self.configuration(folder)
        let premises = try Premises.open(configuration, as: .owner)
        try FileManager.default.createDirectory(
            atPath: premises.directory.file("revoked"), withIntermediateDirectories: false)
        let log = folder.file("log")
        Revocation(premises, log: try LogFile(path: log)).begin()
        let start = World.live.uptime()
        while Self.names(configuration) != ["revoked"], World.live.uptime() - start < .seconds(10) { usleep(20_000) }
        #expect(Self.names(configuration) == ["revoked"])
        #expect(try String(contentsOfFile: log, encoding: .utf8).contains("The mark"))
    }

    @Test func `decommission asks first and then leaves nothing`() throws {
        let folder = try TemporaryDirectory()
        let configuration = Self.configuration(folder)
        let file = try folder.write(Data("data_dir = \"\(configuration.dataDirectory)\"\n".utf8), to: "kiosk.conf")
        do { try Premises.open(configuration, as: .owner).note(StaffAct(.configured)) }
        let program = Command.built("uketsuke-kiosk")
        let asked = try Command.run([program, "decommission", "--config", file])
        #expect(asked.status == 1 && Self.names(configuration).contains("outbox.sqlite"))
        let done = try Command.run([program, "decommission", "--yes", "--config", file])
        #expect(done.status == 0 && done.out.contains("deleted"))
        #expect(Self.names(configuration).isEmpty)
    }

    @Test func `the sealing key is rotated, on record, and the record verifies`() throws {
        let folder = try TemporaryDirectory()
        let configuration = Self.configuration(folder)
        let file = try folder.write(Data("data_dir = \"\(configuration.dataDirectory)\"\n".utf8), to: "kiosk.conf")
        do { try Premises.open(configuration, as: .owner).note(StaffAct(.configured)) }
        let key = configuration.dataDirectory + "/kiosk.key"
        let before = FileManager.default.contents(atPath: key)
        let program = Command.built("uketsuke-kiosk")
        let rotated = try Command.run([program, "key", "rotate", "--config", file])
        #expect(rotated.status == 0 && FileManager.default.contents(atPath: key) != before)
        let verified = try Command.run([program, "audit", "verify", "--config", file])
        #expect(verified.status == 0 && verified.out.contains("2 deeds checked"))
    }
}

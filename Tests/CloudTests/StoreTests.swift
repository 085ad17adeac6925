import CloudDomain
import Foundation
import GRDB
import Reception
import TestSupport
import Testing

@testable import CloudStorage

#if canImport(Glibc)
    import Glibc
#endif

/// The data directory: durable, private, shared by processes.
struct StoreTests {
    @Test func `commits are durable: the pragmas read back as set`() throws {
        let ground = try Ground()
        let pragmas = try ground.store.pool.writeWithoutTransaction { db in
            try ["journal_mode", "synchronous", "foreign_keys", "secure_delete"].map {
                try String.fetchOne(db, sql: "PRAGMA \($0)") ?? ""
            }
        }
        #expect(pragmas == ["wal", "2", "1", "1"])
    }

    @Test func `nothing in the directory can be read by others`() throws {
        let ground = try Ground()
        let data = ground.folder.file("data")
        #expect(try mode(data) == 0o700)
        let files = try FileManager.default.contentsOfDirectory(atPath: data)
        #expect(files.contains("cloud.sqlite-wal") && files.contains("master.key"))
        for file in files { #expect(try mode(data + "/" + file) == 0o600, "\(file)") }
    }

    @Test func `a directory that all users share is left alone`() throws {
        let folder = try TemporaryDirectory()
        chmod(folder.path, 0o1777)
        #expect(throws: StorageFailure.self) { try DataDirectory(folder.path) }
        #expect(try mode(folder.path) == 0o1777)
    }

    @Test func `a directory that holds other things is left alone`() throws {
        let folder = try TemporaryDirectory()
        try folder.write(Data(), to: "photos/cat.jpeg")
        chmod(folder.path, 0o755)
        let error = #expect(throws: StorageFailure.self) { try DataDirectory(folder.path) }
        #expect(error?.code == .unusable)
        #expect(try mode(folder.path) == 0o755)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["photos"])
    }

    @Test(arguments: [
        [], ["lock"], ["lost+found"], ["master.key", "notes.txt"], ["cloud.sqlite", "cloud.sqlite-wal"],
    ])
    func `a new, half-made or used directory is taken`(_ files: [String]) throws {
        let folder = try TemporaryDirectory()
        for file in files { try folder.write(Data(), to: file) }
        _ = try DataDirectory(folder.path)
        #expect(try mode(folder.path) == 0o700)
    }

    @Test func `a reader that stands still does not hold the log for ever`() async throws {
        let ground = try Ground()
        let kiosk = try await ground.kiosk()
        _ = try ground.passes((1...1200).map { "V\($0)" })
        var slow = try FeedSnapshot(store: ground.store, kiosk: kiosk, within: .milliseconds(100))
        var quick = try FeedSnapshot(store: ground.store, kiosk: kiosk)
        #expect(try await slow.next() != nil)
        #expect(try await quick.next() != nil)
        try await Task.sleep(for: .seconds(1))
        await #expect(throws: DatabaseError.self) { try await slow.next() }
        #expect(try await quick.next() != nil)
    }

    @Test func `a log that grew is cut again`() throws {
        let ground = try Ground()
        let limit = try ground.store.pool.writeWithoutTransaction {
            try Int.fetchOne($0, sql: "PRAGMA journal_size_limit")
        }
        #expect(limit == 64 << 20)
    }

    @Test func `secrets do not lie open in the database`() throws {
        let ground = try Ground(webhook: URL(string: "https://chat.example/"))
        let (code, _) = try ground.store.write { try $0.addEnrolmentCode(for: ground.site) }
        try ground.store.pool.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) }
        let bytes = try Data(contentsOf: URL(fileURLWithPath: ground.folder.file("data/cloud.sqlite")))
        #expect(bytes.range(of: Data("佐藤".utf8)) != nil, "the check must be able to fail")
        for secret in ["s3cret", code, code.filter { $0 != "-" }] {
            #expect(bytes.range(of: Data(secret.utf8)) == nil)
        }
    }

    @Test func `a database without its master key is refused with a sentence`() throws {
        let ground = try Ground()
        try FileManager.default.removeItem(atPath: ground.folder.file("data/master.key"))
        let error = #expect(throws: StorageFailure.self) {
            try Store(directory: DataDirectory(ground.folder.file("data")), world: .live)
        }
        #expect(error?.code == .unusable)
    }

    @Test func `two that open a new directory at once find one history`() async throws {
        let folder = try TemporaryDirectory()
        let epochs = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<4 {
                group.addTask {
                    try Store(directory: DataDirectory(folder.file("data")), world: .live).read { try $0.meta("epoch") }
                }
            }
            return try await group.reduce(into: Set()) { $0.insert($1) }
        }
        #expect(epochs.count == 1)
    }

    @Test func `a name that is taken, and one that is unknown, say what to do`() throws {
        let ground = try Ground()
        let taken = #expect(throws: StorageFailure.self) {
            try ground.store.write {
                try $0.addHost(name: "佐藤", mail: "", phone: "", department: nil, webhook: nil)
            }
        }
        #expect(taken?.code == .ambiguous)
        let unknown = #expect(throws: StorageFailure.self) { try ground.passes(host: "Nobody") }
        #expect(unknown?.code == .unknown)
        #expect(unknown?.description.contains("Nobody") == false)
    }

    private func mode(_ path: String) throws -> Int {
        let value = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? NSNumber
        return value?.intValue ?? 0
    }
}

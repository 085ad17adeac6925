import Foundation
import GRDB
import Kiosk
import Reception
import Testing

@testable import KioskStorage

/// Hosts, departments and the layout in the cache, and hosts found among them.
@Suite struct RosterTests {
    let fixture: Fixture
    init() throws { fixture = try Fixture() }

    private let sales = DepartmentRecord(id: UUID(), name: "営業部", reading: "えいぎょうぶ", phone: "300")

    private func host(_ name: String, _ reading: String, in department: DepartmentRecord? = nil) -> HostRecord {
        HostRecord(id: UUID(), name: name, reading: reading, department: department?.id, phone: "4711")
    }

    @Test func `departments and the layout are kept, with their tombstones`() throws {
        let layout = KioskLayout(banner: "ようこそ", answerSeconds: 45)
        do {
            let store = try fixture.open()
            #expect(try store.summary().layout == nil && store.summary().departments.isEmpty)
            try store.sync([.department(sales), .layout(layout)])
        }
        let store = try fixture.open()
        #expect(try store.summary().layout == layout)
        #expect(try store.summary().departments == [sales])
        var renamed = sales
        renamed.name = "営業本部"
        try store.sync([.department(renamed), .layout(.standard)], sequence: 11)
        #expect(try store.summary().departments == [renamed] && store.summary().layout == .standard)
        try store.sync([.departmentRemoved(sales.id)], sequence: 12)
        #expect(try store.summary().departments.isEmpty)
    }

    @Test func `hosts are found with their department until they have left`() throws {
        let store = try fixture.open()
        let (sato, saito) = (host("佐藤 花子", "さとう はなこ", in: sales), host("斉藤 健", "さいとう けん"))
        try store.sync([.host(sato), .host(saito), .department(sales)])
        #expect(try store.search("sat") == [HostMatch(host: sato, department: "営業部")])
        #expect(try store.search("けん") == [HostMatch(host: saito, department: "")])
        #expect(try store.search("s").isEmpty)
        var married = sato
        married.name = "鈴木 花子"
        married.reading = "すずき はなこ"
        try store.sync([.host(married)], sequence: 11)
        #expect(try store.search("さと").isEmpty)
        #expect(try store.search("suz").map(\.host) == [married])
        var renamed = sales
        renamed.name = "営業本部"
        try store.sync([.department(renamed)], sequence: 12)
        #expect(try store.search("suz").map(\.department) == ["営業本部"])
        try store.sync([.hostRemoved(sato.id)], sequence: 13)
        #expect(try store.search("suz").isEmpty)
        #expect(try store.search("saitou").count == 1)
    }

    @Test func `a search tells no more names than may be shown, and that there are more`() throws {
        let store = try fixture.open()
        try store.sync((0..<40).map { .host(host("佐藤 \($0)", "さとう")) })
        let found = try store.search("さと")
        #expect(found.count == HostMatch.most + 1)
        #expect(try store.search("さと") == found)
        #expect(try store.search("佐藤 17").map(\.host.name) == ["佐藤 17"])
    }

    @Test func `a full sync brings the people it tells of, and no others`() throws {
        let store = try fixture.open()
        let (sato, saito) = (host("佐藤 花子", "さとう はなこ"), host("斉藤 健", "さいとう けん"))
        try store.sync([.host(sato), .department(sales), .layout(KioskLayout(banner: "old"))])
        #expect(try store.search("sato").count == 1)
        try store.load(heardAt: morning) { take in
            try take(ChangeRow(sequence: 1, change: .host(saito)))
            try take(ChangeRow(sequence: 2, change: .layout(KioskLayout(banner: "new"))))
            #expect(try store.search("sato").count == 1 && store.search("saito").isEmpty)
            return .sample(count: 2)
        }
        #expect(try store.search("sato").isEmpty && store.search("saito").map(\.host) == [saito])
        #expect(try store.summary().layout?.banner == "new" && store.summary().departments.isEmpty)
        while try store.tidy() {}
        #expect(try store.cachedRows("entries0") == 0)
        #expect(try store.search("saito").count == 1)
    }

    @Test func `a load that was cut goes on with the people it had`() throws {
        struct Cut: Error {}
        let store = try fixture.open()
        let (sato, saito) = (host("佐藤 花子", "さとう はなこ"), host("斉藤 健", "さいとう けん"))
        let end = Cursor(epoch: "a", sequence: 2)
        #expect(throws: Cut.self) {
            try store.replace(heardAt: morning) { _, take in
                try take(.row(ChangeRow(sequence: 1, change: .host(sato))))
                let first = Cursor(epoch: "a", sequence: 1)
                try take(.mark(SnapshotMark(cursor: first, taken: 2, count: 1, digest: "")))
                throw Cut()
            }
        }
        try store.replace(heardAt: morning) { point, take in
            #expect(point?.cursor.sequence == 1)
            try take(.row(ChangeRow(sequence: 2, change: .host(saito))))
            try take(.end(SnapshotEnd(cursor: end, count: 1, digest: "", passes: 0, serverTime: morning)))
        }
        #expect(try store.search("はな").count == 1 && store.search("けん").count == 1)
    }

    /// As a newer cloud would write it.
    private func unreadable() throws -> Change {
        try Wire.decode(Change.self, from: Data(#"{"layout":{"buttons":[{"id":"x","action":"teleport"}]}}"#.utf8))
    }

    @Test func `a layout that cannot be read stops no sync, and the last good one stays`() throws {
        let store = try fixture.open()
        let good = KioskLayout(banner: "good")
        try store.sync([.layout(good)])
        try store.sync([try unreadable(), .pass(.sample())], sequence: 12)
        #expect(try store.summary().layout == good && store.summary().passes == 1)
        #expect(try store.cursor()?.sequence == 12)
        try store.load(heardAt: morning) { take in
            try take(ChangeRow(sequence: 20, change: try unreadable()))
            return .sample(count: 1)
        }
        #expect(try store.summary().layout == good)
        try store.load(heardAt: morning) { _ in .sample(count: 0) }
        #expect(try store.summary().layout == nil)
    }

    @Test(arguments: [
        #"{"reply":{"event":"x"}}"#, #"{"host":{"id":7}}"#, #"{"department":{}}"#, #"{"layout":[]}"#,
        #"{"layout":{"theme":"neon"}}"#, #"{"layout":{"texts":{"ja":{"epilogue":"x"}}}}"#,
    ])
    func `a row in words that are not known counts as unknown`(json: String) throws {
        #expect(try Wire.decode(Change.self, from: Data(json.utf8)) == .unknown)
    }

    @Test func `no name and no text lies readable in the folder, and none is kept of a reply`() throws {
        let store = try fixture.open()
        let sato = host("Satoko Sato", "さとう さとこ", in: sales)
        let reply = Reply(
            event: UUID(), state: .coming, name: "Gonzales", minutes: 3, phone: "5150", at: morning)
        try store.sync([.host(sato), .department(sales), .layout(KioskLayout(banner: "Banner")), .reply(reply)])
        #expect(try store.search("sato").count == 1)
        let bytes = try fixture.rawBytes()
        for secret in ["Satoko", "さとこ", "営業部", "えいぎょうぶ", "4711", "Banner", "Gonzales", "5150"] {
            #expect(bytes.range(of: Data(secret.utf8)) == nil, "\(secret)")
        }
        #expect(try store.cachedRows("entries0") == 3)
    }

    @Test func `a row that was moved to another's place is damage`() throws {
        let store = try fixture.open()
        let (sato, saito) = (host("佐藤 花子", "さとう はなこ"), host("斉藤 健", "さいとう けん"))
        try store.sync([.host(sato), .host(saito)])
        try store.cache.current.pool.write {
            try $0.execute(
                sql: "UPDATE entries0 SET body = (SELECT body FROM entries0 WHERE id = ?) WHERE id = ?",
                arguments: [Data(CacheRows.bytes(sato.id)), Data(CacheRows.bytes(saito.id))])
        }
        #expect(try store.search("sato").isEmpty)
        #expect(store.notes == [.cacheSetAside(path: fixture.directory.file("cache.sqlite.damaged"))])
    }

    @Test func `a host is written and read the same`() throws {
        for record in [host("", ""), host("佐藤 花子", "さとう はなこ", in: sales)] {
            let bytes = HostBody.encode(record)
            #expect(try HostBody.decode(bytes) == record)
            for length in 0..<bytes.count {
                #expect(throws: UnsealableRow()) { try HostBody.decode(bytes.prefix(length)) }
            }
            #expect(throws: UnsealableRow()) { try HostBody.decode(bytes + [0]) }
        }
    }

    @Test func `names are forgotten when nobody searches, and found again`() throws {
        let store = try fixture.open()
        try store.sync([.host(host("佐藤 花子", "さとう はなこ"))])
        #expect(store.forgetHosts(unusedFor: .zero))
        #expect(try store.search("sato").count == 1)
        #expect(!store.forgetHosts(unusedFor: .seconds(1)))
        #expect(store.forgetHosts(unusedFor: .zero))
        #expect(try store.search("sato").count == 1)
    }

    @Test func `a cache of an earlier release takes people in without a new load`() throws {
        do {
            let store = try fixture.open()
            try store.sync([.pass(.sample())])
            #expect(try (store.cursor()?.sequence ?? 0) > 0)
        }
        let queue = try DatabaseQueue(path: fixture.directory.file("cache.sqlite"))
        try queue.write { db in
            try db.execute(
                sql: """
                    DROP TABLE entries0; DROP TABLE entries1; ALTER TABLE state DROP COLUMN roster;
                    DELETE FROM grdb_migrations WHERE identifier = '2'
                    """)
        }
        try queue.close()
        let store = try fixture.open()
        #expect(try store.summary().passes == 1 && store.notes.isEmpty)
        #expect(try store.cursor()?.sequence == 0, "the earlier release has read over people: it is read again")
        try store.sync([.pass(.sample()), .host(host("佐藤 花子", "さとう はなこ"))], sequence: 11)
        #expect(try store.summary().passes == 1)
        #expect(try store.search("sato").count == 1)
    }

    /// Ten milliseconds are promised of a release; this build is not optimised.
    @Test func `among ten thousand hosts a second search takes no time to speak of`() throws {
        let store = try fixture.open()
        let names = ["さとう", "すずき", "たかはし", "たなか", "いとう", "わたなべ", "やまもと", "なかむら"]
        for page in 0..<10 {
            try store.sync(
                (0..<1000).map { .host(host("漢字 \(page)-\($0)", names[$0 % 8] + " たろう")) },
                sequence: Int64(1000 * (page + 1)))
        }
        _ = try store.search("tana")
        let start = World.live.uptime()
        #expect(try store.search("tanaka tar").count == HostMatch.most + 1)
        #expect(World.live.uptime() - start < .seconds(1))
    }
}

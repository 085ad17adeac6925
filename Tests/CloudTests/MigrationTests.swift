import CloudDomain
import Foundation
import GRDB
import Reception
import TestSupport
import Testing

@testable import CloudStorage

/// A directory that an earlier version of the program filled.
struct MigrationTests {
    private static let host = UUID()
    private static let event = UUID()
    private static let notice = UUID()

    /// As version 2 of the tables had it: a host in a department, and a notice to that host that waits.
    private func fill(_ db: Database) throws {
        let (now, body) = (Instant.at("2026-11-23T01:00:00Z"), try Wire.encode(Self.arrival))
        try db.execute(
            sql: """
                INSERT INTO meta (key, value) VALUES ('epoch', 'e'), ('prunedTo', '0');
                INSERT INTO tenant (number, name) VALUES (1, 'T');
                INSERT INTO site (tenant, number, name, timeZone, phone) VALUES (1, 1, 'Tokyo', 'Asia/Tokyo', '');
                """)
        let department = UUID().uuidString.lowercased()
        try db.execute(
            sql: "INSERT INTO department (id, tenant, name) VALUES (?, 1, '営業部')", arguments: [department])
        try db.execute(
            sql: """
                INSERT INTO host (id, tenant, name, mail, phone, department) VALUES (?, 1, '佐藤', '', '4711', ?)
                """, arguments: [Self.text(Self.host), department])
        try db.execute(
            sql: """
                INSERT INTO kiosk (id, tenant, site, name, program, credential, enrolledAt)
                VALUES ('k', 1, 1, 'entrance', '', x'00', 0)
                """)
        try db.execute(
            sql: """
                INSERT INTO event (id, tenant, kiosk, stream, sequence, kind, receivedAt, digest, body)
                VALUES (?, 1, 'k', '', 1, 'checkIn', 0, x'00', '{}')
                """, arguments: [Self.text(Self.event)])
        try db.execute(
            sql: """
                INSERT INTO notice (id, tenant, event, host, recipient, lane, occurredAt, queuedAt, dueAt, body)
                VALUES (?, 1, ?, ?, ?, 'ring', ?, ?, ?, ?)
                """,
            arguments: [
                Self.text(Self.notice), Self.text(Self.event), Self.text(Self.host), Self.text(Self.host), now, now,
                now, String(decoding: body, as: UTF8.self),
            ])
    }

    private static let arrival = Notice(
        id: notice, type: .arrival, visitor: nil, host: "佐藤", kiosk: "entrance", site: "Tokyo",
        occurredAt: .at("2026-11-23T01:00:00Z"), arrived: 1, expected: 1)

    private static func text(_ id: UUID) -> String { id.uuidString.lowercased() }

    @Test func `what waited still waits, and kiosks are told of those who were there`() throws {
        let folder = try TemporaryDirectory()
        let directory = try DataDirectory(folder.file("data"))
        try directory.write(Data(repeating: 7, count: 32), to: "master.key")
        do {
            let pool = try DatabasePool(path: directory.file(Store.fileName))
            try Schema.migrator.migrate(pool, upTo: "2: copied kiosks, long queues")
            try pool.write { try fill($0) }
            try pool.close()
        }
        let clock = TestClock("2026-11-23T01:00:00Z")
        let store = try Store(directory: directory, world: clock.world)
        // The webhook was sealed by nobody here, so it is set anew.
        let channel = Webhook(url: try #require(URL(string: "http://127.0.0.1:9/")), secret: Data("s".utf8))
        _ = try store.write { try $0.editHost(named: "佐藤", HostEdit(channel: .set(channel))) }
        let delivery = try #require(try store.claim())
        #expect(try Wire.decode(Notice.self, from: delivery.body) == Self.arrival.sent(answers: nil))
        let told = try store.read { try $0.feedRows(tenant: 1, site: 1, after: 0, limit: 10) }.map {
            try Wire.decode(Change.self, from: Data($0.body.utf8))
        }
        let kinds = told.map { change in
            switch change {
            case .host(let host): host.name
            case .department(let department): department.name
            default: "other"
            }
        }
        #expect(kinds == ["営業部", "佐藤"])
        #expect(try store.pool.read { try Schema.migrator.hasCompletedMigrations($0) })
    }

    /// As version 3 had it: one who is inside, one who has left, each by a kiosk of the site.
    private func fillVisits(_ db: Database) throws {
        let kiosk = UUID()
        try db.execute(
            sql: """
                INSERT INTO meta (key, value) VALUES ('epoch', 'e'), ('prunedTo', '0'), ('directoryTold', '1');
                INSERT INTO tenant (number, name) VALUES (1, 'T');
                INSERT INTO site (tenant, number, name, timeZone, phone) VALUES (1, 1, 'Tokyo', 'Asia/Tokyo', '');
                """)
        try db.execute(
            sql: """
                INSERT INTO kiosk (id, tenant, site, name, program, credential, enrolledAt)
                VALUES (?, 1, 1, 'entrance', '', x'00', 0)
                """, arguments: [Self.text(kiosk)])
        for (number, left) in [(1, "2026-11-23T02:00:00Z"), (2, nil)] as [(UInt64, String?)] {
            let arrived = Instant.at("2026-11-23T01:00:00Z")
            let event = RecordedEvent(
                event: .sample(.checkIn, PassID(number), at: arrived), kiosk: kiosk, kioskName: "entrance",
                siteName: "Tokyo", receivedAt: arrived, visitor: nil)
            try db.execute(
                sql: """
                    INSERT INTO event (id, tenant, kiosk, stream, sequence, pass, kind, receivedAt, digest, body)
                    VALUES (?, 1, ?, '', ?, ?, 'checkIn', 0, x'00', ?)
                    """,
                arguments: [
                    Self.text(event.event.id), Self.text(kiosk), number, PassID(number),
                    String(decoding: try Wire.encode(event), as: UTF8.self),
                ])
            try db.execute(
                sql: """
                    INSERT INTO visit (tenant, pass, position, checkedInAt, checkedOutAt, body) VALUES (1, ?, 0, ?, ?, ?)
                    """,
                arguments: [
                    PassID(number), arrived, left.map { Instant.at($0) },
                    String(decoding: try Wire.encode(VisitFold.visits(of: [event])[0]), as: UTF8.self),
                ])
        }
    }

    @Test func `who was inside before the site had a closing time is closed by it`() async throws {
        let folder = try TemporaryDirectory()
        let directory = try DataDirectory(folder.file("data"))
        try directory.write(Data(repeating: 7, count: 32), to: "master.key")
        do {
            let pool = try DatabasePool(path: directory.file(Store.fileName))
            try Schema.migrator.migrate(pool, upTo: "3: directory, layouts, answers")
            try await pool.write { try fillVisits($0) }
            try pool.close()
        }
        let clock = TestClock("2026-11-24T01:00:00Z")
        let store = try Store(directory: directory, world: clock.world)
        #expect(try await store.read { try $0.sites(of: 1) }.map(\.closeAt) == [nil])
        _ = try await store.write { try $0.editSite(named: nil, SiteEdit(closeAt: .set(ClockTime("20:00")))) }
        #expect(try await store.closeForgotten())
        #expect(try await store.closeForgotten() == false)
        let visits = try await store.read { try $0.visits() }
        #expect(Set(visits.map(\.exit)) == [nil, .assumed])
    }
}

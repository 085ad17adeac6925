import CloudDomain
import CloudStorage
import Foundation
import GRDB
import Reception
import TestSupport
import Testing

/// What waits for a receiver that hangs, fails or is gone for a day.
struct DeliveryTests {
    private let webhook = URL(string: "http://127.0.0.1:9/")

    private func arrive(_ ground: Ground, _ kiosk: Kiosk, _ names: [String], host: String = "佐藤", late: Int = 0)
        async throws
    {
        let (_, passes) = try ground.passes(names, host: host)
        let time = ground.clock.now.advanced(by: .seconds(-late))
        _ = try await ground.store.record(
            passes.map { .event(ground.event(.checkIn, $0.id, at: time)) }, from: kiosk)
    }

    @Test func `a receiver that hangs holds up nobody else`() async throws {
        let ground = try Ground(webhook: webhook)
        let kiosk = try await ground.kiosk()
        let channel = Webhook(url: try #require(URL(string: "http://127.0.0.1:9/suzuki")), secret: Data("s".utf8))
        _ = try ground.store.write {
            try $0.addHost(name: "Suzuki", mail: "", phone: "", department: nil, webhook: channel)
        }
        try await arrive(ground, kiosk, ["A", "B", "C"])
        try await arrive(ground, kiosk, ["D"], host: "Suzuki")
        let first = try #require(try ground.store.claim())
        let second = try #require(try ground.store.claim())
        #expect([first, second].map(\.webhook.url.path).sorted() == ["/", "/suzuki"])
        #expect(try ground.store.claim() == nil)
        try ground.store.settle(first.webhook.url.path == "/" ? first : second, wasDelivered: true)
        #expect(try ground.store.claim()?.webhook.url.path == "/")
    }

    @Test func `what is fresh is not given up with what is old`() async throws {
        let ground = try Ground(webhook: webhook)
        let kiosk = try await ground.kiosk()
        try await arrive(ground, kiosk, ["Old"], late: 3600)
        ground.clock.advance(by: .seconds(24 * 3600 - 5))
        try await arrive(ground, kiosk, ["Fresh"], late: 3600)
        ground.clock.advance(by: .seconds(10))
        let both = try #require(try ground.store.claim())
        #expect(both.notices.count == 2)
        try ground.store.settle(both, wasDelivered: false)
        ground.clock.advance(by: .seconds(2))
        let rest = try #require(try ground.store.claim())
        #expect(try Wire.decode(NoticeDigest.self, from: rest.body).arrivals.map(\.visitor) == ["Fresh"])
        #expect(rest.id != both.id)
    }

    @Test func `a digest that is tried again is the same, and newcomers make another`() async throws {
        let ground = try Ground(webhook: webhook)
        let kiosk = try await ground.kiosk()
        try await arrive(ground, kiosk, ["A", "B"], late: 3600)
        ground.clock.advance(by: .seconds(6))
        let first = try #require(try ground.store.claim())
        try await arrive(ground, kiosk, ["C"], late: 3600)
        try ground.store.settle(first, wasDelivered: false)
        ground.clock.advance(by: .seconds(10))
        var seen: [Delivery] = []
        while let next = try ground.store.claim() {
            seen.append(next)
            try ground.store.settle(next, wasDelivered: true)
        }
        #expect(seen.map(\.notices.count).sorted() == [1, 2])
        #expect(seen.contains(first))
        #expect(Set(seen.map(\.id)).count == 2)
    }

    @Test func `a notice that cannot be read is given up and the rest go on`() async throws {
        let ground = try Ground(webhook: webhook)
        let kiosk = try await ground.kiosk()
        try await arrive(ground, kiosk, ["A", "B"])
        try await arrive(ground, kiosk, ["C", "D"], late: 3600)
        try await ground.pool.write { db in
            for name in ["A", "C"] {
                try db.execute(
                    sql: "UPDATE notice SET body = '{}' WHERE json_extract(body, '$.visitor') = ?", arguments: [name])
            }
        }
        ground.clock.advance(by: .seconds(6))
        var told: [String] = []
        while let next = try ground.store.claim() {
            told.append(String(decoding: next.body, as: UTF8.self))
            try ground.store.settle(next, wasDelivered: true)
        }
        #expect(told.count == 2)
        #expect(told.contains { $0.contains(#""visitor":"B""#) } && told.contains { $0.contains(#""visitor":"D""#) })
        let failed = try await ground.pool.read {
            try Int.fetchOne($0, sql: "SELECT count(*) FROM notice WHERE state = 'failed'")
        }
        #expect(failed == 2)
    }
}

import Foundation
import Reception
import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#endif

/// Scenarios without a network.
extension EndToEnd {
    @Suite struct OfflineTests {
        private func cut(_ place: Installation) {
            place.network.setMode(.refuse)
            place.network.closeConnections()
        }

        @Test
        func `scenario 20 and 21: offline a visitor is welcomed as ever, and the cloud learns it later with its time`()
            async throws
        {
            let place = try await Installation()
            let appointment = try place.appointment()
            let kiosk = try await place.openSyncedKiosk()
            cut(place)
            try await kiosk.wait(for: "オフライン")
            try kiosk.type(appointment.token)
            let screen = try await kiosk.wait(for: "山田 太郎 様", within: .seconds(2))
            let scanned = World.live.now()
            #expect(screen.contains("通信が戻りしだい送信します") && screen.contains("内線 1234"))
            try await kiosk.wait(for: "送信待ち 1")
            #expect(try kiosk.screen().contains("同期 "))
            #expect(try kiosk.screen().contains("接続不可: 回線を確認"))
            #expect(try place.kiosk("status").out.contains("Link       offline since "))
            #expect(!screen.contains("お知らせしました"))
            try await Task.sleep(for: .seconds(5))
            place.network.setMode(.pass)
            try await place.waitForEmptyQueue(within: .seconds(30))
            try await kiosk.wait(for: "オンライン")
            let visit = try #require(try place.visits().first)
            #expect(abs(visit.checkedInAt.since(scanned).wholeMilliseconds) < 2500)
        }

        @Test func `scenario 21: what queued up while the network was down arrives in order, with its times`()
            async throws
        {
            let place = try await Installation()
            let visitors = try place.appointment(visitors: (0..<5).map { "青空商事;客\($0);" }).visitors
            let kiosk = try await place.openSyncedKiosk(passes: 5)
            cut(place)
            try await kiosk.wait(for: "オフライン")
            var scanned: [Instant] = []
            for (number, visitor) in visitors.enumerated() {
                try kiosk.type(visitor.token)
                try await kiosk.wait(for: "客\(number) 様")
                scanned.append(World.live.now())
                try await Task.sleep(for: .milliseconds(700))
            }
            place.network.setMode(.pass)
            try await place.waitForEmptyQueue(within: .seconds(30))
            #expect(try place.events().map(\.sequence) == [1, 2, 3, 4, 5])
            let visits = try place.visits()
            for (number, moment) in scanned.enumerated() {
                let visit = try #require(visits.first { $0.visitor == "客\(number)" })
                #expect(abs(visit.checkedInAt.since(moment).wholeMilliseconds) < 2500)
            }
            try await kiosk.wait(for: "オンライン")
            #expect(try place.kiosk("status").out.contains("Link       online: "))
        }

        @Test func `scenario 22: an answer that is lost doubles neither history nor notice`() async throws {
            let notices = try RawResponder { _ in .answer(RawResponder.http(204, Data())) }
            let place = try await Installation(webhook: "http://127.0.0.1:\(notices.port)/notice")
            let appointment = try place.appointment()
            let kiosk = try await place.openSyncedKiosk()
            // The push lane gets its connection, so that the next request goes out on it.
            try kiosk.type("https://example.com")
            try await kiosk.wait(for: "この受付のコードではありません")
            try await place.waitForEmptyQueue()
            // Requests arrive, answers do not.
            place.network.setMode(.cut(afterBytes: 0))
            try kiosk.type(appointment.token)
            try await kiosk.wait(for: "山田 太郎 様")
            try await eventually("the event has arrived unanswered") { try place.events().count == 2 }
            #expect(try place.status().waiting == 1)
            place.network.setMode(.pass)
            try await place.waitForEmptyQueue()
            #expect(try place.events().count == 2)
            #expect(try place.visits().count == 1)
            try await Task.sleep(for: .seconds(1))
            #expect(notices.requests.count == 1)
        }

        @Test
        func `scenario 24: an unknown pass offline is sent to the staff and looked at again when the network is back`()
            async throws
        {
            let place = try await Installation()
            _ = try place.appointment()
            let kiosk = try await place.openSyncedKiosk()
            cut(place)
            try await kiosk.wait(for: "オフライン")
            let unknown = try place.appointment(visitors: ["青空商事;王 小明;"])
            try kiosk.type(unknown.token)
            let screen = try await kiosk.wait(for: "係員へお知らせください")
            #expect(!screen.contains("無効") && !screen.contains("ようこそ"))
            place.network.setMode(.pass)
            try await kiosk.wait(for: "王 小明 様", within: .seconds(30))
            try await place.waitForEmptyQueue()
            #expect(try place.visits().map(\.visitor) == ["王 小明"])
        }

        /// An hour passes in the middle, by the clocks of both machines.
        @Test func `scenario 27: a thousand events drain while visitors come in, and no host is rung for the past`()
            async throws
        {
            let notices = try RawResponder { _ in .answer(RawResponder.http(204, Data())) }
            let place = try await Installation(webhook: "http://127.0.0.1:\(notices.port)/notice")
            let clock = try MachineClock(in: place.folder)
            let visitors = try place.appointment(visitors: (0..<1004).map { "青空商事;客\($0);" }).visitors
            try #require(try place.kiosk("sync", "--once").status == 0)
            place.stopCloud(SIGTERM)
            let tokens = visitors.prefix(1000).map(\.token).joined(separator: "\n") + "\n"
            let kiosk = try await place.openKiosk(
                environment: clock.environment, codes: try place.folder.write(Data(tokens.utf8), to: "tokens"))
            try await kiosk.wait(for: "送信待ち 1000", within: .seconds(240))
            let hour = Duration.seconds(3600)
            try clock.pass(hour)
            try await place.startCloud(behind: .zero - hour)
            var longest = Duration.zero
            for number in 1000..<1003 {
                let start = World.live.uptime()
                try kiosk.type(visitors[number].token)
                try await kiosk.wait(for: "客\(number) 様")
                longest = max(longest, World.live.uptime() - start)
            }
            #expect(longest < .seconds(2))
            try await place.waitForEmptyQueue(within: .seconds(60))
            #expect(try place.visits().count == 1003)
            #expect(try place.events().map(\.sequence) == Array(1...1003))
            try await eventually("the past is told", within: .seconds(90)) { try notices.digested().count >= 1000 }
            try await Task.sleep(for: .seconds(3))
            try kiosk.type(visitors[1003].token)
            let answer = try await kiosk.wait(until: "the cloud's word on who comes now") {
                $0.contains("客1003 様") && !$0.contains("お知らせしています")
            }
            #expect(answer.contains("お知らせしました"), "\(answer)")
            try await eventually("who comes now is rung for") {
                try notices.told(of: "arrival").contains { $0.visitor == "客1003" }
            }
            try await Task.sleep(for: .seconds(6))
            let rung = try notices.told(of: "arrival").compactMap(\.visitor)
            #expect(Set(rung).isSubset(of: ["客1000", "客1001", "客1002", "客1003"]) && Set(rung).count == rung.count)
            // A slow machine may need more than one; every arrival is in one of them, and nobody is told twice.
            #expect(try notices.digested().count == 1004 - rung.count)
            #expect(try Set(notices.told(of: "digest").map(\.id)).count <= 3)
            #expect(try Set(notices.digested()).isDisjoint(with: rung))
        }

        @Test func `scenario 28: one event that the cloud rejects is set aside, and the others go through`()
            async throws
        {
            let place = try await Installation()
            let visitors = ["一", "二", "三"].map { "青空商事;客\($0);" }
            let appointment = try place.appointment(visitors: visitors)
            let kiosk = try await place.openSyncedKiosk(passes: 3)
            try kiosk.type("https://example.com")
            try await kiosk.wait(for: "この受付のコードではありません")
            try await place.waitForEmptyQueue()
            cut(place)
            try await kiosk.wait(for: "オフライン")
            for visitor in appointment.visitors { try kiosk.type(visitor.token) }
            try await kiosk.wait(for: "送信待ち 3")
            // Somebody else has used the second event's ID for other contents.
            let queued = try place.kiosk("queue", "export").out.split(separator: "\n")
            struct Queued: Decodable { let id: UUID }
            let second = try JSONDecoder().decode(Queued.self, from: Data(queued[1].utf8)).id
            try place.occupyEventID(second)
            place.network.setMode(.pass)
            try await place.waitForEmptyQueue()
            #expect(try place.status().setAside == 1)
            try await kiosk.wait(for: "要確認 1")
            #expect(try place.visits().map(\.visitor).sorted() == ["客一", "客三"])
            #expect(try place.kiosk("queue", "list").out.contains("setAside ("))
        }

        @Test func `a server that accepts and never answers slows down no scan and no key`() async throws {
            let place = try await Installation()
            let visitors = (0..<6).map { "青空商事;客\($0);" }
            let appointment = try place.appointment(visitors: visitors)
            let kiosk = try await place.openSyncedKiosk(passes: 6)
            func measure(_ range: Range<Int>) async throws -> Duration {
                let start = World.live.uptime()
                for index in range {
                    try kiosk.type(appointment.visitors[index].token)
                    try await kiosk.wait(for: "客\(index) 様")
                    try kiosk.press("Escape")
                    try await kiosk.wait(for: "QR コードがない方は")
                }
                return World.live.uptime() - start
            }
            let online = try await measure(0..<3)
            place.network.setMode(.stall)
            let stalled = try await measure(3..<6)
            // Any wait for the cloud would be its time-out of 15 s; a busy machine is given ten times the time online.
            #expect(stalled < max(online * 10, .seconds(6)))
            try await kiosk.wait(for: "オフライン", within: .seconds(60))
            try kiosk.press("l")
            try await kiosk.wait(for: "Welcome", within: .seconds(2))
            place.network.setMode(.pass)
            place.network.closeConnections()
            try await place.waitForEmptyQueue(within: .seconds(60))
            #expect(try place.visits().count == 6)
        }
    }
}

/// What a webhook was told.
private struct Told: Decodable {
    struct Arrival: Decodable {
        let visitor: String
    }

    let id: UUID
    let type: String
    let visitor: String?
    let arrivals: [Arrival]?
}

extension RawResponder {
    fileprivate func told(of type: String) throws -> [Told] {
        try requests.map { try JSONDecoder().decode(Told.self, from: $0.body) }.filter { $0.type == type }
    }

    /// The visitors of every digest; one that was sent again counts once.
    fileprivate func digested() throws -> [String] {
        let digests = try Dictionary(told(of: "digest").map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        return digests.values.flatMap { $0.arrivals ?? [] }.map(\.visitor)
    }
}

extension Installation {
    /// Makes the cloud remember `id` as that of another event, as a faulty kiosk might have left it.
    fileprivate func occupyEventID(_ id: UUID) throws {
        let rewritten = """
            INSERT INTO event (id, tenant, kiosk, stream, sequence, pass, kind, receivedAt, digest, notice, body)
            SELECT CASE WHEN id = lower(id) THEN lower('\(id)') ELSE '\(id)' END, tenant, kiosk, 'another', 1, NULL, kind,
                receivedAt, x'00', NULL, body FROM event LIMIT 1
            """
        let result = try Command.run(["sqlite3", "-cmd", ".timeout 5000", cloudData + "/cloud.sqlite", rewritten])
        try #require(result.status == 0, "\(result.err)")
    }
}

import CloudDomain
import CloudStorage
import Foundation
import Reception
import Testing

/// Visitors without an appointment, deliveries, and calls with a target (scenarios 14 to 16).
struct WalkInTests {
    private let here = URL(string: "http://127.0.0.1:9/host")
    private let desk = URL(string: "http://127.0.0.1:9/desk")
    private static let guest = WalkIn(name: "山田 太郎", company: "株式会社 山", headcount: 3, language: "ja")

    private func walkIn(
        _ ground: Ground, _ pass: PassID, target: NoticeTarget? = nil, sequence: Int64 = 1, stream: UUID = UUID(),
        at time: Instant? = nil
    ) -> Event {
        var event = ground.event(.walkIn, pass, sequence: sequence, stream: stream, verdict: .none, at: time)
        (event.walkIn, event.target, event.means) = (Self.guest, target, .screen)
        return event
    }

    /// Everything that waits, by the path of its webhook.
    private func notices(_ ground: Ground) throws -> [(path: String, notice: Notice)] {
        var found: [(String, Notice)] = []
        while let delivery = try ground.store.claim() {
            found.append((delivery.webhook.url.path, try Wire.decode(Notice.self, from: delivery.body)))
            try ground.store.settle(delivery, wasDelivered: true)
        }
        return found
    }

    private func host(_ ground: Ground, _ name: String = "佐藤") throws -> UUID {
        try #require(try ground.store.read { try $0.hosts() }.first { $0.name == name }).id
    }

    @Test func `scenario 14: a walk-in is a visit, and the host is told who and how many`() async throws {
        let ground = try Ground(webhook: here)
        let kiosk = try await ground.kiosk()
        let (pass, stream) = (PassID(7), UUID())
        let event = walkIn(ground, pass, target: .host(try host(ground)), stream: stream)
        let receipt = try await ground.store.record([.event(event)], from: kiosk)
        #expect(receipt.results.map(\.notice) == [.queued])
        #expect(try await ground.store.record([.event(event)], from: kiosk).results.map(\.status) == [.duplicate])
        let told = try notices(ground)
        #expect(told.map(\.path) == ["/host"])
        let notice = try #require(told.first).notice
        #expect((notice.type, notice.visitor, notice.company, notice.headcount) == (.walkIn, "山田 太郎", "株式会社 山", 3))
        let visit = try #require(try ground.store.read { try $0.visits() }.first)
        let record = VisitRecord(visit)
        #expect((record.visitor, record.company, record.hosts, record.headcount) == ("山田 太郎", "株式会社 山", ["佐藤"], 3))
        #expect(record.checkedOutAt == nil && !record.isConflict)

        let leave = ground.event(.checkOut, pass, sequence: 2, stream: stream, verdict: .none)
        _ = try await ground.store.record([.event(leave)], from: kiosk)
        let visits = try ground.store.read { try $0.visits() }
        #expect(visits.map(\.exit) == [.own])
    }

    @Test func `a check-out that comes before its walk-in, and a walk-in that comes days late, are kept`() async throws
    {
        let ground = try Ground(webhook: here)
        let kiosk = try await ground.kiosk()
        let (pass, stream) = (PassID(8), UUID())
        let early = ground.clock.now.advanced(by: .seconds(-3 * 86_400))
        let leave = ground.event(
            .checkOut, pass, sequence: 2, stream: stream, verdict: .none, at: early.advanced(by: .seconds(60)))
        _ = try await ground.store.record([.event(leave)], from: kiosk)
        let receipt = try await ground.store.record(
            [.event(walkIn(ground, pass, target: .host(try host(ground)), stream: stream, at: early))], from: kiosk)
        #expect(receipt.results.map(\.notice) == [.digest])
        let visits = try ground.store.read { try $0.visits() }
        #expect(visits.map(\.checkIn.correctedAt) == [early])
        #expect(visits.first?.checkOut != nil)
    }

    @Test func `scenario 15: who does not know whom to see reaches the reception`() async throws {
        let ground = try Ground(webhook: here, fallback: desk)
        let kiosk = try await ground.kiosk()
        _ = try await ground.store.record([.event(walkIn(ground, PassID(9), target: .reception))], from: kiosk)
        #expect(try notices(ground).map(\.path) == ["/desk"])
        #expect(try ground.store.read { try $0.visits() }.first?.visitor?.hosts == [])
    }

    @Test func `scenario 16: a delivery tells its target and asks for no answer`() async throws {
        let ground = try Ground(webhook: here, fallback: desk)
        let kiosk = try await ground.kiosk()
        ground.store.takeAnswers(at: "https://cloud")
        var event = ground.event(.delivery, nil, verdict: .none)
        (event.target, event.button) = (.reception, "delivery")
        let receipt = try await ground.store.record([.event(event)], from: kiosk)
        #expect(receipt.results.map(\.notice) == [.queued])
        let told = try notices(ground)
        #expect(told.map(\.path) == ["/desk"])
        #expect(told.map(\.notice.type) == [.delivery])
        #expect(told.first?.notice.button == "delivery" && told.first?.notice.answers == nil)
        ground.clock.advance(by: .seconds(300))
        #expect(try await ground.store.escalate() == false)
    }

    @Test func `a department is told by its webhook, or else by those of all its hosts`() async throws {
        let ground = try Ground(webhook: here)
        let kiosk = try await ground.kiosk()
        let sales = try ground.store.write { transaction in
            let sales = try transaction.addDepartment(name: "営業部", site: nil)
            _ = try transaction.editHost(named: "佐藤", HostEdit(department: "営業部"))
            _ = try transaction.addHost(
                name: "鈴木", mail: "", phone: "", department: "営業部",
                webhook: Webhook(url: try #require(URL(string: "http://127.0.0.1:9/suzuki")), secret: Data("s".utf8)))
            return sales
        }
        func call() async throws -> [String] {
            var event = ground.event(.call, nil, verdict: .none)
            event.target = .department(sales.id)
            _ = try await ground.store.record([.event(event)], from: kiosk)
            return try notices(ground).map(\.path).sorted()
        }
        #expect(try await call() == ["/host", "/suzuki"])
        let channel = Webhook(
            url: try #require(URL(string: "http://127.0.0.1:9/sales")), secret: Data("own".utf8))
        _ = try ground.store.write { try $0.editDepartment(named: "営業部", DepartmentEdit(channel: .set(channel))) }
        #expect(try await call() == ["/sales"])
        _ = try ground.store.write { try $0.editDepartment(named: "営業部", DepartmentEdit(channel: .remove)) }
        #expect(try await call() == ["/host", "/suzuki"])
    }

    @Test func `a call of somebody who walked in says who it is`() async throws {
        let ground = try Ground(webhook: here, fallback: desk)
        let kiosk = try await ground.kiosk()
        let stream = UUID()
        _ = try await ground.store.record(
            [.event(walkIn(ground, PassID(3), target: .reception, stream: stream))], from: kiosk)
        _ = try await ground.store.record(
            [.event(ground.event(.call, PassID(3), sequence: 2, stream: stream, verdict: .none))], from: kiosk)
        #expect(try notices(ground).map(\.notice.visitor) == ["山田 太郎", "山田 太郎"])
    }

    @Test func `a chat program gets words it can show, and nothing that it would take for a mention or a link`()
        async throws
    {
        let ground = try Ground(webhook: here, fallback: desk)
        let kiosk = try await ground.kiosk()
        ground.store.takeAnswers(at: "https://cloud")
        var event = walkIn(ground, PassID(4), target: .reception)
        event.walkIn?.name = "<!channel> @all [x](http://evil)"
        _ = try await ground.store.record([.event(event)], from: kiosk)
        let text = try #require(try notices(ground).first?.notice.text)
        #expect(text.hasPrefix("【予約なしの来訪 / Walk-in】　株式会社 山 · ＜!channel＞ ＠all"))
        #expect(text.contains("3 名") && text.contains("対応します / I'm coming: https://cloud/answer/"))
        #expect(!text.contains("http:") && !text.contains("@") && !text.contains("<"))
    }

    private static let nonsense: [@Sendable (inout Event) -> Void] = [
        { $0.walkIn = nil },
        { $0.walkIn?.name = "  " },
        { $0.walkIn?.name = String(repeating: "長", count: 400) },
        { $0.walkIn?.company = "a\nb" },
        { $0.walkIn?.headcount = 0 },
        { $0.walkIn?.headcount = 100 },
        { $0.button = String(repeating: "x", count: 201) },
    ]

    @Test(arguments: nonsense.indices)
    func `what nobody can have typed is rejected, and said why without saying what`(_ index: Int) throws {
        let ground = try Ground()
        var event = walkIn(ground, PassID(1))
        Self.nonsense[index](&event)
        let batch = try Wire.decode(SentBatch.self, from: Wire.encode(EventBatch(events: [event])))
        guard case .malformed(let id, let reason)? = batch.events.first else {
            Issue.record("it was taken")
            return
        }
        #expect(id == event.id && reason.hasSuffix("."))
        #expect(!reason.contains("山田"))
    }
}

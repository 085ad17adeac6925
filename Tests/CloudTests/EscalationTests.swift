import CloudDomain
import CloudStorage
import Foundation
import GRDB
import Reception
import TestSupport
import Testing

import struct Reception.Cursor

/// Who is asked next, and what everybody hears of it (scenarios 17 and 18).
struct EscalationTests {
    private static func hook(_ path: String) throws -> Webhook {
        Webhook(url: try #require(URL(string: "http://127.0.0.1:9/\(path)")), secret: Data("s".utf8))
    }

    /// A host in a department with a channel of its own, and a reception with one.
    private func office() throws -> Ground {
        let ground = try Ground(
            webhook: URL(string: "http://127.0.0.1:9/sato"), fallback: URL(string: "http://127.0.0.1:9/desk"))
        try ground.store.write { transaction in
            _ = try transaction.addDepartment(name: "営業部", phone: "200", site: nil, webhook: Self.hook("sales"))
            _ = try transaction.editHost(named: "佐藤", HostEdit(department: "営業部"))
        }
        ground.store.takeAnswers(at: "https://cloud.example")
        return ground
    }

    private func arrive(_ ground: Ground, _ kiosk: Kiosk) async throws -> Event {
        let event = ground.event(.checkIn, try ground.passes().1[0].id)
        _ = try await ground.store.record([.event(event)], from: kiosk)
        return event
    }

    /// Delivers everything that waits.
    private func ring(_ store: Store) throws -> [String: Notice] {
        var told: [String: Notice] = [:]
        while let delivery = try store.claim() {
            told[delivery.webhook.url.lastPathComponent] = try Wire.decode(Notice.self, from: delivery.body)
            try store.settle(delivery, wasDelivered: true)
        }
        return told
    }

    private func token(_ notice: Notice?) throws -> String {
        String(try #require(notice?.answers?.coming).dropFirst("https://cloud.example/answer/".count))
    }

    private func reply(_ ground: Ground, _ kiosk: Kiosk) async throws -> Reply? {
        let cursor = Cursor(epoch: try await ground.epoch(), sequence: 0)
        return try await ground.store.changes(for: kiosk, after: cursor, limit: 1000).changes.compactMap {
            if case .reply(let reply) = $0.change { reply } else { nil }
        }.last
    }

    @Test func `scenario 17: who does not answer is passed over, and in the end the visitor has a number`() async throws
    {
        let ground = try office()
        let kiosk = try await ground.kiosk()
        let event = try await arrive(ground, kiosk)
        #expect(try ring(ground.store).keys.sorted() == ["sato"])
        ground.clock.advance(by: .seconds(59))
        #expect(try await ground.store.escalate() == false)
        ground.clock.advance(by: .seconds(1))
        #expect(try await ground.store.escalate())
        #expect(try ring(ground.store).mapValues(\.host) == ["sales": "営業部"])
        var expected = Reply(
            event: event.id, state: .passedOn, name: "営業部", minutes: nil, phone: "200", at: ground.clock.now)
        #expect(try await reply(ground, kiosk) == expected)
        ground.clock.advance(by: .seconds(60))
        #expect(try await ground.store.escalate())
        #expect(try ring(ground.store).keys.sorted() == ["desk"])
        (expected.name, expected.phone, expected.at) = ("", "100", ground.clock.now)
        #expect(try await reply(ground, kiosk) == expected)
        ground.clock.advance(by: .seconds(60))
        #expect(try await ground.store.escalate())
        #expect(try ring(ground.store).isEmpty)
        (expected.state, expected.at) = (.unanswered, ground.clock.now)
        #expect(try await reply(ground, kiosk) == expected)
        ground.clock.advance(by: .seconds(600))
        #expect(try await ground.store.escalate() == false)
    }

    @Test func `the layout says how long each has, and whom a button asks next`() async throws {
        let ground = try office()
        let kiosk = try await ground.kiosk()
        let quiet = try #require(try ground.store.read { try $0.hosts() }.first { $0.name == "Quiet" }).id
        let sato = try #require(try ground.store.read { try $0.hosts() }.first { $0.name == "佐藤" }).id
        let button = LayoutButton(
            id: "vip", action: .call, target: .host(quiet), then: [.reception, .host(sato)])
        try ground.store.write {
            try $0.setLayout(KioskLayout(buttons: [button], answerSeconds: 10), of: ground.site)
        }
        var event = ground.event(.call, nil, verdict: .none)
        event.button = "vip"
        _ = try await ground.store.record([.event(event)], from: kiosk)
        var order: [String] = []
        for _ in 0..<3 {
            order += try ring(ground.store).keys
            ground.clock.advance(by: .seconds(10))
            _ = try await ground.store.escalate()
        }
        #expect(order == ["desk", "sato", "sales"])
    }

    @Test func `scenario 18: who comes is told to the kiosk, to the administrator and to those who were asked`()
        async throws
    {
        let ground = try office()
        let kiosk = try await ground.kiosk()
        let event = try await arrive(ground, kiosk)
        let first = try token(try ring(ground.store)["sato"])
        ground.clock.advance(by: .seconds(60))
        _ = try await ground.store.escalate()
        let second = try token(try ring(ground.store)["sales"])
        #expect(try await ground.store.inquiry(first)?.state == .passedOn(to: "営業部"))
        #expect(try await ground.store.inquiry(second)?.state == .open)

        let taken = try await ground.store.answer(first, .coming(minutes: 3), name: "")
        #expect(taken?.state == .mine(minutes: 3))
        let reply = try await reply(ground, kiosk)
        #expect(reply?.state == .coming && reply?.name == "佐藤" && reply?.minutes == 3 && reply?.phone == "4711")
        #expect(reply?.event == event.id)
        let word = try ring(ground.store)
        #expect(word.keys.sorted() == ["sales"])
        #expect(word["sales"]?.type == .taken && word["sales"]?.takenBy == "佐藤" && word["sales"]?.minutes == 3)
        #expect(word["sales"]?.answers == nil)
        let late = try await ground.store.answer(second, .coming(minutes: 0), name: "鈴木")
        #expect(late?.state == .taken(by: "佐藤", minutes: 3))
        let answers = try ground.store.read { try $0.answers() }
        #expect(answers[event.id]?.summary == "佐藤 comes in 3 min")
        ground.clock.advance(by: .seconds(600))
        #expect(try await ground.store.escalate() == false)
    }

    @Test func `who comes may say another time, or that somebody else must`() async throws {
        let ground = try office()
        let kiosk = try await ground.kiosk()
        _ = try await arrive(ground, kiosk)
        let link = try token(try ring(ground.store)["sato"])
        _ = try await ground.store.answer(link, .coming(minutes: 0), name: "")
        #expect(try await ground.store.answer(link, .coming(minutes: 10), name: "")?.state == .mine(minutes: 10))
        #expect(try await reply(ground, kiosk)?.minutes == 10)
        #expect(try await ground.store.answer(link, .passOn, name: "")?.state == .passedOn(to: "営業部"))
        #expect(try await reply(ground, kiosk)?.state == .passedOn)
        #expect(try ring(ground.store).keys.sorted() == ["sales"])
    }

    @Test func `a button that is pressed twice passes on once`() async throws {
        let ground = try office()
        let kiosk = try await ground.kiosk()
        _ = try await arrive(ground, kiosk)
        let link = try token(try ring(ground.store)["sato"])
        for _ in 0..<2 { _ = try await ground.store.answer(link, .passOn, name: "") }
        #expect(try ring(ground.store).keys.sorted() == ["sales"])
    }

    @Test func `in a group the first word stands, under the name that was typed`() async throws {
        let ground = try office()
        let kiosk = try await ground.kiosk()
        _ = try await ground.store.record([.event(ground.event(.call, nil, verdict: .none))], from: kiosk)
        let link = try token(try ring(ground.store)["desk"])
        #expect(try await ground.store.inquiry(link)?.isGroup == true)
        let state = Inquiry.State.taken(by: "田中", minutes: 5)
        #expect(try await ground.store.answer(link, .coming(minutes: 5), name: "田中")?.state == state)
        #expect(try await ground.store.answer(link, .coming(minutes: 0), name: "木村")?.state == state)
        #expect(try await ground.store.answer(link, .passOn, name: "")?.state == state)
        #expect(try await reply(ground, kiosk)?.name == "田中")
    }

    @Test func `nobody is rung for somebody who came a quarter of an hour ago`() async throws {
        let ground = try office()
        let kiosk = try await ground.kiosk()
        _ = try await arrive(ground, kiosk)
        _ = try ring(ground.store)
        ground.clock.advance(by: .seconds(15 * 60 + 1))
        #expect(try await ground.store.escalate())
        #expect(try ring(ground.store).isEmpty)
        #expect(try await reply(ground, kiosk)?.state == .unanswered)
    }

    @Test func `the asking goes on after a restart, and so do the links`() async throws {
        let ground = try office()
        let kiosk = try await ground.kiosk()
        _ = try await arrive(ground, kiosk)
        let link = try token(try ring(ground.store)["sato"])
        ground.clock.advance(by: .seconds(60))
        let again = try Store(directory: DataDirectory(ground.folder.file("data")), world: ground.clock.world)
        again.takeAnswers(at: "https://cloud.example")
        #expect(try await again.escalate())
        #expect(try ring(again).keys.sorted() == ["sales"])
        #expect(try await again.answer(link, .coming(minutes: 0), name: "")?.state == .mine(minutes: 0))
    }

    @Test func `a link cannot be guessed, made of the database, or used for ever`() async throws {
        let ground = try office()
        let kiosk = try await ground.kiosk()
        _ = try await arrive(ground, kiosk)
        let link = try token(try ring(ground.store)["sato"])
        #expect(link.utf8.count == 52)
        #expect(try await ground.store.inquiry(String(repeating: "0", count: 52)) == nil)
        let kept = try await ground.pool.read { db in
            try Row.fetchAll(db, sql: "SELECT * FROM notice").map { "\($0)" }.joined()
        }
        #expect(!kept.contains(link))
        ground.clock.advance(by: Answer.lifetime)
        #expect(try await ground.store.inquiry(link) == nil)
        #expect(try await ground.store.answer(link, .coming(minutes: 0), name: "") == nil)
    }

    @Test func `replies leave the feed after a day, and snapshots stay whole`() async throws {
        let ground = try office()
        let kiosk = try await ground.kiosk()
        _ = try await arrive(ground, kiosk)
        ground.clock.advance(by: .seconds(60))
        _ = try await ground.store.escalate()
        ground.clock.advance(by: .seconds(86_000))
        while try await ground.store.tidy() {}
        #expect(try await reply(ground, kiosk) != nil)
        ground.clock.advance(by: .seconds(500))
        while try await ground.store.tidy() {}
        #expect(try await reply(ground, kiosk) == nil)
        var snapshot = try await ground.store.snapshot(for: kiosk)
        var lines: [Data] = []
        while let page = try await snapshot.next() { lines += page.split(separator: 10).map { Data($0) } }
        guard case .end(let end) = try Wire.decode(SnapshotLine.self, from: try #require(lines.last)) else {
            Issue.record("no end")
            return
        }
        #expect(end.count == Int64(lines.count - 1) && end.passes == 1)
    }
}

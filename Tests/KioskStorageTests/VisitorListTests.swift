import Foundation
import GRDB
import Kiosk
import Reception
import Testing

@testable import KioskStorage

/// The console's lists of visitors.
@Suite struct VisitorListTests {
    let fixture: Fixture
    init() throws { fixture = try Fixture() }
    private let noon = morning.advanced(by: hours(2))
    private let evening = morning.advanced(by: hours(8))

    private func open() throws -> KioskStore {
        let store = try fixture.open()
        try store.sync([.staff(.sample()), .pass(.sample())])
        return store
    }

    // MARK: - Evacuation

    @Test func `whoever is at another kiosk is on the list too, also a walk-in`() throws {
        let store = try open()
        let card = InsideCard(
            walkIn: WalkIn(name: "Kim Minji", company: "", headcount: 2, language: "ko"), kiosk: "Side door",
            safeAt: nil)
        try store.sync(
            [
                .visit(pass: PassID(1), state: VisitState(checkedInAt: morning)),
                .inside(pass: PassID(1), card: InsideCard(walkIn: nil, kiosk: "Lobby", safeAt: nil)),
                .visit(pass: PassID(2), state: VisitState(checkedInAt: noon)), .inside(pass: PassID(2), card: card),
            ], sequence: 11)
        let rows = try store.inside(at: .at(noon))
        #expect(rows.map(\.name) == ["山田 太郎", "Kim Minji"])
        #expect(rows.map(\.kiosk) == ["", "Side door"])
        #expect(rows.map(\.headcount) == [1, 2])
        try store.sync([.visit(pass: PassID(2), state: nil), .inside(pass: PassID(2), card: nil)], sequence: 12)
        #expect(try store.inside(at: .at(noon)).map(\.id) == [PassID(1)])
    }

    @Test func `a mark holds at once, and the cloud's word after it has had time to answer`() throws {
        let store = try open()
        _ = try store.scan(fixture.token())
        func safeAt(_ now: Instant) throws -> Instant? { try store.inside(at: .at(now)).first?.safeAt }
        try store.staff(.about(PassID(1), StaffAct(.safe)), at: noon)
        #expect(try safeAt(noon) == noon)
        try store.sendAll(at: noon)
        // A cloud that says nothing of marks takes none away.
        #expect(try safeAt(evening) == noon)
        try store.sync([.inside(pass: PassID(1), card: nil)], sequence: 11)
        #expect(try safeAt(noon.advanced(by: .seconds(5))) == noon)
        #expect(try safeAt(evening) == nil)
        let card = InsideCard(walkIn: nil, kiosk: "Side door", safeAt: evening)
        try store.sync([.inside(pass: PassID(1), card: card)], sequence: 12)
        #expect(try safeAt(evening) == evening)
        try store.staff(.about(PassID(1), StaffAct(.notSafe)), at: evening)
        #expect(try safeAt(evening) == nil)
    }

    @Test func `when the evacuation is over no mark from before counts`() throws {
        let store = try open()
        _ = try store.scan(fixture.token())
        let card = InsideCard(walkIn: nil, kiosk: "Side door", safeAt: noon)
        try store.sync([.inside(pass: PassID(1), card: card)], sequence: 11)
        try store.staff(.about(PassID(1), StaffAct(.safe)), at: noon)
        try store.staff(.act(StaffAct(.evacuationEnded)), at: evening)
        #expect(try store.inside(at: .at(evening)).first?.safeAt == nil)
    }

    // MARK: - Lists

    @Test func `the day's list has who is expected, who came and who left, by time, and nobody of other days`() throws {
        let store = try open()
        func at(_ from: Int, _ until: Int) -> (Instant, Instant) {
            (morning.advanced(by: hours(from)), morning.advanced(by: hours(until)))
        }
        func pass(_ id: UInt64, _ times: (Instant, Instant)) -> Change {
            .pass(.sample(id, from: times.0, until: times.1))
        }
        // Tokyo's day is from ten hours before to fourteen after.
        try store.sync(
            [
                pass(2, at(3, 4)), pass(3, at(-40, -10)), pass(4, at(14, 20)), pass(5, at(-11, -9)),
                pass(6, at(13, 40)), pass(7, at(-100, 100)), pass(8, at(-300, -200)),
                .visit(pass: PassID(8), state: VisitState(checkedInAt: morning.advanced(by: hours(-250)))),
            ], sequence: 20)
        let list = try store.visitors(at: .at(morning))
        #expect(list.rows.map(\.id.value) == [8, 7, 5, 1, 2, 6] && !list.isCut)
        #expect(list.rows.first { $0.id == PassID(2) }?.standing(at: morning) == .expected)
        #expect(list.rows.first { $0.id == PassID(1) }?.standing(at: morning) == .late)
    }

    @Test func `passes that an earlier release wrote down are listed as well`() throws {
        let store = try open()
        try store.cache.current.pool.write { try $0.execute(sql: "UPDATE passes0 SET valid_from = NULL") }
        #expect(try store.visitors(at: .at(morning)).rows.map(\.id) == [PassID(1)])
        #expect(try store.visitors(at: .at(morning.advanced(by: hours(-48)))).rows.isEmpty)
    }

    @Test func `whoever left through this kiosk, offline, is not inside, whatever the cloud still says`() throws {
        let store = try open()
        try store.sync([.visit(pass: PassID(1), state: VisitState(checkedInAt: morning))], sequence: 11)
        #expect(try store.isInside(at: evening))
        _ = try store.record(.checkOut(PassID(1)), at: .at(noon))
        #expect(try !store.isInside(at: evening))
        #expect(try !store.isInside(at: morning.advanced(by: hours(50))))
    }

    @Test func `a pass for a period is expected again on each day`() throws {
        let store = try fixture.open()
        let until = morning.advanced(by: hours(100))
        try store.sync([.pass(.sample(kind: .period, until: until))])
        _ = try store.scan(fixture.token())
        _ = try store.record(.checkOut(PassID(1)), at: .at(noon))
        try store.sync(
            [.visit(pass: PassID(1), state: VisitState(checkedInAt: morning, checkedOutAt: noon, exit: .own))],
            sequence: 11)
        #expect(try store.visitors(at: .at(evening)).rows.map { $0.standing(at: evening) } == [.gone])
        let tomorrow = morning.advanced(by: hours(24))
        #expect(try store.visitors(at: .at(tomorrow)).rows.map(\.visit) == [nil])
    }

    @Test func `the passes of a day are found by the index alone`() throws {
        let store = try open()
        let plan = try store.cache.current.pool.read { db in
            try Row.fetchAll(db, sql: "EXPLAIN QUERY PLAN " + CacheRows.dayQuery(0), arguments: [0, 0])
                .map { try $0.decode(String.self, forColumn: "detail") }
        }
        #expect(plan.count == 1 && plan.first?.contains("COVERING INDEX passes0_days (until>?") == true, "\(plan)")
    }

    @Test func `a list that is too long says so, and keeps those who have been seen`() throws {
        let store = try open()
        let most = UInt64(VisitorList.most)
        try store.sync((2...most + 2).map { .pass(.sample($0)) }, sequence: 10_000)
        _ = try store.scan(fixture.token())
        let list = try store.visitors(at: .at(noon))
        #expect(list.rows.count == VisitorList.most && list.isCut)
    }
}

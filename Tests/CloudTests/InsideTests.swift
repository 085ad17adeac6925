import CloudDomain
import CloudStorage
import Foundation
import Reception
import Testing

import struct Reception.Cursor

/// What kiosks are told of those who are inside: the evacuation list of a kiosk that is offline is made of it.
struct InsideTests {
    /// What a kiosk holds of one pass after the whole feed: the card, or `nil` for none.
    private func card(_ ground: Ground, _ kiosk: Kiosk, _ pass: PassID) async throws -> InsideCard? {
        let start = Cursor(epoch: try await ground.epoch(), sequence: 0)
        let page = try await ground.store.changes(for: kiosk, after: start, limit: 1000)
        return page.changes.compactMap { row -> InsideCard?? in
            if case .inside(pass, let card) = row.change { return card }
            return nil
        }.last ?? nil
    }

    private func mark(_ kind: StaffAct.Kind, _ pass: PassID?, _ ground: Ground, _ sequence: Int64) -> SentEvent {
        var event = ground.event(.staff, pass, sequence: sequence)
        (event.act, event.staff) = (StaffAct(kind), UUID())
        return .event(event)
    }

    private func walkIn(_ ground: Ground) -> Event {
        var event = ground.event(.walkIn, PassID(99), verdict: .none)
        event.walkIn = WalkIn(name: "Bob", company: "ACME", headcount: 3, language: "en")
        return event
    }

    @Test func `scenario 31: other kiosks learn of a walk-in, of marks, and that nobody is there any more`()
        async throws
    {
        let ground = try Ground()
        let (one, two) = (try await ground.kiosk("one"), try await ground.kiosk("two"))
        let arrival = walkIn(ground)
        _ = try await ground.store.record([.event(arrival)], from: one)
        #expect(
            try await card(ground, two, PassID(99)) == InsideCard(walkIn: arrival.walkIn, kiosk: "one", safeAt: nil))
        ground.clock.advance(by: .seconds(60))
        _ = try await ground.store.record([mark(.safe, PassID(99), ground, 1)], from: two)
        #expect(try await card(ground, one, PassID(99))?.safeAt == ground.clock.now)
        _ = try await ground.store.record([mark(.notSafe, PassID(99), ground, 2)], from: two)
        #expect(try await card(ground, one, PassID(99))?.safeAt == nil)
        _ = try await ground.store.record([.event(ground.event(.checkOut, PassID(99), sequence: 3))], from: two)
        #expect(try await card(ground, one, PassID(99)) == nil)
    }

    @Test func `an invited visitor's card says where they came in, and has no name`() async throws {
        let ground = try Ground()
        let kiosk = try await ground.kiosk("one")
        let pass = try ground.passes().1[0].id
        _ = try await ground.store.record([.event(ground.event(.checkIn, pass))], from: kiosk)
        #expect(try await card(ground, kiosk, pass) == InsideCard(walkIn: nil, kiosk: "one", safeAt: nil))
    }

    @Test func `the end of an evacuation takes back the marks from before it, whatever comes first`() async throws {
        for isEndFirst in [true, false] {
            let ground = try Ground()
            let kiosk = try await ground.kiosk()
            let passes = try ground.passes(["A", "B"]).1.map(\.id)
            for pass in passes {
                _ = try await ground.store.record([.event(ground.event(.checkIn, pass))], from: kiosk)
            }
            ground.clock.advance(by: .seconds(60))
            let marks = passes.enumerated().map { mark(.safe, $1, ground, Int64($0) + 3) }
            ground.clock.advance(by: .seconds(60))
            let end = mark(.evacuationEnded, nil, ground, 9)
            let order = isEndFirst ? [end] + marks : marks + [end]
            for event in order { _ = try await ground.store.record([event], from: kiosk) }
            for pass in passes {
                let card = try #require(try await card(ground, kiosk, pass))
                #expect(card.safeAt == nil)
            }
            ground.clock.advance(by: .seconds(60))
            _ = try await ground.store.record([mark(.safe, passes[0], ground, 10)], from: kiosk)
            #expect(try await card(ground, kiosk, passes[0])?.safeAt == ground.clock.now)
        }
    }

    @Test func `who is closed as assumed is inside no more`() async throws {
        let ground = try Ground()
        let kiosk = try await ground.kiosk()
        _ = try ground.store.write {
            try $0.editSite(named: nil, SiteEdit(closeAt: .set(ClockTime(minutes: 20 * 60))))
        }
        _ = try await ground.store.record([.event(walkIn(ground))], from: kiosk)
        ground.clock.advance(by: .seconds(86_400))
        #expect(try await ground.store.closeForgotten())
        #expect(try await card(ground, kiosk, PassID(99)) == nil)
        let start = Cursor(epoch: try await ground.epoch(), sequence: 0)
        let feed = try Wire.encode(await ground.store.changes(for: kiosk, after: start, limit: 1000))
        #expect(!String(decoding: feed, as: UTF8.self).contains("Bob"))
    }

    @Test func `what was told of somebody inside leaves the feed with their visit`() async throws {
        let ground = try Ground()
        let kiosk = try await ground.kiosk()
        _ = try await ground.store.record([.event(walkIn(ground))], from: kiosk)
        ground.clock.advance(by: .seconds(31 * 86_400))
        while try await ground.store.tidy() {}
        let start = Cursor(epoch: try await ground.epoch(), sequence: 0)
        let page = try await ground.store.changes(for: kiosk, after: start, limit: 1000)
        #expect(page.changes.contains { $0.change == .passRemoved(PassID(99)) })
        #expect(!page.changes.contains { if case .inside = $0.change { true } else { false } })
    }
}

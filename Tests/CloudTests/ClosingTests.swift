import CloudDomain
import CloudStorage
import Foundation
import Reception
import Testing

/// Scenario 30: a visit that nobody ended is closed at the site's set time, and says so.
struct ClosingTests {
    private let site = SiteTime(identifier: "Asia/Tokyo") ?? .utc

    /// A ground whose site closes at that time.
    private func ground(closingAt time: String = "22:00") throws -> Ground {
        let ground = try Ground()
        _ = try ground.store.write {
            try $0.editSite(named: "Tokyo", SiteEdit(closeAt: .set(ClockTime(time))))
        }
        return ground
    }

    private func visit(_ ground: Ground) throws -> Visit {
        try #require(try ground.store.read { try $0.visits() }.last)
    }

    private func told(_ ground: Ground, _ kiosk: Kiosk, _ pass: PassID) async throws -> VisitState? {
        let start = Cursor(epoch: try await ground.epoch(), sequence: 0)
        let page = try await ground.store.changes(for: kiosk, after: start, limit: 1000)
        return page.changes.compactMap { row -> VisitState? in
            if case .visit(pass, let state) = row.change { return state }
            return nil
        }.last
    }

    @Test func `scenario 30: closed as assumed at the set time, told to kiosks, in the CSV, and free the next day`()
        async throws
    {
        let ground = try ground()
        let kiosk = try await ground.kiosk()
        let pass = try ground.passes(kind: .period).1[0].id
        _ = try await ground.store.record([.event(ground.event(.checkIn, pass))], from: kiosk)
        ground.clock.advance(by: .seconds(12 * 3600 - 1))
        #expect(try await ground.store.closeForgotten() == false)
        #expect(try visit(ground).leftAt == nil)
        ground.clock.advance(by: .seconds(1))
        #expect(try await ground.store.closeForgotten())
        #expect(try await ground.store.closeForgotten() == false)
        let closed = try visit(ground)
        let ten = Instant.at("2026-11-23T13:00:00Z")
        #expect(closed.exit == .assumed && closed.leftAt == ten && closed.checkOut == nil)
        #expect(
            try await told(ground, kiosk, pass)
                == VisitState(
                    checkedInAt: closed.checkIn.correctedAt, checkedOutAt: ten, exit: .assumed))
        #expect(VisitRecord.csv([VisitRecord(closed)]).contains(",assumed,"))
        ground.clock.advance(by: .seconds(12 * 3600))
        _ = try await ground.store.record([.event(ground.event(.checkIn, pass, sequence: 2))], from: kiosk)
        let visits = try ground.store.read { try $0.visits() }
        #expect(visits.map(\.exit) == [.assumed, nil] && visits.map(\.isConflict) == [false, false])
        #expect(try await told(ground, kiosk, pass)?.checkedOutAt == nil)
    }

    @Test func `an exit that comes late takes the place of the assumed one`() async throws {
        let ground = try ground()
        let kiosk = try await ground.kiosk()
        let pass = try ground.passes().1[0].id
        let stream = UUID()
        let out = ground.event(.checkOut, pass, sequence: 2, stream: stream, at: .at("2026-11-23T08:30:00Z"))
        _ = try await ground.store.record([.event(ground.event(.checkIn, pass, stream: stream))], from: kiosk)
        ground.clock.advance(by: .seconds(20 * 3600))
        #expect(try await ground.store.closeForgotten())
        _ = try await ground.store.record([.event(out)], from: kiosk)
        #expect(try visit(ground).exit == .own && visit(ground).leftAt == .at("2026-11-23T08:30:00Z"))
        #expect(try await ground.store.closeForgotten() == false)
    }

    @Test func `what was assumed stays when the closing time is changed or taken away`() async throws {
        let ground = try ground()
        let kiosk = try await ground.kiosk()
        let pass = try ground.passes().1[0].id
        _ = try await ground.store.record([.event(ground.event(.checkIn, pass))], from: kiosk)
        ground.clock.advance(by: .seconds(20 * 3600))
        _ = try await ground.store.closeForgotten()
        let before = try visit(ground)
        _ = try ground.store.write { try $0.editSite(named: nil, SiteEdit(closeAt: .set(nil))) }
        var mark = ground.event(.staff, pass, sequence: 2)
        mark.act = StaffAct(.notSafe)
        _ = try await ground.store.record([.event(mark)], from: kiosk)
        #expect(try visit(ground) == before)
    }

    @Test func `who was seen inside after the closing is closed at the next one`() async throws {
        let ground = try ground()
        let kiosk = try await ground.kiosk()
        let pass = try ground.passes().1[0].id
        _ = try await ground.store.record([.event(ground.event(.checkIn, pass))], from: kiosk)
        ground.clock.advance(by: .seconds(13 * 3600))
        _ = try await ground.store.closeForgotten()
        var seen = ground.event(.staff, pass, sequence: 2)
        seen.act = StaffAct(.notLeft)
        _ = try await ground.store.record([.event(seen)], from: kiosk)
        #expect(try visit(ground).leftAt == nil)
        #expect(try await ground.store.closeForgotten() == false)
        ground.clock.advance(by: .seconds(24 * 3600))
        #expect(try await ground.store.closeForgotten())
        #expect(try visit(ground).leftAt == .at("2026-11-24T13:00:00Z"))
    }

    @Test func `without a closing time nothing is assumed`() async throws {
        let ground = try Ground()
        let kiosk = try await ground.kiosk()
        let pass = try ground.passes().1[0].id
        _ = try await ground.store.record([.event(ground.event(.checkIn, pass))], from: kiosk)
        ground.clock.advance(by: .seconds(90 * 86_400))
        #expect(try await ground.store.closeForgotten() == false)
        #expect(try visit(ground).exit == nil)
    }

    @Test func `a hundred and more are closed portion by portion`() async throws {
        let ground = try ground()
        let kiosk = try await ground.kiosk()
        let passes = try ground.passes((1...120).map { "V\($0)" }).1
        let events = passes.enumerated().map { SentEvent.event(ground.event(.checkIn, $1.id, sequence: Int64($0) + 1)) }
        _ = try await ground.store.record(events, from: kiosk)
        ground.clock.advance(by: .seconds(20 * 3600))
        var portions = 0
        while try await ground.store.closeForgotten() { portions += 1 }
        #expect(portions == 3)
        #expect(try ground.store.read { try $0.visits() }.allSatisfy { $0.exit == .assumed })
    }

    @Test(arguments: [
        ("22:00", "2026-11-23T12:59:59Z", "2026-11-23T13:00:00Z"),
        ("22:00", "2026-11-23T13:00:00Z", "2026-11-24T13:00:00Z"),
        ("00:00", "2026-11-23T14:59:59Z", "2026-11-23T15:00:00Z"),
        ("24:00", "2026-11-23T14:59:59Z", "2026-11-23T15:00:00Z"),
        ("24:00", "2026-11-23T15:00:00Z", "2026-11-24T15:00:00Z"),
    ])
    func `the next closing is the first after a moment, the last one up to it`(
        _ time: String, _ moment: String, _ next: String
    ) throws {
        let closing = ClosingTime(try #require(ClockTime(time)), at: site)
        #expect(closing.next(after: .at(moment)) == .at(next))
        #expect(closing.last(upTo: .at(next)) == .at(next))
        let before = Instant(milliseconds: Instant.at(next).milliseconds - 1)
        #expect(closing.last(upTo: before) == .at(next).advanced(by: .seconds(-86_400)))
    }

    @Test func `a closing time that the spring change skips is the first moment after the gap`() throws {
        let berlin = try #require(SiteTime(identifier: "Europe/Berlin"))
        let closing = ClosingTime(ClockTime(minutes: 150), at: berlin)
        #expect(closing.next(after: .at("2026-03-28T12:00:00Z")) == .at("2026-03-29T01:00:00Z"))
    }

    @Test func `a cloud that runs closes by itself`() async throws {
        let ground = try ground()
        let kiosk = try await ground.kiosk()
        let pass = try ground.passes().1[0].id
        _ = try await ground.store.record([.event(ground.event(.checkIn, pass))], from: kiosk)
        ground.clock.advance(by: .seconds(20 * 3600))
        let server = try await TestServer(ground)
        for _ in 0..<300 where try visit(ground).leftAt == nil { try await Task.sleep(for: .milliseconds(50)) }
        #expect(try visit(ground).exit == .assumed)
        try await server.stop()
    }
}

import CloudDomain
import CloudStorage
import Foundation
import Reception
import TestSupport
import Testing

import struct Reception.Cursor

/// Events are taken once, whatever they say about the world.
struct EventRecordingTests {
    @Test func `scenario 22: the same event twice is one row and one visit`() async throws {
        let ground = try Ground()
        let kiosk = try await ground.kiosk()
        let (_, passes) = try ground.passes()
        let event = ground.event(.checkIn, passes[0].id)
        let first = try await ground.store.record([.event(event)], from: kiosk)
        let second = try await ground.store.record([.event(event), .event(event)], from: kiosk)
        #expect(first.results.map(\.status) == [.accepted])
        #expect(second.results.map(\.status) == [.duplicate, .duplicate])
        #expect(second.results.map(\.notice) == [.noChannel, .noChannel])
        #expect(try ground.store.read { try $0.eventRecords() }.count == 1)
        #expect(try ground.store.read { try $0.visits() }.count == 1)
    }

    @Test func `an ID used for another event is rejected`() async throws {
        let ground = try Ground()
        let kiosk = try await ground.kiosk()
        var event = ground.event(.refusal, nil, verdict: .notOurs)
        _ = try await ground.store.record([.event(event)], from: kiosk)
        event.verdict = .garbled
        let result = try await ground.store.record([.event(event)], from: kiosk).results[0]
        #expect(result.status == .rejected)
        #expect(result.reason?.isEmpty == false)
    }

    @Test func `a kiosk that was enrolled anew sends again what the cloud has, and leaves no gap`() async throws {
        let ground = try Ground()
        let (before, after) = (try await ground.kiosk(), try await ground.kiosk())
        let stream = UUID()
        let events = (1...3).map { ground.event(.refusal, nil, sequence: $0, stream: stream, verdict: .notOurs) }
        _ = try await ground.store.record([.event(events[0]), .event(events[1])], from: before)
        let receipt = try await ground.store.record([.event(events[1]), .event(events[2])], from: after)
        #expect(receipt.results.map(\.status) == [.duplicate, .accepted])
        #expect(receipt.highestGapless == 3)
        #expect(receipt.missing == [])
        #expect(try await ground.store.note(.sample(at: ground.clock.now), from: after).notices == [])
    }

    @Test(arguments: [("0000-01-01T00:00:00Z", Int64(-100_000_000_000_000)), ("9999-12-31T00:00:00Z", 864_000_000)])
    func `a time that cannot be is that of arrival, and poisons nothing`(_ time: String, _ offset: Int64) async throws {
        let ground = try Ground(webhook: URL(string: "http://127.0.0.1:9/"))
        let kiosk = try await ground.kiosk()
        let (_, passes) = try ground.passes()
        let event = Event.sample(.checkIn, passes[0].id, at: .at(time), offset: offset)
        #expect(try await ground.store.record([.event(event)], from: kiosk).results[0].status == .accepted)
        let visit = try #require(try ground.store.read { try $0.visits() }.first)
        #expect(visit.checkIn.correctedAt == ground.clock.now)
        #expect(visit.checkIn.flags.first == .impossibleTime)
        #expect(
            try visitChanges(await feed(ground, kiosk)) == [
                VisitState(checkedInAt: ground.clock.now, checkedOutAt: nil)
            ])
        let delivery = try #require(try ground.store.claim())
        #expect(try Wire.decode(Notice.self, from: delivery.body).occurredAt == ground.clock.now)
    }

    @Test func `scenario 28: a malformed event is rejected and its neighbours go on`() throws {
        let ground = try Ground()
        let good = ground.event(.refusal, nil, verdict: .notOurs)
        let id = UUID().uuidString
        let far = """
            {"id":"\(id)","stream":"\(id)","sequence":1,"kind":"checkIn","verdict":"welcome","means":"camera",
            "occurredAt":"2026-11-23T00:00:00Z","clock":{"bootID":"","uptimeMilliseconds":0,"isTrusted":true,
            "offsetMilliseconds":9223372036854775807},"cache":{},"program":""}
            """
        let text = """
            {"events":[{"id":"\(id)","kind":"dance"},42,null,\(String(decoding: try Wire.encode(good), as: UTF8.self)),\(far)]}
            """
        let events = try Wire.decode(SentBatch.self, from: Data(text.utf8)).events
        let reasons = events.map { sent in
            if case .malformed(_, let reason) = sent { reason } else { "good" }
        }
        #expect(
            reasons == [
                "Field stream is missing or has a wrong type or value.", "It is not an event object.",
                "It is not an event object.", "good", "Field offsetMilliseconds is out of range.",
            ])
        guard case .malformed(let read?, _) = events[0] else {
            Issue.record("the ID must be read")
            return
        }
        #expect(read.uuidString == id)
    }

    @Test func `an event whose time can be read but not written again is rejected`() throws {
        let event = try Wire.encode(Event.sample(.refusal, nil, at: .at("9999-12-31T23:59:59.000Z"), verdict: .notOurs))
        let text = String(decoding: event, as: UTF8.self).replacing("59.000Z", with: "59.000-00:01")
        guard case .malformed(_, let reason) = try Wire.decode(SentEvent.self, from: Data(text.utf8)) else {
            Issue.record("it would poison every later event of its pass")
            return
        }
        #expect(reason == "Field occurredAt is missing or has a wrong type or value.")
    }

    @Test func `an unknown pass is recorded, as a visit without names`() async throws {
        let ground = try Ground()
        let kiosk = try await ground.kiosk()
        let receipt = try await ground.store.record([.event(ground.event(.checkIn, PassID(99)))], from: kiosk)
        #expect(receipt.results[0].status == .accepted)
        #expect(receipt.results[0].notice == .noChannel)
        let visits = try ground.store.read { try $0.visits() }
        #expect(visits.count == 1)
        #expect(visits.first?.visitor == nil)
    }

    @Test func `gaps in a stream are told until they close`() async throws {
        let ground = try Ground()
        let kiosk = try await ground.kiosk()
        let stream = UUID()
        func send(_ sequences: Int64...) async throws -> EventReceipt {
            try await ground.store.record(
                sequences.map { .event(ground.event(.refusal, nil, sequence: $0, stream: stream, verdict: .notOurs)) },
                from: kiosk)
        }
        let first = try await send(1, 2, 5, 7)
        #expect(first.highestGapless == 2)
        #expect(first.missing == [3, 4, 6])
        let report = StatusReport.sample(at: ground.clock.now)
        #expect(try await ground.store.note(report, from: kiosk).notices.count == 1)
        let second = try await send(6, 4, 3)
        #expect(second.highestGapless == 7)
        #expect(second.missing == [])
        #expect(try await ground.store.note(report, from: kiosk).notices == [])
        #expect(try await send(2_000_000).missing.count == 100)
    }

    @Test func `scenario 23: the second admission is flagged and every kiosk hears where the pass stands`() async throws
    {
        let ground = try Ground()
        let (one, two) = (try await ground.kiosk("one"), try await ground.kiosk("two"))
        let (_, passes) = try ground.passes()
        let start = ground.clock.now
        let early = ground.event(.checkIn, passes[0].id, at: start)
        let late = ground.event(.checkIn, passes[0].id, at: start.advanced(by: .seconds(60)))
        let out = ground.event(.checkOut, passes[0].id, verdict: .none, at: start.advanced(by: .seconds(90)))
        _ = try await ground.store.record([.event(out)], from: one)
        #expect(try visitChanges(await feed(ground, one)) == [])
        _ = try await ground.store.record([.event(late)], from: two)
        _ = try await ground.store.record([.event(early)], from: one)
        let visits = try ground.store.read { try $0.visits() }
        #expect(visits.map(\.isConflict) == [false, true])
        #expect(visits.map(\.checkIn.kioskName) == ["one", "two"])
        let state = VisitState(
            checkedInAt: start.advanced(by: .seconds(60)), checkedOutAt: start.advanced(by: .seconds(90)),
            exit: .own)
        #expect(try visitChanges(await feed(ground, two)) == [state])
        let told = try await ground.store.note(.sample(at: start), from: two).notices
        #expect(told.count == 1 && told[0].hasPrefix("Passes for one visit were used again (1 in 24 hours)"))
        ground.clock.advance(by: .seconds(24 * 3600))
        #expect(try await ground.store.note(.sample(at: ground.clock.now), from: two).notices == [])
    }

    @Test func `names stay as they were when the visitor came`() async throws {
        let ground = try Ground()
        let kiosk = try await ground.kiosk()
        let (appointment, passes) = try ground.passes()
        _ = try await ground.store.record([.event(ground.event(.checkIn, passes[0].id))], from: kiosk)
        try ground.store.write { try $0.editAppointment(appointment.id, AppointmentEdit(title: "Other", room: "9Z")) }
        let out = ground.event(.checkOut, passes[0].id, sequence: 2, verdict: .none)
        _ = try await ground.store.record([.event(out)], from: kiosk)
        let visit = try #require(try ground.store.read { try $0.visits() }.first)
        #expect(visit.visitor?.room == "3A")
        #expect(visit.visitor?.title == "Review")
        #expect(visit.exit == .own)
    }

    private func feed(_ ground: Ground, _ kiosk: Kiosk) async throws -> ChangesPage {
        var pages = try await ground.store.snapshot(for: kiosk)
        var last = Data()
        while let page = try await pages.next() { last = page }
        guard case .end(let end) = try Wire.decode(SnapshotLine.self, from: last) else { throw FeedGone() }
        return try await ground.store.changes(
            for: kiosk, after: Cursor(epoch: end.cursor.epoch, sequence: 0), limit: 1000)
    }

    private func visitChanges(_ page: ChangesPage) -> [VisitState?] {
        page.changes.compactMap { row -> VisitState?? in
            if case .visit(_, let state) = row.change { .some(state) } else { nil }
        }
    }
}

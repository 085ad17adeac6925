import Foundation
import Kiosk
import Reception
import Testing

@testable import KioskStorage

@Suite struct `An old copy of the data folder` {
    let fixture: Fixture
    init() throws { fixture = try Fixture() }

    private func receipt(_ events: [Event], highestGapless: Int64, missing: [Int64] = []) -> EventReceipt {
        EventReceipt(
            results: events.map { EventResult(id: $0.id, status: .accepted) }, highestGapless: highestGapless,
            missing: missing, serverTime: morning)
    }

    private func take(_ receipt: EventReceipt, of events: [Event], _ store: KioskStore) throws {
        try store.settle(receipt.results, of: events, at: .at(morning))
        try store.heed(receipt, of: events)
    }

    @Test func `that was put back is noticed by the cloud's numbers: a new stream begins, and nothing is lost`() throws
    {
        do {
            let store = try fixture.open()
            for _ in 0..<3 { _ = try store.record(.call(nil), at: .at(morning)) }
            try store.shutDown()
        }
        // The cloud has had ten events of this stream, of which the copy knows three; the fourth is another one now.
        let store = try fixture.open()
        let fourth = try store.record(.call(nil), at: .at(morning))
        let events = try store.lease(9)
        let later = try store.record(.call(nil), at: .at(morning))
        try take(receipt(events, highestGapless: 10), of: events, store)
        #expect(store.notes == [.oldCopy])
        #expect(store.notes.first?.description.contains("old copy") == true)
        let next = try store.record(.call(nil), at: .at(morning))
        #expect(next.stream != fourth.stream && next.sequence == 1)
        #expect(try store.lease(9) == [later, next])
        try store.shutDown()
        let reopened = try fixture.open()
        #expect(reopened.notes.isEmpty)
        #expect(try reopened.record(.call(nil), at: .at(morning)).sequence == 2)
    }

    @Test func `is noticed also when the cloud has gaps`() throws {
        let store = try fixture.open()
        _ = try store.record(.call(nil), at: .at(morning))
        let events = try store.lease(9)
        try take(receipt(events, highestGapless: 0, missing: [1]), of: events, store)
        #expect(store.notes == [.oldCopy])
    }

    @Test(arguments: [0, 1, 2] as [Int64]) func `is not what an ordinary receipt speaks of`(highest: Int64) throws {
        let store = try fixture.open()
        let event = try store.record(.call(nil), at: .at(morning))
        _ = try store.record(.call(nil), at: .at(morning))
        let events = try store.lease(2)
        try take(receipt(events, highestGapless: highest), of: events, store)
        #expect(store.notes.isEmpty)
        #expect(try store.record(.call(nil), at: .at(morning)).stream == event.stream)
    }

    @Test func `is told apart from a receipt whose numbers are the last ones that there are`() throws {
        let store = try fixture.open()
        _ = try store.record(.call(nil), at: .at(morning))
        let events = try store.lease(9)
        try take(receipt(events, highestGapless: 1, missing: [.max]), of: events, store)
        #expect(store.notes.isEmpty)
    }

    @Test func `is not what a receipt of another stream speaks of`() throws {
        let store = try fixture.open()
        _ = try store.record(.call(nil), at: .at(morning))
        var events = try store.lease(2)
        try store.heed(receipt(events, highestGapless: 50), of: [])
        events[0].stream = UUID()
        try store.heed(receipt(events, highestGapless: 50), of: events)
        #expect(store.notes.isEmpty)
    }
}

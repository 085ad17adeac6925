import Foundation
import GRDB
import Kiosk
import Reception
import Testing

@testable import KioskStorage

/// No index tells which events wait: what is looked through begins behind those that are settled.
@Suite struct `Where the events begin that wait` {
    let fixture: Fixture
    init() throws { fixture = try Fixture() }

    private func call(_ store: KioskStore, times count: Int = 1) throws -> [Event] {
        try (0..<count).map { _ in try store.record(.call(nil), at: .at(morning)) }
    }

    private func settle(_ store: KioskStore, as status: EventResult.Status) throws {
        let leased = try store.lease(99)
        try store.settle(leased.map { EventResult(id: $0.id, status: status) }, of: leased, at: .at(morning))
    }

    private func beginning(_ store: KioskStore) throws -> Int? {
        try store.outbox.use { try $0.read { try Int.fetchOne($0.db, sql: "SELECT open_from FROM stream") } }
    }

    @Test func `what is settled is not looked through again`() throws {
        let store = try fixture.open()
        _ = try call(store, times: 5)
        try settle(store, as: .accepted)
        #expect(try beginning(store) == 5)
        let next = try call(store)
        #expect(try store.lease(99) == next)
    }

    @Test func `an event that was set aside and is to be sent again is found before all others`() throws {
        let store = try fixture.open()
        let first = try call(store, times: 2)
        try settle(store, as: .rejected)
        let second = try call(store)
        try settle(store, as: .accepted)
        try store.retry()
        #expect(try store.counts() == OutboxCounts(waiting: 2, setAside: 0))
        let third = try call(store)
        #expect(try store.lease(99) == first + third)
        #expect(second.count == 1)
    }

    @Test func `one that waits among settled ones holds the beginning`() throws {
        let store = try fixture.open()
        let events = try call(store, times: 3)
        let leased = try store.lease(99)
        try store.settle(
            [0, 2].map { EventResult(id: events[$0].id, status: .accepted) }, of: leased, at: .at(morning))
        #expect(try beginning(store) == 2)
        #expect(try store.lease(99) == [events[1]])
    }

    @Test func `after everything was deleted the next event has the next number and is sent`() throws {
        let store = try fixture.open()
        _ = try call(store, times: 3)
        try settle(store, as: .accepted)
        try store.purge(before: morning.advanced(by: hours(1)))
        let next = try call(store)
        #expect(next.map(\.sequence) == [4])
        #expect(try store.lease(99) == next)
    }

    @Test func `a beginning that is damaged is found again at the next start`() throws {
        do {
            let store = try fixture.open()
            _ = try call(store)
            try store.outbox.use { try $0.write { try $0.db.execute(sql: "UPDATE stream SET open_from = 1000") } }
            try store.shutDown()
        }
        #expect(try fixture.open().lease(99).count == 1)
    }

    @Test func `the journal is carried over beside the commits and stays short`() throws {
        let store = try fixture.open()
        let size = { try Data(contentsOf: URL(fileURLWithPath: fixture.directory.file("outbox.sqlite"))).count }
        let empty = try size()
        _ = try call(store, times: 1500)
        let deadline = ContinuousClock.now + .seconds(30)
        while try size() == empty, .now < deadline { Thread.sleep(forTimeInterval: 0.05) }
        #expect(try size() > empty)
        // No journal is cut short while it is being carried over.
        try store.outbox.current.close()
        try store.cache.current.close()
        #expect(try fixture.open().counts().waiting == 1500)
    }
}

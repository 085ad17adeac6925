import Foundation
import GRDB
import Kiosk
import Reception
import Synchronization
import Testing

@testable import KioskStorage

@Suite struct `Outbox` {
    let fixture: Fixture
    init() throws { fixture = try Fixture() }

    private func storeWithCalls(_ count: Int) throws -> KioskStore {
        let store = try fixture.open()
        for _ in 0..<count { _ = try store.record(.call(nil), at: .at(morning)) }
        return store
    }

    private func states(_ store: KioskStore) throws -> [EventState] {
        try store.queueRows(Set(EventState.allCases)).map(\.state)
    }

    @Test func `events are leased in order and in batches`() throws {
        let store = try storeWithCalls(5)
        #expect(try store.lease(2).map(\.sequence) == [1, 2])
        #expect(try store.lease(2).map(\.sequence) == [3, 4])
        #expect(try states(store) == [.sent, .sent, .sent, .sent, .waiting])
        #expect(try store.counts() == OutboxCounts(waiting: 5, setAside: 0))
    }

    @Test func `each answer does what the table says`() throws {
        let store = try storeWithCalls(4)
        let leased = try store.lease(4)
        try store.settle(
            [
                EventResult(id: leased[0].id, status: .accepted), EventResult(id: leased[1].id, status: .duplicate),
                EventResult(id: leased[2].id, status: .rejected, reason: "It is malformed."),
            ], of: leased, at: .at(morning))
        #expect(try states(store) == [.acknowledged, .acknowledged, .setAside, .waiting])
        #expect(try store.counts() == OutboxCounts(waiting: 1, setAside: 1))
        let row = try #require(try store.queueRows([.setAside]).first)
        #expect(row.reason == "It is malformed." && row.sequence == 3 && row.attempts == 1 && row.kind == .call)
    }

    @Test func `an answer for an event that was not asked about changes nothing`() throws {
        let store = try storeWithCalls(2)
        let first = try store.lease(1)
        let other = try #require(try store.queueRows([.waiting]).first)
        try store.settle([EventResult(id: other.id, status: .accepted)], of: first, at: .at(morning))
        #expect(try states(store) == [.waiting, .waiting])
    }

    @Test func `what is acknowledged stays so`() throws {
        let store = try storeWithCalls(1)
        let leased = try store.lease(1)
        let id = leased[0].id
        try store.settle([EventResult(id: id, status: .accepted)], of: leased, at: .at(morning))
        try store.settle([EventResult(id: id, status: .rejected, reason: "no")], of: leased, at: .at(morning))
        try store.settle([], of: leased, at: .at(morning))
        try store.release(leased)
        #expect(try store.retry() == 0)
        #expect(try states(store) == [.acknowledged])
    }

    @Test func `without an answer events go back to waiting and are leased again, the same`() throws {
        let store = try storeWithCalls(2)
        let leased = try store.lease(2)
        try store.release(leased)
        #expect(try states(store) == [.waiting, .waiting])
        #expect(try store.lease(2) == leased)
        #expect(try store.queueRows().map(\.attempts) == [2, 2])
    }

    @Test func `leases of a dead process are waiting again at the next start`() throws {
        do { #expect(try storeWithCalls(3).lease(2).count == 2) }
        let store = try fixture.open()
        #expect(try states(store) == [.waiting, .waiting, .waiting])
        #expect(try store.lease(9).map(\.sequence) == [1, 2, 3])
    }

    @Test func `leases of a dead guest are taken over without a restart`() throws {
        let store = try storeWithCalls(1)
        do { #expect(try fixture.openAsGuest().lease(1).count == 1) }
        #expect(try states(store) == [.sent])
        #expect(try store.lease(1).count == 1)
    }

    @Test func `two processes do not send at once`() throws {
        let store = try storeWithCalls(2)
        let guest = try fixture.openAsGuest()
        let leased = try store.lease(1)
        #expect(try guest.lease(1).isEmpty)
        try store.release(leased)
        let taken = try guest.lease(1)
        #expect(taken == leased)
        #expect(try store.lease(1).isEmpty)
        try guest.settle([EventResult(id: taken[0].id, status: .accepted)], of: taken, at: .at(morning))
        #expect(try store.lease(5).map(\.sequence) == [2])
    }

    @Test func `an event whose record is damaged is set aside and the others go on`() throws {
        let store = try storeWithCalls(3)
        try store.outbox.current.queue.write {
            try $0.execute(sql: "UPDATE events SET body = zeroblob(60) WHERE sequence = 2")
        }
        #expect(try store.lease(2).map(\.sequence) == [1, 3])
        #expect(try store.queueRows([.setAside]).map(\.sequence) == [2])
        #expect(try store.queueRows().map(\.attempts) == [1, 0, 1])
        #expect(try store.export { _ in } == 1)
    }

    @Test func `damaged records at the head of the queue do not hold it up`() throws {
        let store = try storeWithCalls(7)
        try store.outbox.current.queue.write {
            try $0.execute(sql: "UPDATE events SET body = zeroblob(60) WHERE sequence <= 5")
        }
        #expect(try store.lease(2).map(\.sequence) == [6, 7])
        #expect(try store.queueRows([.setAside]).map(\.sequence) == [1, 2, 3, 4, 5])
        #expect(try store.lease(2).isEmpty)
    }

    @Test func `the transaction of a lease hands out sealed records only`() throws {
        let store = try storeWithCalls(3)
        let sealed = try store.outbox.current.write { try $0.lease(2) }
        #expect(try states(store) == [.sent, .sent, .waiting])
        let key = try fixture.key()
        #expect(sealed.map { $0.event.opened(with: key)?.sequence } == [1, 2])
        #expect(sealed.map { $0.event.opened(with: SealingKey(bytes: [])) } == [nil, nil])
    }

    @Test func `set aside events are exported and sent again by a second process`() throws {
        let store = try storeWithCalls(3)
        let leased = try store.lease(3)
        try store.settle(
            leased.map { EventResult(id: $0.id, status: .rejected, reason: "no") }, of: leased, at: .at(morning))
        let guest = try fixture.openAsGuest()
        var lines = Data()
        #expect(try guest.export([.setAside]) { lines += $0 } == 0)
        let exported = try lines.split(separator: UInt8(ascii: "\n")).map { try Wire.decode(Event.self, from: $0) }
        #expect(exported == leased)
        #expect(try guest.retry([leased[1].id, UUID()]) == 1)
        #expect(try states(store) == [.setAside, .waiting, .setAside])
        #expect(try guest.retry() == 2)
        #expect(try store.lease(9) == leased)
    }

    @Test func `sequence numbers go on without a gap over purge and restart`() throws {
        var stream: UUID?
        do {
            let store = try storeWithCalls(3)
            let leased = try store.lease(3)
            stream = leased.first?.stream
            try store.settle(
                leased.map { EventResult(id: $0.id, status: .accepted) }, of: leased, at: .at(morning))
            #expect(try store.purge(before: morning).events == 0)
            #expect(try store.purge(before: morning.advanced(by: .seconds(1))).events == 3)
            #expect(try states(store).isEmpty)
        }
        let store = try fixture.open()
        let event = try store.record(.call(nil), at: .at(morning))
        #expect(event.sequence == 4 && event.stream == stream)
    }

    @Test func `a purge leaves what the cloud does not have, and visits of passes that still admit`() throws {
        let store = try storeWithCalls(2)
        let leased = try store.lease(1)
        try store.settle(
            [EventResult(id: leased[0].id, status: .rejected, reason: "no")], of: leased, at: .at(morning))
        let past = PassRecord.sample(2, until: morning.advanced(by: hours(1)))
        try store.sync([.pass(.sample()), .pass(past), .visit(pass: past.id, state: VisitState(checkedInAt: morning))])
        _ = try store.scan(fixture.token())
        let count = try store.purge(before: morning.advanced(by: hours(2)))
        #expect(count == PurgeCount(events: 0, visits: 0, passes: 1))
        #expect(try store.summary().passes == 1)
        #expect(try store.scan(fixture.token()).code == .alreadyIn)
        #expect(try store.purge(before: morning.advanced(by: hours(100))).visits == 1)
        #expect(try store.counts() == OutboxCounts(waiting: 3, setAside: 1))
    }

    @Test func `a full disk says so, records nothing, and is over when there is space`() throws {
        let store = try fixture.open()
        try store.sync([.pass(.sample())])
        let queue = store.outbox.current.queue
        try queue.writeWithoutTransaction { db in
            let pages = try Int.fetchOne(db, sql: "PRAGMA page_count") ?? 0
            try db.execute(sql: "PRAGMA max_page_count = \(pages)")
        }
        var recorded = 0
        let failure = #expect(throws: StorageFailure.self) {
            while recorded < 10_000 {
                _ = try store.record(.call(nil), at: .at(morning))
                recorded += 1
            }
        }
        #expect(failure?.reason == .full)
        #expect(failure?.description.contains("disk is full") == true)
        #expect(try store.counts().waiting == recorded)
        #expect(throws: StorageFailure.self) { try store.scan(fixture.token()) }
        #expect(try store.counts().waiting == recorded)
        try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA max_page_count = 1000000") }
        #expect(try store.scan(fixture.token()) == .welcome(.sample()))
        #expect(try store.lease(20_000).map(\.sequence) == Array(1...Int64(recorded + 1)))
    }

    @Test func `another process's transaction is waited for`() throws {
        let store = try storeWithCalls(1)
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        let other = try DatabaseQueue(path: fixture.directory.file("outbox.sqlite"), configuration: configuration)
        try other.writeWithoutTransaction { try $0.execute(sql: "BEGIN IMMEDIATE") }
        let isOver = Mutex(false)
        Thread.detachNewThread {
            Thread.sleep(forTimeInterval: 0.3)
            isOver.withLock { $0 = true }
            try? other.writeWithoutTransaction { try $0.execute(sql: "COMMIT") }
        }
        #expect(try store.record(.call(nil), at: .at(morning)).sequence == 2)
        #expect(isOver.withLock { $0 })
    }
}

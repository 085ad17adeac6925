import Foundation
import GRDB
import Kiosk
import Reception
import Testing

@testable import KioskStorage

/// The chain of what staff did.
@Suite struct AuditTests {
    let fixture: Fixture
    init() throws { fixture = try Fixture() }
    private let later = morning.advanced(by: hours(100))

    /// Three links, with a visitor's event between them.
    private func open() throws -> KioskStore {
        let store = try fixture.open()
        try store.staff(.act(StaffAct(.configured, detail: "ab")))
        _ = try store.record(.call(nil), at: .at(morning))
        try store.staff(.checkIn(PassID(1)), by: StaffRecord.sample().id)
        try store.staff(.act(StaffAct(.signedOut)), by: StaffRecord.sample().id)
        return store
    }

    @Test func `each names the one before it by the hash of its wire form`() throws {
        let store = try open()
        let events = try store.events()
        #expect(events.map(\.isChained) == [true, false, true, true])
        #expect(events[0].previous == Event.firstLink(of: events[0].stream))
        #expect(events[1].previous == nil)
        #expect(events[2].previous == Event.link(try Wire.encode(events[0])))
        #expect(events[3].previous == Event.link(try Wire.encode(events[2])))
        // echo -n 00000000-0000-7000-8000-000000000001 | sha256sum
        let stream = UUID(uuid: (0, 0, 0, 0, 0, 0, 0x70, 0, 0x80, 0, 0, 0, 0, 0, 0, 1))
        #expect(Event.firstLink(of: stream) == "22f89e6d27b4acfea291e65af89887d51bbecff092631b864ba2ff43f62e7383")
        #expect(try store.audit() == AuditReport(streams: 1, checked: 3, purged: 0, faults: []))
    }

    @Test func `a deed that was taken out is missed`() throws {
        let store = try open()
        try store.outbox.current.queue.write { try $0.execute(sql: "DELETE FROM events WHERE sequence = 3") }
        #expect(try store.audit().faults.map(\.what) == [.missing])
        #expect(try store.audit().faults.first?.description.contains("Event 3") == true)
        // With its link, too.
        try store.outbox.current.queue.write { try $0.execute(sql: "DELETE FROM chain WHERE sequence = 3") }
        #expect(try store.audit().faults == [AuditFault(stream: stream(store), sequence: 4, what: .unlinked)])
    }

    @Test func `a deed that was altered, by whoever has the key, is found`() throws {
        let store = try open()
        let event = try store.events()[2]
        var forged = event
        forged.staff = nil
        let sealed = try fixture.key().seal(Wire.encode(forged), for: OutboxRows.identity(event.id))
        try store.outbox.current.queue.write {
            try $0.execute(sql: "UPDATE events SET body = ? WHERE sequence = 3", arguments: [sealed])
        }
        #expect(try store.audit().faults.map(\.what) == [.altered])
        // With its link, the next one does not fit.
        let link = Event.link(try Wire.encode(forged))
        try store.outbox.current.queue.write {
            try $0.execute(sql: "UPDATE chain SET hash = ? WHERE sequence = 3", arguments: [link])
        }
        #expect(try store.audit().faults == [AuditFault(stream: stream(store), sequence: 4, what: .unlinked)])
    }

    @Test func `a deed whose record is damaged, or that was put in, is found`() throws {
        let store = try open()
        try store.outbox.current.queue.write {
            try $0.execute(sql: "UPDATE events SET body = x'00' WHERE sequence = 4")
            try $0.execute(sql: "DELETE FROM chain WHERE sequence = 1")
        }
        let faults = try store.audit().faults
        #expect(faults.contains { $0.what == .unreadable && $0.sequence == 4 })
        #expect(faults.contains { $0.what == .unlinked && $0.sequence == 1 })
    }

    @Test func `a purge breaks nothing, and leaves no more links than are needed`() throws {
        let store = try open()
        try store.sendAll()
        try store.purge(before: later)
        #expect(try store.events().isEmpty)
        #expect(try store.audit() == AuditReport(streams: 1, checked: 0, purged: 1, faults: []))
        try store.staff(.act(StaffAct(.signedIn)), at: later)
        #expect(try store.audit() == AuditReport(streams: 1, checked: 1, purged: 1, faults: []))
    }

    @Test func `an outbox that was begun anew begins a chain, and the old one's goes with its events`() throws {
        do { try open().shutDown() }
        let queue = try DatabaseQueue(path: fixture.directory.file("outbox.sqlite"))
        try queue.write { try $0.execute(sql: "UPDATE stream SET uuid = 'none'") }
        try queue.close()
        let store = try fixture.open()
        try store.staff(.act(StaffAct(.signedIn)), at: later)
        #expect(fixture.directory.damagedOutboxes.count == 1)
        #expect(try store.audit() == AuditReport(streams: 2, checked: 4, purged: 0, faults: []))
    }

    @Test func `beside the running kiosk it can be checked as well`() throws {
        let store = try open()
        #expect(try fixture.openAsGuest(.reading).audit().checked == 3)
        withExtendedLifetime(store) {}
    }

    private func stream(_ store: KioskStore) throws -> String { try store.events()[0].stream.uuidString }
}

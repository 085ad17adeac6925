import CloudDomain
import CloudStorage
import Foundation
import Reception
import Synchronization
import TestSupport
import Testing

import struct Reception.Cursor

/// Appointments take only what every kiosk can read, and a passcode is one visitor's.
struct AppointmentTests {
    private func draft(
        _ ground: Ground, title: String = "T", room: String = "", hosts: [String] = [], visitor: String = "Ann",
        from start: Instant? = nil, to end: Instant? = nil
    ) -> AppointmentDraft {
        let start = start ?? ground.clock.now
        return AppointmentDraft(
            title: title, start: start, end: end ?? start.advanced(by: .seconds(60)), room: room, kind: .single,
            hosts: hosts, visitors: [Visitor(name: visitor, company: "", mail: "")])
    }

    private func add(_ draft: AppointmentDraft, _ ground: Ground) throws -> (Appointment, [Pass]) {
        try ground.store.write { try $0.addAppointment(draft, at: ground.site) }
    }

    @Test func `days that no kiosk could read are refused, and the feed goes on`() async throws {
        let ground = try Ground()
        let kiosk = try await ground.kiosk()
        let last = Instant.at("9999-12-31T23:59:59Z")
        let (appointment, _) = try ground.passes()
        let first = Instant.writable.lowerBound
        for (start, end) in [
            (ground.clock.now, last), (first, first.advanced(by: .seconds(1))),
            (last, last.advanced(by: .seconds(2))),
        ] {
            let added = #expect(throws: StorageFailure.self) { try add(draft(ground, from: start, to: end), ground) }
            #expect(added?.code == .invalid)
            let edited = #expect(throws: StorageFailure.self) {
                try ground.store.write {
                    try $0.editAppointment(appointment.id, AppointmentEdit(start: start, end: end))
                }
            }
            #expect(edited?.code == .invalid)
        }
        _ = try await feed(ground, kiosk)
    }

    @Test func `a host who is named twice is told once`() async throws {
        let ground = try Ground(webhook: URL(string: "http://127.0.0.1:9/"))
        let kiosk = try await ground.kiosk()
        let (appointment, passes) = try add(draft(ground, hosts: ["佐藤", "佐藤"]), ground)
        #expect(appointment.hosts.count == 1)
        let receipt = try await ground.store.record([.event(ground.event(.checkIn, passes[0].id))], from: kiosk)
        #expect(receipt.results.map(\.status) == [.accepted])
        #expect(try ground.store.claim() != nil)
    }

    @Test func `a withdrawn key takes its passes along, passcodes and all`() async throws {
        let ground = try Ground()
        let kiosk = try await ground.kiosk()
        let (_, old) = try ground.passes()
        _ = try ground.store.write { try $0.rotateKey() }
        ground.clock.advance(by: .seconds(3600))
        let (_, new) = try ground.passes()
        try ground.store.write { try $0.withdrawKey(1) }
        let states = try await feed(ground, kiosk).changes.reduce(into: [PassID: PassState]()) { states, row in
            if case .pass(let pass) = row.change { states[pass.id] = pass.state }
        }
        #expect(states == [old[0].id: .withdrawn, new[0].id: .active])
        #expect(try ground.store.read { try $0.pass(old[0].id) }.0.state == .withdrawn)
    }

    @Test func `two visitors of one appointment never get one passcode`() throws {
        let draws = Mutex<UInt64>(0)
        let ground = try Ground {
            draws.withLock { draws in
                defer { draws += 1 }
                return draws * 10_000_000 + draws / 4
            }
        }
        let (_, passes) = try ground.passes(["A", "B"])
        #expect(passes.map(\.passcode) == ["00000000", passes[1].passcode])
        #expect(passes[1].passcode.hasPrefix("0000001"))
    }

    @Test func `a passcode that was given out again does not come back`() throws {
        let draws = Mutex<UInt64>(0)
        let ground = try Ground {
            draws.withLock {
                $0 += 10_000_000; return $0
            }
        }
        let (old, _) = try ground.passes()
        ground.clock.advance(by: .seconds(2 * 86_400))
        let (now, passes) = try ground.passes()
        let edit = AppointmentEdit(start: now.start, end: now.end)
        let refused = #expect(throws: StorageFailure.self) {
            try ground.store.write { try $0.editAppointment(old.id, edit) }
        }
        #expect(refused?.code == .invalid)
        try ground.store.write { try $0.editAppointment(now.id, AppointmentEdit(room: "5B")) }
        #expect(try ground.store.read { try $0.pass(passes[0].id) }.1.room == "5B")
        #expect(try ground.store.read { try $0.appointment(old.id) } == old)
    }

    @Test(arguments: ["", " ", "a\nb", "a\u{1B}[2J", "\u{7F}", "a\u{2028}b"])
    func `what is no name is refused everywhere`(_ text: String) throws {
        let ground = try Ground()
        let deeds: [(Transaction) throws -> Void] = [
            { try $0.setTenantName(text) },
            { _ = try $0.addSite(name: text, time: .utc, phone: "", webhook: nil) },
            { _ = try $0.addHost(name: text, mail: "", phone: "", department: nil, webhook: nil) },
            { _ = try $0.addDepartment(name: text, site: nil) },
            { _ = try $0.addAppointment(draft(ground, visitor: text), at: ground.site) },
            { _ = try $0.addAppointment(draft(ground, title: text + "\u{7}"), at: ground.site) },
            { _ = try $0.addAppointment(draft(ground, room: text + "\u{7}"), at: ground.site) },
        ]
        for deed in deeds {
            #expect(throws: StorageFailure.self) { try ground.store.write(deed) }
        }
    }

    @Test func `a joined emoji and a right-to-left name are names`() throws {
        let ground = try Ground()
        let (_, passes) = try add(draft(ground, visitor: "👩‍💻 שרה"), ground)
        #expect(passes.first?.visitor.name == "👩‍💻 שרה")
    }

    private func feed(_ ground: Ground, _ kiosk: Kiosk) async throws -> ChangesPage {
        var pages = try await ground.store.snapshot(for: kiosk)
        var last = Data()
        while let page = try await pages.next() { last = page }
        guard case .end(let end) = try Wire.decode(SnapshotLine.self, from: last) else { throw FeedGone() }
        return try await ground.store.changes(
            for: kiosk, after: Cursor(epoch: end.cursor.epoch, sequence: 0), limit: 1000)
    }
}

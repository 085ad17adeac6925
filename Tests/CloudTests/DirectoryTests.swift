import CloudDomain
import CloudStorage
import Foundation
import GRDB
import Reception
import TestSupport
import Testing

import struct Reception.Cursor

/// What kiosks hear of hosts and departments.
struct DirectoryTests {
    private func changes(_ ground: Ground, _ kiosk: Kiosk, after sequence: Int64 = 0) async throws -> [Change] {
        let cursor = Cursor(epoch: try await ground.epoch(), sequence: sequence)
        return try await ground.store.changes(for: kiosk, after: cursor, limit: 1000).changes.map(\.change)
    }

    private func newest(_ ground: Ground, _ kiosk: Kiosk) async throws -> Int64 {
        let cursor = Cursor(epoch: try await ground.epoch(), sequence: 0)
        return try await ground.store.changes(for: kiosk, after: cursor, limit: 1000).cursor.sequence
    }

    /// What a kiosk holds that has followed the feed from its start.
    private func held(_ changes: [Change]) -> (hosts: Set<String>, departments: Set<String>) {
        var (hosts, departments): ([UUID: String], [UUID: String]) = ([:], [:])
        for change in changes {
            switch change {
            case .host(let host): hosts[host.id] = host.name
            case .hostRemoved(let id): hosts[id] = nil
            case .department(let department): departments[department.id] = department.name
            case .departmentRemoved(let id): departments[id] = nil
            default: continue
            }
        }
        return (Set(hosts.values), Set(departments.values))
    }

    @Test func `a host is told with reading and department, a change of it once, and its leaving`() async throws {
        let ground = try Ground()
        let kiosk = try await ground.kiosk()
        let store = ground.store
        let sales = try store.write {
            try $0.addDepartment(
                name: "営業部", reading: "えいぎょうぶ", names: ["en": "Sales"], phone: "200", site: nil)
        }
        let host = try store.write {
            try $0.addHost(
                name: "鈴木", reading: "すずき", mail: "s@example.com", phone: "4712", department: "営業部", webhook: nil)
        }
        let record = HostRecord(id: host.id, name: "鈴木", reading: "すずき", department: sales.id, phone: "4712")
        let department = DepartmentRecord(
            id: sales.id, name: "営業部", reading: "えいぎょうぶ", names: ["en": "Sales"], phone: "200")
        let told = try await changes(ground, kiosk)
        #expect(told.contains(.host(record)) && told.contains(.department(department)))

        let before = try await newest(ground, kiosk)
        _ = try store.write { try $0.editHost(named: "鈴木", HostEdit(mail: "other@example.com")) }
        #expect(try await changes(ground, kiosk, after: before).isEmpty)
        _ = try store.write { try $0.editHost(named: "鈴木", HostEdit(phone: "4713")) }
        #expect(try await changes(ground, kiosk, after: before).count == 1)
        try store.write { try $0.removeHost(named: "鈴木") }
        let gone = try await changes(ground, kiosk, after: before)
        #expect(Set(gone) == [.hostRemoved(host.id), .departmentRemoved(sales.id)])
    }

    @Test func `a department is told only while somebody is in it`() async throws {
        let ground = try Ground()
        let kiosk = try await ground.kiosk()
        _ = try ground.store.write { try $0.addDepartment(name: "空室", site: nil) }
        #expect(held(try await changes(ground, kiosk)).departments.isEmpty)
        _ = try ground.store.write { try $0.editHost(named: "佐藤", HostEdit(department: "空室")) }
        #expect(held(try await changes(ground, kiosk)).departments == ["空室"])
        _ = try ground.store.write { try $0.editHost(named: "佐藤", HostEdit(department: "")) }
        #expect(held(try await changes(ground, kiosk)).departments.isEmpty)
    }

    @Test func `who moves to a department of another site is gone from the former site's kiosks`() async throws {
        let ground = try Ground()
        let kiosk = try await ground.kiosk()
        try ground.store.write { transaction in
            let osaka = try transaction.addSite(name: "Osaka", time: .utc, phone: "", webhook: nil)
            _ = try transaction.addDepartment(name: "There", site: osaka)
            _ = try transaction.addDepartment(name: "Here", site: ground.site)
        }
        func move(_ department: String) throws {
            _ = try ground.store.write { try $0.editHost(named: "佐藤", HostEdit(department: department)) }
        }
        try move("There")
        #expect(held(try await changes(ground, kiosk)).hosts == ["Quiet"])
        try move("Here")
        #expect(held(try await changes(ground, kiosk)).hosts == ["Quiet", "佐藤"])
        #expect(held(try await changes(ground, kiosk)).departments == ["Here"])
        try move("There")
        try move("")
        #expect(held(try await changes(ground, kiosk)).hosts == ["Quiet", "佐藤"])
    }

    @Test func `whoever was there before kiosks were told of hosts is announced at the next start, once`() async throws
    {
        let ground = try Ground()
        let kiosk = try await ground.kiosk()
        try await ground.pool.write { db in
            try db.execute(sql: "DELETE FROM change WHERE kind = 'host'; DELETE FROM meta WHERE key = 'directoryTold'")
        }
        let before = try await newest(ground, kiosk)
        for _ in 0..<2 {
            let again = try Store(directory: DataDirectory(ground.folder.file("data")), world: ground.clock.world)
            let cursor = Cursor(epoch: try await ground.epoch(), sequence: before)
            #expect(try await again.changes(for: kiosk, after: cursor, limit: 10).changes.count == 2)
        }
    }

    @Test func `a host with appointments to come, or whom a layout rings, is not removed`() async throws {
        let ground = try Ground()
        let (appointment, _) = try ground.passes()
        #expect(throws: StorageFailure.self) { try ground.store.write { try $0.removeHost(named: "佐藤") } }
        try ground.store.write { try $0.cancelAppointment(appointment.id) }
        let id = try #require(try ground.store.read { try $0.hosts() }.first { $0.name == "佐藤" }).id
        let layout = KioskLayout(buttons: [LayoutButton(id: "call", action: .call, target: .host(id))])
        try ground.store.write { try $0.setLayout(layout, of: ground.site) }
        #expect(throws: StorageFailure.self) { try ground.store.write { try $0.removeHost(named: "佐藤") } }
        try ground.store.write { try $0.resetLayout(of: ground.site) }
        try ground.store.write { try $0.removeHost(named: "佐藤") }
        #expect(try ground.store.read { try $0.hosts() }.map(\.name) == ["Quiet"])
    }

    @Test func `an edited host is shown with the appointments to come`() async throws {
        let ground = try Ground()
        let kiosk = try await ground.kiosk()
        _ = try ground.passes()
        _ = try ground.store.write { try $0.editHost(named: "佐藤", HostEdit(name: "佐藤 花子", phone: "4799")) }
        let passes = try await changes(ground, kiosk).compactMap { if case .pass(let pass) = $0 { pass } else { nil } }
        #expect(passes.map(\.hosts) == [[HostCard(name: "佐藤 花子", phone: "4799")]])
    }
}

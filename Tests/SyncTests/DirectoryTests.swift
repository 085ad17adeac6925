import CloudDomain
import CloudLink
import Foundation
import GRDB
import Kiosk
import KioskStorage
import Reception
import TestSupport
import Testing

@testable import CloudStorage

/// Hosts, departments, the layout and replies, from the real server to a kiosk's cache.
struct DirectoryTests {
    private func pull(_ kiosk: TestKiosk) async throws {
        try await onThread { Result { try kiosk.puller.pullAll() } }.get()
    }

    @Test func `a kiosk finds hosts and shows departments, first by a full sync, then by the feed`() async throws {
        let premises = try await Premises()
        try await premises.cloud.write { transaction in
            _ = try transaction.addDepartment(name: "営業部", reading: "えいぎょうぶ", phone: "300", site: nil)
            _ = try transaction.addDepartment(name: "無人部", site: nil)
            _ = try transaction.addHost(
                name: "田中 太郎", reading: "たなか たろう", mail: "", phone: "4712", department: "営業部", webhook: nil)
        }
        let kiosk = try await premises.kiosk()
        try await pull(kiosk)
        #expect(try kiosk.store.search("tana").map(\.host.name) == ["田中 太郎"])
        #expect(try kiosk.store.search("たな").map(\.department) == ["営業部"])
        #expect(try kiosk.store.summary().departments.map(\.name) == ["営業部"])
        try await premises.cloud.write { transaction in
            _ = try transaction.addHost(
                name: "Anna Müller", mail: "", phone: "", department: "無人部", webhook: nil)
            _ = try transaction.editHost(named: "田中 太郎", HostEdit(name: "中田 太郎", reading: "なかだ たろう"))
        }
        try await pull(kiosk)
        #expect(try kiosk.store.search("tana").isEmpty)
        #expect(try kiosk.store.search("nakada").map(\.host.name) == ["中田 太郎"])
        #expect(try kiosk.store.search("mul").map(\.department) == ["無人部"])
        #expect(try Set(kiosk.store.summary().departments.map(\.name)) == ["営業部", "無人部"])
        try await premises.cloud.write { transaction in try transaction.removeHost(named: "Anna Müller") }
        try await pull(kiosk)
        #expect(try kiosk.store.search("mul").isEmpty)
        #expect(try kiosk.store.summary().departments.map(\.name) == ["営業部"])
        try premises.changeEpoch()
        try await pull(kiosk)
        #expect(try kiosk.store.search("nakada").count == 1 && kiosk.store.search("mul").isEmpty)
        try await premises.stop()
    }

    @Test func `a layout reaches the site's kiosks, by the feed and by a full sync`() async throws {
        let premises = try await Premises()
        let site = premises.site
        let kiosk = try await premises.kiosk()
        try await pull(kiosk)
        let layout = KioskLayout(languages: ["en", "ja"], banner: "ようこそ", answerSeconds: 30)
        try await premises.cloud.write { try $0.setLayout(layout, of: site) }
        try await pull(kiosk)
        #expect(try kiosk.store.summary().layout == layout)
        let second = try await premises.kiosk()
        try await pull(second)
        #expect(try second.store.summary().layout == layout)
        try await premises.cloud.write { try $0.resetLayout(of: site) }
        try await pull(kiosk)
        #expect(try kiosk.store.summary().layout == .standard)
        try await premises.stop()
    }

    @Test func `a layout of a newer cloud leaves the last good one, and the feed goes on`() async throws {
        let premises = try await Premises()
        let site = premises.site
        let kiosk = try await premises.kiosk()
        let good = KioskLayout(banner: "good")
        try await premises.cloud.write { try $0.setLayout(good, of: site) }
        try await pull(kiosk)
        let invited = try premises.invite(1)
        try await premises.cloud.write { transaction in
            try transaction.setLayout(KioskLayout(banner: "newer"), of: site)
            // As a cloud would say it whose layouts have another theme.
            try transaction.db.execute(
                sql: "UPDATE change SET body = replace(body, '\"theme\":\"dark\"', '\"theme\":\"neon\"')")
        }
        try await pull(kiosk)
        #expect(try kiosk.store.summary().layout == good)
        #expect(try kiosk.known(invited.passes[0].id).record != nil)
        try premises.changeEpoch()
        try await pull(kiosk)
        #expect(try kiosk.store.summary().layout == good)
        try await expectTruth(premises, kiosk)
        try await premises.stop()
    }

    @Test func `a reply is told once, by the feed alone, and is not kept`() async throws {
        let premises = try await Premises()
        let site = premises.site
        let kiosk = try await premises.kiosk()
        try await pull(kiosk)
        let reply = Reply(
            event: UUID.v7(.live), state: .coming, name: "佐藤 花子", minutes: 3, phone: "4711", at: World.live.now())
        try await premises.cloud.write { try $0.tell(reply, at: site) }
        try await pull(kiosk)
        try await pull(kiosk)
        #expect(kiosk.replies == [reply])
        let second = try await premises.kiosk()
        try await pull(second)
        #expect(second.replies.isEmpty)
        try await premises.stop()
    }
}

extension Transaction {
    /// As the cloud tells what has become of an arrival.
    fileprivate func tell(_ reply: Reply, at site: Site) throws {
        try announce(.reply(reply), tenant: tenant().number, site: site.number)
    }
}

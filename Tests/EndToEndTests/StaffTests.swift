import Foundation
import Reception
import TestSupport
import Testing

/// The staff console in the real kiosk, with staff whom the real cloud knows.
extension EndToEnd {
    @Suite struct StaffTests {
        @Test func `staff sign in, let a visitor in by hand, and the cloud has it with who did it`() async throws {
            let place = try await Installation()
            let person = try place.add(.desk)
            let appointment = try place.appointment()
            let kiosk = try await place.openInformedKiosk()
            try kiosk.press("F2")
            try await kiosk.wait(for: "職員番号")
            try await kiosk.signIn(.desk, pin: "999999")
            try await kiosk.wait(for: "番号または暗証番号が違います")
            try await kiosk.goHome()
            try await kiosk.openConsole(as: .desk)
            try kiosk.press("1")
            try await kiosk.wait(for: "山田 太郎")
            try kiosk.press("Enter")
            try await kiosk.wait(for: "入館を記録する")
            try kiosk.press("1")
            try await kiosk.wait(for: "受付済")
            // What is shown while the console is open is looked up, and lets nobody in or out.
            try kiosk.type(appointment.token)
            try await kiosk.wait(for: "退館を記録する")
            try await kiosk.goHome()
            try await place.waitForEmptyQueue()
            let visit = try #require(try place.visits().first)
            #expect(visit.visitor == "山田 太郎" && visit.means == "staff" && visit.checkedOutAt == nil)
            let events = try place.events()
            let entry = try #require(events.first { $0.kind == "checkIn" })
            #expect(entry.staff == person && entry.pass == appointment.visitors[0].pass)
            let acts = events.compactMap(\.act?.kind)
            #expect(acts.first == "wrongPIN" && acts.dropFirst().first == "signedIn" && acts.last == "signedOut")
            #expect(acts.contains("viewed"))
            #expect(try place.cloud("audit", "list").contains("鈴木 愛"))
            try place.cloud("audit", "verify")
            try noSecret(in: place)
        }

        /// Nothing that was typed at the console lies in the kiosk's files or in the cloud's.
        private func noSecret(in place: Installation) throws {
            for folder in [place.kioskData, place.cloudData] {
                for file in try FileManager.default.subpathsOfDirectory(atPath: folder) {
                    let bytes = FileManager.default.contents(atPath: "\(folder)/\(file)") ?? Data()
                    #expect(bytes.range(of: Data(Colleague.desk.pin.utf8)) == nil, "\(file)")
                    #expect(bytes.range(of: Data("999999".utf8)) == nil, "\(file)")
                }
            }
        }

        @Test func `who is no administrator cannot leave, an administrator can, and both are on record`() async throws {
            let place = try await Installation()
            try place.add(.desk)
            let person = try place.add(.administrator)
            let kiosk = try await place.openInformedKiosk()
            try kiosk.press("C-q")
            try await kiosk.wait(for: "職員番号")
            try await kiosk.signIn(.desk)
            try await kiosk.wait(for: "管理者だけが行えます")
            try await kiosk.wait(for: "鈴木 愛 (受付係)")
            try await kiosk.goHome()
            try kiosk.press("C-q")
            try await kiosk.wait(for: "職員番号")
            try await kiosk.signIn(.administrator)
            let asked = World.live.uptime()
            #expect(try await kiosk.waitForEnd() == 0)
            #expect(World.live.uptime() - asked < .seconds(8))
            #expect(try place.kiosk("push", "--once").status == 0)
            let left = try #require(try place.events().last { $0.act?.kind == "left" })
            #expect(left.staff == person)
        }

        @Test func `leaving works from the console's menu too, and offline`() async throws {
            let place = try await Installation()
            try place.add(.administrator)
            let kiosk = try await place.openInformedKiosk()
            place.cutNetwork()
            try await kiosk.wait(for: "オフライン")
            try await kiosk.openConsole(as: .administrator)
            try kiosk.press("9")
            #expect(try await kiosk.waitForEnd() == 0)
        }
    }
}

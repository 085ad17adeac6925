import Foundation
import Reception
import TestSupport
import Testing

/// Scenarios at the camera, with the real worker before a camera that is not there.
extension EndToEnd {
    @Suite struct CameraTests {
        /// A kiosk that sees `camera`, online, with `passes` passes.
        private func openKiosk(_ place: Installation, _ camera: LiveCamera, passes: Int = 1) async throws
            -> TerminalScreen
        {
            let settings = "data_dir = \"\(place.kioskData)\"\nscanner.device = \"\(LiveCamera.device)\"\n"
            try place.folder.write(Data(settings.utf8), to: "kiosk.conf")
            let kiosk = try await place.openKiosk(environment: camera.environment)
            try await kiosk.wait(for: "オンライン")
            try await kiosk.wait(for: "カメラ ✓")
            try await eventually("the kiosk knows \(passes) passes") { try place.status().passes >= passes }
            return kiosk
        }

        @Test func `scenario 1: an invitation before the camera is answered with name and room, and the host is told`()
            async throws
        {
            let notices = try RawResponder { _ in .answer(RawResponder.http(204, Data())) }
            let place = try await Installation(webhook: "http://127.0.0.1:\(notices.port)/notice")
            let appointment = try place.appointment()
            let camera = try LiveCamera()
            let kiosk = try await openKiosk(place, camera)
            let shown = World.live.now()
            try camera.show(CameraScene(showing: appointment.token))
            try await kiosk.wait(for: "山田 太郎 様", within: .seconds(2))
            let screen = try await kiosk.wait(for: "担当者にお知らせしました")
            #expect(screen.contains("会議室 A"))
            try await place.waitForEmptyQueue()
            #expect(try place.visits().map(\.means) == ["camera"])
            try await eventually("the host is told") { !notices.requests.isEmpty }
            struct Notice: Decodable {
                let visitor, company, room, host, kiosk, site: String
                let occurredAt: Instant
            }
            let notice = try JSONDecoder().decode(Notice.self, from: #require(notices.requests.first?.body))
            #expect([notice.visitor, notice.company, notice.room] == ["山田 太郎", "青空商事", "会議室 A"])
            #expect(notice.host == "佐藤 花子" && notice.site == "本社" && !notice.kiosk.isEmpty)
            #expect(abs(notice.occurredAt.since(shown).wholeMilliseconds) < 5000)
        }

        @Test func `scenario 4: a code that stays in view for ten seconds is one event and one notice`() async throws {
            let notices = try RawResponder { _ in .answer(RawResponder.http(204, Data())) }
            let place = try await Installation(webhook: "http://127.0.0.1:\(notices.port)/notice")
            let appointment = try place.appointment()
            let camera = try LiveCamera()
            let kiosk = try await openKiosk(place, camera)
            try camera.show(CameraScene(showing: appointment.token))
            try await kiosk.wait(for: "担当者にお知らせしました")
            try await Task.sleep(for: .seconds(10))
            try await place.waitForEmptyQueue()
            #expect(try place.events().count == 1)
            #expect(notices.requests.count == 1)
        }

        private static let foreignCodes: [[UInt8]] = [
            Array("https://example.com/?a=1".utf8),
            Array("BEGIN:VCARD\r\nVERSION:3.0\r\nN:Yamada;Taro\r\nEND:VCARD\r\n".utf8),
            [0x1B, 0x5B, 0x32, 0x4A, 0x1B, 0x63, 0x07, 0x0D, 0x0A, 0x09, 0x1B, 0x5D, 0x30, 0x3B, 0x41, 0x07],
            bytes,
        ]

        /// Near the most that a code holds at this level of error correction, and every byte but zero.
        private static let bytes: [UInt8] = (0..<2300).map { UInt8($0 * 7 % 255) + 1 }

        @Test(arguments: foreignCodes)
        func `scenario 12: any other code before the camera is not ours, and the screen stays whole`(code: [UInt8])
            async throws
        {
            let place = try await Installation()
            let appointment = try place.appointment()
            let size = (width: 640, height: 480)
            let camera = try LiveCamera(showing: CameraScene(width: size.width, height: size.height))
            let kiosk = try await openKiosk(place, camera)
            try camera.show(CameraScene(showing: code, width: size.width, height: size.height))
            try await kiosk.wait(for: "この受付のコードではありません")
            try camera.show(CameraScene(width: size.width, height: size.height))
            try kiosk.press("Escape")
            let screen = try await kiosk.wait(for: "QR コードがない方は")
            #expect(screen.split(separator: "\n").last?.contains("オンライン") == true)
            #expect(screen.split(separator: "\n").last?.contains("カメラ ✓") == true)
            try camera.show(CameraScene(showing: appointment.token, width: size.width, height: size.height))
            try await kiosk.wait(for: "山田 太郎 様")
        }

        @Test func `scenario 32: unplugged, the kiosk says so, serves on, and has the camera back by itself`()
            async throws
        {
            let place = try await Installation()
            let names = ["一", "二", "三", "四"].map { "客\($0)" }
            let visitors = try place.appointment(visitors: names.map { "青空商事;\($0);" }).visitors
            let camera = try LiveCamera()
            let kiosk = try await openKiosk(place, camera, passes: names.count)
            try camera.show(CameraScene(showing: visitors[0].token))
            try await kiosk.wait(for: "客一 様")
            try camera.show(CameraScene())
            try camera.unplug()
            try await kiosk.wait(for: "カメラ停止")
            try kiosk.send(Array((visitors[1].token + "\r").utf8))
            try await kiosk.wait(for: "客二 様")
            try kiosk.press("Escape")
            try await kiosk.wait(for: "QR コードがない方は")
            try await kiosk.typeSlowly(visitors[2].passcode)
            try await kiosk.wait(for: "客三 様")
            try camera.plugIn()
            try await kiosk.wait(for: "カメラ ✓")
            try camera.show(CameraScene(showing: visitors[3].token))
            try await kiosk.wait(for: "客四 様")
            try await place.waitForEmptyQueue()
            #expect(try place.visits().map(\.visitor).sorted() == names.sorted())
        }
    }
}

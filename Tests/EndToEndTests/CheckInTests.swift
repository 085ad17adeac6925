import Foundation
import Reception
import TestSupport
import Testing

/// Scenarios of check-in, with the real kiosk in a real terminal and the real cloud.
extension EndToEnd {
    @Suite struct CheckInTests {
        @Test func `scenario 2: the passcode gives the same welcome as the code, and one row of history`() async throws
        {
            let place = try await Installation()
            let byCode = try place.appointment()
            let byHand = try place.appointment(visitors: ["青空商事;鈴木 一郎;"])
            let kiosk = try await place.openSyncedKiosk(passes: 2)
            try kiosk.type(byCode.token)
            let scanned = try await kiosk.wait(for: "受け付けました")
            try kiosk.press("Escape")
            try await kiosk.wait(for: "QR コード")
            try await kiosk.typeSlowly(byHand.passcode)
            let typed = try await kiosk.wait(for: "鈴木 一郎 様")
            try await kiosk.wait(for: "受け付けました")
            #expect(scanned.contains("山田 太郎 様"))
            #expect(typed.contains("会議室 A") && typed.contains("佐藤 花子"))
            try await place.waitForEmptyQueue()
            let visits = try place.visits()
            #expect(visits.map(\.visitor).sorted() == ["山田 太郎", "鈴木 一郎"])
            #expect(Set(visits.compactMap(\.means)) == ["wedge", "passcode"])
        }

        @Test func `scenario 3: with Enter, Tab or nothing, on US and JIS keys with Caps Lock, six scans read`()
            async throws
        {
            let place = try await Installation()
            let names = ["一", "二", "三", "四", "五", "六"].map { "客\($0)" }
            let tokens = try place.appointment(visitors: names.map { "青空商事;\($0);" }).visitors.map(\.token)
            let kiosk = try await place.openSyncedKiosk(passes: 6)
            // Caps Lock turns a US keyboard's capitals small; on a JIS one digits and letters stand where they do on a US one.
            let suffixes = ["\r", "\t", ""]
            for (index, name) in names.enumerated() {
                let text = index < 3 ? tokens[index] : tokens[index].lowercased()
                try kiosk.send(Array((text + suffixes[index % 3]).utf8))
                try await kiosk.wait(for: "\(name) 様")
            }
            try await place.waitForEmptyQueue()
            #expect(try place.visits().count == 6)
        }

        @Test func `scenario 4: a code that is shown for ten seconds is one event and one notice`() async throws {
            let notices = try RawResponder { _ in .answer(RawResponder.http(204, Data())) }
            let place = try await Installation(webhook: "http://127.0.0.1:\(notices.port)/notice")
            let appointment = try place.appointment()
            let kiosk = try await place.openSyncedKiosk()
            for _ in 0..<20 {
                try kiosk.type(appointment.token)
                try await Task.sleep(for: .milliseconds(500))
            }
            #expect(try kiosk.screen().contains("担当者にお知らせしました"))
            try await place.waitForEmptyQueue()
            #expect(try place.events().count == 1)
            try await eventually("the host is told") { notices.requests.count >= 1 }
            try await Task.sleep(for: .seconds(1))
            #expect(notices.requests.count == 1)
        }

        @Test func `a host whose channel fails is to be rung, and nobody is told otherwise`() async throws {
            let place = try await Installation(webhook: "http://127.0.0.1:\(LoopbackSocket.freePort())/notice")
            let visitors = try place.appointment(visitors: ["青空商事;客一;", "青空商事;客二;"]).visitors
            let kiosk = try await place.openSyncedKiosk(passes: 2)
            try kiosk.type(visitors[0].token)
            try await kiosk.wait(for: "客一 様")
            try await place.waitForEmptyQueue()
            try await Task.sleep(for: .seconds(2))
            try kiosk.type(visitors[1].token)
            try await kiosk.wait(for: "客二 様")
            let screen = try await kiosk.wait(for: "担当者には通知できません")
            #expect(screen.contains("内線 1234 へお電話ください"))
        }

        @Test func `scenario 5: a used code says since when, and offers to check out`() async throws {
            let notices = try RawResponder { _ in .answer(RawResponder.http(204, Data())) }
            let place = try await Installation(webhook: "http://127.0.0.1:\(notices.port)/notice")
            let appointment = try place.appointment()
            let kiosk = try await place.openSyncedKiosk()
            try kiosk.type(appointment.token)
            try await kiosk.wait(for: "担当者にお知らせしました")
            try await Task.sleep(for: .seconds(6))
            try kiosk.type(appointment.token)
            let screen = try await kiosk.wait(for: "受付済")
            let site = try #require(Installation.siteTime)
            let since = try #require(try place.visits().first?.checkedInAt)
            #expect(screen.contains("受付済 \(site.reading(of: since).time)"))
            #expect(screen.contains("退館する") && screen.contains("係員を呼ぶ"))
            try kiosk.press("x")
            try await kiosk.wait(for: "退館を記録しました")
            try await place.waitForEmptyQueue()
            let visit = try #require(try place.visits().first)
            #expect(visit.checkedOutAt != nil && visit.exit == "own")
            #expect(notices.requests.count == 1)
        }

        @Test func `scenario 6: a code for tomorrow is refused with its time and nothing else`() async throws {
            let place = try await Installation()
            let tomorrow = try place.appointment(day: 1)
            let kiosk = try await place.openSyncedKiosk()
            try kiosk.type(tomorrow.token)
            let screen = try await kiosk.wait(for: "まだ受付できません")
            let site = try #require(Installation.siteTime)
            let day = site.reading(of: World.live.now().advanced(by: .seconds(86_400)))
            #expect(screen.contains("\(day.month)月\(day.day)日"))
            for secret in ["山田", "会議室", "佐藤", "青空"] { #expect(!screen.contains(secret)) }
            try await place.waitForEmptyQueue()
            #expect(try place.visits().isEmpty)
            #expect(try place.events().map(\.verdict) == ["tooEarly"])
        }

        @Test func `scenario 7: a code whose day has passed is expired, with a call button`() async throws {
            let notices = try RawResponder { _ in .answer(RawResponder.http(204, Data())) }
            let place = try await Installation(webhook: "http://127.0.0.1:\(notices.port)/notice")
            let yesterday = try place.appointment(day: -1)
            let kiosk = try await place.openSyncedKiosk()
            try kiosk.type(yesterday.token)
            let screen = try await kiosk.wait(for: "期限切れ")
            #expect(screen.contains("係員を呼ぶ"))
            try kiosk.press("c")
            try await kiosk.wait(for: "係員を呼びました")
        }

        @Test func `where nobody can be notified a call gives the extension and claims nothing`() async throws {
            let place = try await Installation()
            _ = try place.appointment()
            let kiosk = try await place.openSyncedKiosk()
            try kiosk.press("c")
            let screen = try await kiosk.wait(for: "この端末からは呼び出せません")
            #expect(screen.contains("内線 100") && !screen.contains("呼びました"))
        }

        @Test func `no name, token or passcode lies readable on the kiosk's disk or in its log`() async throws {
            let place = try await Installation()
            let appointment = try place.appointment()
            let kiosk = try await place.openSyncedKiosk()
            try kiosk.type(appointment.token)
            try await kiosk.wait(for: "受け付けました")
            try kiosk.press("C-q")
            try await kiosk.waitForEnd()
            let files = try FileManager.default.subpathsOfDirectory(atPath: place.kioskData)
            #expect(files.contains("kiosk.log") && files.contains("outbox.sqlite"))
            for file in files {
                guard let bytes = FileManager.default.contents(atPath: "\(place.kioskData)/\(file)") else { continue }
                for secret in ["山田", "青空商事", "佐藤", "会議室", "打合せ", appointment.token, appointment.passcode] {
                    #expect(bytes.range(of: Data(secret.utf8)) == nil, "\(secret) stands in \(file)")
                }
            }
        }

        @Test func `scenario 9: an edited appointment keeps its code and shows the new room`() async throws {
            let place = try await Installation()
            let appointment = try place.appointment()
            let kiosk = try await place.openSyncedKiosk()
            try place.cloud("appointment", "edit", appointment.appointment, "--room", "特別室")
            try await Task.sleep(for: .seconds(2))
            try kiosk.type(appointment.token)
            let screen = try await kiosk.wait(for: "山田 太郎 様")
            #expect(screen.contains("特別室"))
        }

        @Test func `scenario 12: any other code is not ours, and the screen stays whole`() async throws {
            let place = try await Installation()
            _ = try place.appointment()
            let kiosk = try await place.openSyncedKiosk()
            let foreign: [[UInt8]] = [
                Array("https://example.com/?a=1\r".utf8),
                Array("BEGIN:VCARD;N:Yamada;END:VCARD\r".utf8),
                (0..<4096).map { UInt8(33 + $0 % 90) } + [13],
                [0x1B, 0x5B, 0x32, 0x4A, 0x41, 0x42, 0x43, 0x44, 0x45, 0x07, 0x01, 0x46, 0x47, 0x0D],
            ]
            for code in foreign {
                try kiosk.send(code)
                try await kiosk.wait(for: "この受付のコードではありません")
                try kiosk.press("Escape")
                let screen = try await kiosk.wait(for: "QR コードがない方は")
                #expect(screen.split(separator: "\n").last?.contains("オンライン") == true)
            }
            #expect(try !kiosk.isDead())
        }

        @Test func `codes piped into stdin are read while the screen is on the terminal`() async throws {
            let place = try await Installation()
            let appointment = try place.appointment()
            let fifo = place.folder.file("codes")
            try #require(mkfifo(fifo, 0o600) == 0)
            let program = "exec '\(Command.built("uketsuke-kiosk"))' run --config '\(place.configuration)' <'\(fifo)'"
            let kiosk = try TerminalScreen(["sh", "-c", program])
            let pipe = try #require(FileHandle(forUpdatingAtPath: fifo))
            try await kiosk.wait(for: "オンライン")
            try await eventually("the pass is known") { try place.status().passes == 1 }
            try pipe.write(contentsOf: Data("\(appointment.token)\n".utf8))
            try await kiosk.wait(for: "山田 太郎 様")
            try pipe.write(contentsOf: Data([0xFF, 0xFE, 0x00, 0x1B, 0x5B, 0x32, 0x4A, 0x0A]))
            try await kiosk.wait(for: "この受付のコードではありません")
        }
    }
}

import Foundation
import Reception
import TestSupport
import Testing

/// Scenarios of passes for several days and several visitors, and of guessed passcodes.
extension EndToEnd {
    @Suite struct PassTests {
        private static let day = Duration.seconds(86_400)

        /// Comes in, and goes by the key that the answer to a second look at the code offers.
        private func comeAndGo(_ kiosk: TerminalScreen, _ token: String) async throws {
            try kiosk.type(token)
            try await kiosk.wait(for: "山田 太郎 様")
            try await kiosk.goHome()
            try await Task.sleep(for: .milliseconds(1200))
            try kiosk.type(token)
            try await kiosk.wait(for: "受付済")
            try kiosk.press("x")
            try await kiosk.wait(for: "退館を記録しました")
            try await kiosk.goHome()
            try await Task.sleep(for: .milliseconds(1200))
        }

        @Test
        func `scenario 10: a period pass works on every day of its range, any number of times, and never after it`()
            async throws
        {
            let place = try await Installation(settings: "[admission]\nrepeat_seconds = 1\n")
            let pass = try place.appointment(day: -1, lastDay: 1, period: true)
            let clock = try MachineClock(in: place.folder)
            let kiosk = try await place.openInformedKiosk(environment: clock.environment)
            try await comeAndGo(kiosk, pass.token)
            try await comeAndGo(kiosk, pass.token)
            try await place.waitForEmptyQueue()
            place.stopCloud(SIGTERM)
            try await kiosk.wait(for: "オフライン")
            try clock.pass(Self.day)
            try await comeAndGo(kiosk, pass.token)
            try clock.pass(Self.day)
            try kiosk.type(pass.token)
            let screen = try await kiosk.wait(for: "期限切れ")
            #expect(!screen.contains("山田"))
            try await place.startCloud(behind: .zero - Self.day - Self.day)
            try await place.waitForEmptyQueue(within: .seconds(60))
            let visits = try place.visits()
            #expect(visits.map { $0.checkedOutAt == nil } == [false, false, false])
            #expect(visits.last.map { $0.checkedInAt.since(visits[0].checkedInAt) >= Self.day } == true)
        }

        @Test func `scenario 11: three visitors of one appointment come one by one, and the host is told 2/3`()
            async throws
        {
            let inbox = try Inbox()
            let place = try await Installation(webhook: inbox.url("sato"))
            let names = ["客一", "客二", "客三"]
            let visitors = try place.appointment(visitors: names.map { "青空商事;\($0);" }).visitors
            let kiosk = try await place.openInformedKiosk()
            for (number, visitor) in visitors.enumerated() {
                try kiosk.type(visitor.token)
                try await kiosk.wait(for: "\(names[number]) 様")
                let message = try await inbox.message(to: "sato", "arrival", count: number + 1)
                #expect(message.visitor == names[number] && message.host == "佐藤 花子")
                #expect(message.arrived == number + 1 && message.expected == 3)
                #expect(message.text?.contains("\(number + 1)/3") == true)
            }
            try await place.waitForEmptyQueue()
            let visits = try place.visits()
            #expect(visits.map(\.visitor) == names)
            #expect(Set(visits.map(\.pass)) == Set(visitors.map(\.pass)))
        }

        /// Three are free; then 2, 4, 8 … seconds go by before the next is looked at, so that ten take over a minute.
        @Test func `scenario 13: wrong passcodes slow down further ones, are in the log, and hold up no code`()
            async throws
        {
            let place = try await Installation()
            let appointment = try place.appointment()
            let kiosk = try await place.openInformedKiosk()
            for _ in 0..<6 {
                try await kiosk.typeSlowly(Passcode(World.live).digits, gap: .milliseconds(50))
                try await kiosk.wait(for: "番号が見つかりません")
                try await kiosk.goHome()
            }
            try await kiosk.typeSlowly(Passcode(World.live).digits, gap: .milliseconds(50))
            let screen = try await kiosk.wait(for: "秒お待ちください", within: .seconds(3))
            #expect(screen.contains("QR コードはいつでも使えます"))
            try kiosk.type(appointment.token)
            try await kiosk.wait(for: "山田 太郎 様", within: .seconds(3))
            try await place.waitForEmptyQueue()
            #expect(try place.events().map(\.verdict).filter { $0 == "unknownPasscode" }.count == 6)
            let log = try String(contentsOfFile: place.kioskData + "/kiosk.log", encoding: .utf8)
            #expect(log.contains("passcode"), "nothing of it is in the log:\n\(log)")
        }
    }
}

import Foundation
import Reception
import TestSupport
import Testing

/// Clocks that drift, are set, or start in 1970, under the real programs.
extension EndToEnd {
    @Suite struct ClockTests {
        private static let days = Duration.seconds(3 * 86_400)

        private func cut(_ place: Installation) {
            place.network.setMode(.refuse)
            place.network.closeConnections()
        }

        private func openKiosk(
            _ place: Installation, _ clock: MachineClock, passes: Int
        ) async throws -> TerminalScreen {
            let kiosk = try await place.openKiosk(columns: 120, environment: clock.environment)
            try await kiosk.wait(for: "オンライン")
            try await eventually("the kiosk knows \(passes) passes") { try place.status().passes >= passes }
            return kiosk
        }

        /// Whether the screen's clock shows the site's time now, or that of a minute ago: it is drawn each minute.
        private func showsTime(_ screen: String, after days: Duration = .zero) throws -> Bool {
            let site = try #require(Installation.siteTime)
            let header = screen.split(separator: "\n").first ?? ""
            return [0, -60, 60].contains { seconds in
                let reading = site.reading(of: World.live.now().advanced(by: days + .seconds(seconds)))
                return header.contains("\(reading.month)月\(reading.day)日") && header.contains(" \(reading.time)")
            }
        }

        private func isNear(_ time: Instant?, _ expected: Instant) -> Bool {
            time.map { abs($0.since(expected).wholeMilliseconds) < 8000 } ?? false
        }

        @Test func `scenario 26: after three days offline and ten minutes of drift both times are stored, and flagged`()
            async throws
        {
            let place = try await Installation()
            let first = try place.appointment(visitors: ["青空商事;客一;"])
            let last = try place.appointment(day: 3, visitors: ["青空商事;客二;"])
            let clock = try MachineClock(in: place.folder)
            let kiosk = try await openKiosk(place, clock, passes: 2)
            cut(place)
            try await kiosk.wait(for: "オフライン")
            try kiosk.type(first.token)
            try await kiosk.wait(for: "客一 様")
            let came = World.live.now()
            try kiosk.press("Escape")
            // Three days go by, and the kiosk's crystal makes ten minutes more of them.
            place.stopCloud(SIGTERM)
            try clock.pass(Self.days + .seconds(600))
            try await place.startCloud(behind: .zero - Self.days)
            try await kiosk.wait(for: "QR コードがない方は")
            try kiosk.type(last.token)
            try await kiosk.wait(for: "客二 様")
            let (cameLater, clockThen) = (World.live.now().advanced(by: Self.days), clock.now)
            place.network.setMode(.pass)
            try await place.waitForEmptyQueue(within: .seconds(60))
            let visits = try place.visits()
            #expect(visits.map(\.visitor) == ["客一", "客二"])
            #expect(isNear(visits[0].checkedInAt, came) && isNear(visits[0].deviceTime, came))
            #expect(isNear(visits[1].checkedInAt, cameLater) && isNear(visits[1].deviceTime, clockThen))
            #expect(visits.allSatisfy { $0.flags == ["clockDrift"] }, "\(visits)")
            // The kiosk has learnt it, too.
            try kiosk.press("Escape")
            try await kiosk.wait(until: "the screen's clock is right") { try showsTime($0, after: Self.days) }
        }

        @Test func `a clock set back or forward by hours moves neither verdicts nor the screen, online and offline`()
            async throws
        {
            let place = try await Installation()
            let visitors = try place.appointment(visitors: (1...4).map { "青空商事;客\($0);" }).visitors
            let clock = try MachineClock(in: place.folder)
            let kiosk = try await openKiosk(place, clock, passes: 4)
            // Three hours; then back into yesterday, when today's codes would be too early; and on to tomorrow.
            for (number, hours) in [-3, -13, 13, -3].enumerated() {
                if number == 2 {
                    cut(place)
                    try await kiosk.wait(for: "オフライン")
                }
                try clock.set(ahead: .seconds(hours * 3600))
                try kiosk.type(visitors[number].token)
                let screen = try await kiosk.wait(for: "客\(number + 1) 様")
                #expect(try showsTime(screen), "\(screen)")
                try kiosk.press("Escape")
                #expect(try showsTime(try await kiosk.wait(for: "QR コードがない方は")))
            }
            let set = clock.now
            place.network.setMode(.pass)
            try await place.waitForEmptyQueue()
            let visits = try place.visits()
            #expect(visits.map(\.visitor).sorted() == ["客1", "客2", "客3", "客4"])
            #expect(visits.allSatisfy { World.live.now().since($0.checkedInAt) < .seconds(120) })
            #expect(visits.allSatisfy { $0.checkedInAt <= World.live.now() })
            #expect(isNear(visits.last?.deviceTime, set))
        }

        @Test
        func `a kiosk that starts offline in 1970 says so, sends to the staff, and is right once the cloud is heard`()
            async throws
        {
            let place = try await Installation()
            let appointment = try place.appointment()
            try #require(try place.kiosk("sync", "--once").status == 0)
            cut(place)
            let epoch = Duration.milliseconds(-World.live.now().milliseconds)
            let clock = try MachineClock(in: place.folder, ahead: epoch)
            let kiosk = try await place.openKiosk(columns: 120, environment: clock.environment)
            try await kiosk.wait(for: "時計を確認してください")
            try kiosk.type(appointment.token)
            let screen = try await kiosk.wait(for: "係員へお知らせください")
            #expect(screen.contains("時計") && !screen.contains("山田"))
            let status = try Command.run(
                [Command.built("uketsuke-kiosk"), "status", "--config", place.configuration],
                environment: clock.environment)
            #expect(status.out.contains("not to be believed"))
            place.network.setMode(.pass)
            try await kiosk.wait(until: "the clock is believed", within: .seconds(60)) {
                $0.contains("オンライン") && !$0.contains("時計を確認してください")
            }
            #expect(try showsTime(try kiosk.screen()))
            try await place.waitForEmptyQueue(within: .seconds(60))
            try await Task.sleep(for: .seconds(6))
            try kiosk.type(appointment.token)
            try await kiosk.wait(for: "山田 太郎 様")
            try await place.waitForEmptyQueue()
            #expect(try place.events().map(\.verdict) == ["untrustedClock", "welcome"])
            #expect(isNear(try place.visits().first?.checkedInAt, World.live.now()))
        }
    }
}

import Foundation
import Reception
import TestSupport
import Testing

/// Who leaves, who has forgotten to, and who must be looked for: the real programs.
extension EndToEnd {
    @Suite struct EvacuationTests {
        @Test func `scenario 29: who shows the code again in exit mode has left at that time, marked 本人, offline too`()
            async throws
        {
            let place = try await Installation(settings: "[admission]\nrepeat_seconds = 1\n")
            try place.add(.desk)
            let appointment = try place.appointment()
            let kiosk = try await place.openInformedKiosk()
            try kiosk.type(appointment.token)
            try await kiosk.wait(for: "山田 太郎 様")
            try await place.waitForEmptyQueue()
            try await kiosk.goHome()
            place.cutNetwork()
            try await kiosk.wait(for: "オフライン")
            // Sooner it would be the same presentation, and silence.
            try await Task.sleep(for: .seconds(1))
            try kiosk.press("x")
            try await kiosk.wait(for: "退館される方")
            try kiosk.type(appointment.token)
            try await kiosk.wait(for: "退館を記録しました")
            let left = World.live.now()
            try await kiosk.goHome()
            try await kiosk.openConsole(as: .desk)
            try kiosk.press("3")
            try await kiosk.wait(for: "館内に来訪者はいません")
            try kiosk.press("Left")
            try await kiosk.wait(for: "退館・本人")
            try await Task.sleep(for: .seconds(3))
            place.network.setMode(.pass)
            try await place.waitForEmptyQueue()
            let visit = try #require(try place.visits().first)
            #expect(visit.exit == "own")
            #expect(visit.checkedOutAt.map { abs($0.since(left).wholeMilliseconds) < 2500 } == true)
            #expect(try place.cloud("visits", "--csv").contains(",own,"))
        }

        @Test func `scenario 30: who forgot is closed at the set time as 推定, in list and CSV, and enters the next day`()
            async throws
        {
            let place = try await Installation(settings: "[admission]\nrepeat_seconds = 1\n")
            try place.add(.desk)
            try place.cloud("site", "edit", "--close-at", "22:00")
            let appointment = try place.appointment(lastDay: 2, period: true)
            let clock = try MachineClock(in: place.folder)
            let kiosk = try await place.openInformedKiosk(environment: clock.environment)
            try kiosk.type(appointment.token)
            try await kiosk.wait(for: "山田 太郎 様")
            try await place.waitForEmptyQueue()
            try await kiosk.goHome()
            // It is about noon there; eleven hours later nobody has said goodbye.
            try await passTime(.seconds(11 * 3600), of: place, clock, at: .zero)
            try await eventually("the visit is closed") { try place.visits().first?.exit == "assumed" }
            try await kiosk.wait(for: "オンライン", within: .seconds(60))
            try await kiosk.openConsole(as: .desk)
            try kiosk.press("1")
            let list = try await kiosk.wait(for: "退館・推定")
            #expect(list.contains("22:00"))
            try await kiosk.goHome()
            try await passTime(.seconds(13 * 3600), of: place, clock, at: .seconds(11 * 3600))
            try await kiosk.wait(for: "オンライン", within: .seconds(60))
            try kiosk.type(appointment.token)
            let welcome = try await kiosk.wait(for: "山田 太郎 様")
            #expect(!welcome.contains("受付済"))
            try await place.waitForEmptyQueue()
            let visits = try place.visits()
            #expect(visits.map(\.exit) == ["assumed", nil] && visits.allSatisfy { !$0.isConflict })
            #expect(try place.cloud("visits", "--csv").contains(",assumed,"))
        }

        /// Lets time pass for the kiosk's machine and for the cloud's, which starts anew.
        private func passTime(
            _ duration: Duration, of place: Installation, _ clock: MachineClock, at passed: Duration
        ) async throws {
            place.stopCloud(SIGTERM)
            try clock.pass(duration)
            try await place.startCloud(behind: .zero - passed - duration)
        }

        @Test func `scenario 31: offline, the staff key opens who is inside across kiosks, marks them safe and prints`()
            async throws
        {
            let paper = try TemporaryDirectory()
            let printer = "[hooks]\non_print = [\"/bin/sh\", \"-c\", \"cat >'\(paper.file("page"))'\"]\n"
            let place = try await Installation(settings: printer)
            let person = try place.add(.desk)
            let visitors = try place.appointment(visitors: ["青空商事;客一;", "海山工業;客二;", "青空商事;客三;"]).visitors
            let back = try place.addKiosk("裏口")
            let (front, rear) = (
                try await place.openInformedKiosk(columns: 120, rows: 30),
                try await place.openInformedKiosk(columns: 120, rows: 30, configuration: back)
            )
            try front.type(visitors[0].token)
            try await front.wait(for: "客一 様")
            try rear.type(visitors[1].token)
            try await rear.wait(for: "客二 様")
            try await eventually("each kiosk knows of the other's visitor") {
                try place.kiosk("check", visitors[1].token).out.contains("alreadyIn")
                    && place.kiosk("check", visitors[0].token, configuration: back).out.contains("alreadyIn")
            }
            place.cutNetwork()
            for kiosk in [front, rear] { try await kiosk.wait(for: "オフライン") }
            for (kiosk, name) in [(front, "客一"), (rear, "客二")] {
                try await kiosk.openConsole(as: .desk)
                try kiosk.press("3")
                try await kiosk.wait(for: "館内 2 名: 未確認 2、無事 0")
                try await mark(name, on: kiosk)
                try await kiosk.wait(for: "未確認 1、無事 1")
            }
            // The stand-in for a printer gets the whole list, whoever let whom in.
            try front.press("p")
            try await front.wait(for: "プリンターに送りました")
            try checkPage(Data(contentsOf: URL(fileURLWithPath: paper.file("page"))))
            place.network.setMode(.pass)
            for kiosk in [front, rear] { try await kiosk.wait(for: "未確認 0、無事 2", within: .seconds(60)) }
            try await place.waitForEmptyQueue()
            let safe = try place.events().filter { $0.act?.kind == "safe" }
            #expect(Set(safe.compactMap(\.pass)) == Set(visitors.prefix(2).map(\.pass)))
            #expect(safe.allSatisfy { $0.staff == person })
            try place.cloud("audit", "verify")
        }

        /// Marks somebody safe in the list that stands there.
        private func mark(_ name: String, on kiosk: TerminalScreen) async throws {
            let isSelected: (String) -> Bool = { screen in
                screen.split(separator: "\n").contains { $0.contains("▸") && $0.contains(name) }
            }
            if try !isSelected(kiosk.screen()) { try kiosk.press("Down") }
            try await kiosk.wait(until: "the mark at \(name)", isSelected)
            try kiosk.press("Enter")
        }

        /// A page that one can tick off at the assembly point.
        private func checkPage(_ bytes: Data) throws {
            struct Job: Decodable { let kind, text: String }
            let job = try JSONDecoder().decode(Job.self, from: bytes)
            let lines = job.text.split(separator: "\n").map(String.init)
            #expect(job.kind == "evacuation")
            #expect(lines.contains { $0.hasPrefix("[x] 客一") } && lines.contains { $0.hasPrefix("[ ] 客二") })
            #expect(lines.contains { $0.contains("裏口") })
            #expect(lines.contains { $0.contains("他の端末の分は") } && !job.text.contains("客三"))
        }
    }
}

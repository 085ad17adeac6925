import Foundation
import TestSupport
import Testing

/// What administrators set in the cloud for a kiosk's screen, and programs beside it.
extension EndToEnd {
    @Suite struct LayoutTests {
        @Test func `a new layout is on the screen as soon as nobody is at it, and a broken one changes nothing`()
            async throws
        {
            let inbox = try Inbox()
            let place = try await Installation.office(inbox)
            let kiosk = try await place.openInformedKiosk()
            try kiosk.press("d")
            try await kiosk.wait(for: "受け取りのサインは必要ですか")
            try place.setLayout(
                """
                {"banner": "五階 総合受付", "texts": {"ja": {"notice": "本日は避難訓練があります"}}, "buttons": [
                  {"id": "sales", "action": "call", "target": "department/営業部", "labels": {"ja": "営業部を呼ぶ"}}
                ]}
                """)
            try await eventually("the kiosk has heard of it") { try place.status().layout.buttons == ["sales"] }
            // Somebody is at it.
            #expect(try kiosk.screen().contains("受け取りのサインは必要ですか"))
            try kiosk.press("Escape")
            let new = try await kiosk.wait(for: "五階 総合受付")
            #expect(new.contains("本日は避難訓練があります") && new.contains("C  営業部を呼ぶ"))
            #expect(!new.contains("配達・納品"))
            let broken = #"{"buttons": [{"id": "x", "action": "dance"}], "answerSeconds": 1, "theme": "pink"}"#
            let file = try place.folder.write(Data(broken.utf8), to: "broken.json")
            let result = try Command.run(
                [Command.built("uketsuke-cloud"), "layout", "set", file, "--data", place.cloudData])
            #expect(result.status == 1)
            for mistake in ["buttons[0].action", "answerSeconds", "theme"] {
                #expect(result.err.contains(mistake), "\(result.err)")
            }
            #expect(try place.cloud("layout", "show").contains("五階 総合受付"))
            try kiosk.press("c")
            try await kiosk.wait(for: "営業部に連絡しました")
            _ = try await inbox.message(to: "sato", "call")
        }

        @Test func `a hook is told of who has come in as JSON, and one that hangs delays no visitor`() async throws {
            let folder = try TemporaryDirectory()
            let told = folder.file("told")
            let hook = #"["sh", "-c", "cat >>\"$0\"; exec sleep 600", "\#(told)"]"#
            let place = try await Installation(settings: "[hooks]\non_check_in = \(hook)\ntimeout_seconds = 8\n")
            let visitors = try place.appointment(visitors: (1...4).map { "青空商事;客\($0);" }).visitors
            let kiosk = try await place.openInformedKiosk()
            for (number, visitor) in visitors.enumerated() {
                try kiosk.type(visitor.token)
                // Two hang by now, and the third and fourth wait for them; a visitor would wait for seconds.
                try await kiosk.wait(for: "客\(number + 1) 様", within: .seconds(3))
                try await kiosk.goHome()
            }
            struct Told: Decodable {
                struct Host: Decodable { let name: String }
                let kind, visitor, company, room, verdict: String
                let event: UUID
                let hosts: [Host]
            }
            func lines() -> [Substring] {
                (try? String(contentsOfFile: told, encoding: .utf8))?.split(separator: "\n") ?? []
            }
            try await eventually("all have been told", within: .seconds(60)) { lines().count == 4 }
            let all = try lines().map { try JSONDecoder().decode(Told.self, from: Data($0.utf8)) }
            #expect(all.map(\.visitor).sorted() == ["客1", "客2", "客3", "客4"])
            #expect(all.allSatisfy { $0.kind == "check_in" && $0.verdict == "welcome" && $0.room == "会議室 A" })
            #expect(all.allSatisfy { $0.company == "青空商事" && $0.hosts.map(\.name) == ["佐藤 花子"] })
            try await place.waitForEmptyQueue()
            #expect(try Set(place.events().map(\.id)) == Set(all.map(\.event)))
            let log = try String(contentsOfFile: place.kioskData + "/kiosk.log", encoding: .utf8)
            #expect(log.contains("hooks.on_check_in") && log.contains("killed") && !log.contains("客1"), "\(log)")
            try kiosk.press("C-q")
            #expect(try await kiosk.waitForEnd(within: .seconds(5)) == 0)
        }
    }
}

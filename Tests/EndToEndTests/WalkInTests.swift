import Foundation
import TestSupport
import Testing

/// Scenarios of visitors without an appointment.
extension EndToEnd {
    @Suite struct WalkInTests {
        /// Begins the form and answers what stands before the question whom to see.
        private func introduce(
            _ kiosk: TerminalScreen, company: String, name: String, headcount: String
        ) async throws {
            try kiosk.press("a")
            try await kiosk.wait(for: "会社名を入力してください")
            try await answer(kiosk, company)
            try await kiosk.wait(for: "お名前を入力してください")
            try await answer(kiosk, name)
            try await kiosk.wait(for: "何名様でお越しですか")
            try await answer(kiosk, headcount)
            try await kiosk.wait(for: "どちらへご用でしょうか")
        }

        /// An input method commits a text at once; nothing is typed where there is none.
        private func answer(_ kiosk: TerminalScreen, _ text: String) async throws {
            if !text.isEmpty {
                try kiosk.type(text)
                try await kiosk.wait(for: text)
            }
            // Nobody strikes Enter twice as fast as a scanner ends two lines.
            try await Task.sleep(for: .milliseconds(200))
            try kiosk.press("Enter")
        }

        @Test func `scenario 14: a walk-in says who they are, finds the host by two kana, and the host is told`()
            async throws
        {
            let inbox = try Inbox()
            let place = try await Installation.office(inbox)
            let kiosk = try await place.openInformedKiosk()
            try await introduce(kiosk, company: "青空商事", name: "山田 太郎", headcount: "3")
            try kiosk.press("1")
            try await kiosk.wait(for: "担当者のお名前を入力してください")
            // Somebody else is found by Roman letters, too.
            try await kiosk.typeSlowly("suz")
            #expect(try await !kiosk.wait(for: "鈴木 健").contains("佐藤"))
            try kiosk.press("BSpace", "BSpace", "BSpace")
            try await kiosk.wait(forNo: "鈴木 健")
            try kiosk.type("さと")
            try await kiosk.wait(for: "佐藤 花子")
            try kiosk.press("1")
            let review = try await kiosk.wait(for: "この内容でよろしいですか")
            for text in ["青空商事", "山田 太郎", "3 名", "佐藤 花子"] { #expect(review.contains(text)) }
            try kiosk.press("Enter")
            let screen = try await kiosk.wait(for: "佐藤 花子に連絡しました")
            #expect(!screen.contains("山田") && !screen.contains("青空"))
            let message = try await inbox.message(to: "sato", "walkIn")
            #expect([message.visitor, message.company, message.host] == ["山田 太郎", "青空商事", "佐藤 花子"])
            #expect(message.headcount == 3 && message.site == "本社" && message.answers != nil)
            #expect(try inbox.messages(to: "reception").isEmpty && inbox.messages(to: "general").isEmpty)
            try await place.waitForEmptyQueue()
            let visits = try place.visits()
            #expect(visits.map(\.visitor) == ["山田 太郎"] && visits.map(\.headcount) == [3])
        }

        @Test func `scenario 15: who does not know whom to see reaches the reception by way of the departments`()
            async throws
        {
            let inbox = try Inbox()
            let place = try await Installation.office(inbox)
            let kiosk = try await place.openInformedKiosk()
            try await introduce(kiosk, company: "", name: "Lee", headcount: "")
            try kiosk.press("2")
            let list = try await kiosk.wait(for: "部署をお選びください")
            let row = list.split(separator: "\n").first { $0.contains("1    営業部") }
            #expect(row?.contains("2    総務部") == true && list.contains("0    訪問先がわからない"), "\(list)")
            try kiosk.press("0")
            #expect(try await kiosk.wait(for: "この内容でよろしいですか").contains("受付"))
            try kiosk.press("Enter")
            try await kiosk.wait(for: "係員を呼びました")
            let message = try await inbox.message(to: "reception", "walkIn")
            #expect(message.visitor == "Lee" && message.company.isEmpty && message.headcount == 1)
            #expect(try inbox.messages(to: "sato").isEmpty && inbox.messages(to: "general").isEmpty)
            // Whoever knows the department calls it without a form; one without a channel reaches its people.
            try await kiosk.goHome()
            try kiosk.press("b")
            try await kiosk.wait(for: "部署をお選びください")
            try kiosk.press("1")
            try await kiosk.wait(for: "営業部に連絡しました")
            #expect(try await inbox.message(to: "sato", "call").button == "departments")
        }

        @Test func `scenario 16: a courier is done in two keys, and whom the layout names is told`() async throws {
            let inbox = try Inbox()
            let place = try await Installation.office(inbox)
            try place.setLayout(
                """
                {"buttons": [
                  {"id": "parcels", "action": "delivery", "target": "department/総務部"}, {"id": "call", "action": "call"}
                ]}
                """)
            let kiosk = try await place.openInformedKiosk()
            try kiosk.press("a")
            try await kiosk.wait(for: "受け取りのサインは必要ですか")
            try kiosk.press("2")
            let screen = try await kiosk.wait(for: "ありがとうございます")
            #expect(screen.contains("お荷物をこちらに置いてください"))
            let left = try await inbox.message(to: "general", "delivery")
            #expect(left.button == "parcels" && left.host == "総務部" && left.answers == nil)
            // The next one needs a signature.
            try await kiosk.goHome()
            try kiosk.press("a")
            try await kiosk.wait(for: "受け取りのサインは必要ですか")
            try kiosk.press("1")
            try await kiosk.wait(for: "受け取りの者が参ります")
            let wanted = try await inbox.message(to: "general", "call")
            #expect(wanted.button == "parcels" && wanted.answers != nil)
            #expect(try inbox.messages(to: "reception").isEmpty)
        }
    }
}

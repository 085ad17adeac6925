import Foundation
import TestSupport
import Testing

/// Scenarios of who comes, and of nobody who comes.
extension EndToEnd {
    @Suite struct AnswerTests {
        @Test func `scenario 17: while nobody answers the next is asked, and the kiosk shows the extension to ring`()
            async throws
        {
            let inbox = try Inbox()
            let place = try await Installation.office(inbox)
            try place.setLayout(
                """
                {"answerSeconds": 10, "buttons": [
                  {"id": "vip", "action": "call", "target": "host/佐藤 花子", "then": ["department/総務部"]}
                ]}
                """)
            let kiosk = try await place.openInformedKiosk()
            try kiosk.press("c")
            #expect(try await !kiosk.wait(for: "係員を呼びました").contains("内線"))
            _ = try await inbox.message(to: "sato", "call")
            #expect(try inbox.messages(to: "general").isEmpty)
            let next = try await kiosk.wait(for: "総務部に連絡しています")
            #expect(next.contains("内線 300 へお電話ください"))
            #expect(try await inbox.message(to: "general", "call").button == "vip")
            try await kiosk.wait(for: "内線 100 へお電話ください")
            _ = try await inbox.message(to: "reception", "call")
            let end = try await kiosk.wait(for: "応答がありません")
            #expect(end.contains("内線 100 へお電話ください"))
            #expect(try inbox.messages(to: "sato").count == 1)
        }

        @Test func `scenario 18: a host presses “I'm coming”, and the kiosk shows who comes in how many minutes`()
            async throws
        {
            let inbox = try Inbox()
            let place = try await Installation.office(inbox, settings: "[screen]\nresult_seconds = 5\n")
            let appointment = try place.appointment()
            let kiosk = try await place.openInformedKiosk()
            try kiosk.type(appointment.token)
            try await kiosk.wait(for: "担当者にお知らせしました")
            let link = try #require(try await inbox.message(to: "sato", "arrival").answers?.coming)
            // Chat programs open links by themselves: that must say nothing.
            #expect(try place.page(link).contains("山田 太郎"))
            try await Task.sleep(for: .seconds(1))
            #expect(try !kiosk.screen().contains("参ります"))
            #expect(try place.press(link, "answer=coming", "minutes=3") == "303")
            try await kiosk.wait(for: "佐藤 花子が 3 分ほどで参ります")
            #expect(try place.cloud("visits").contains("佐藤 花子 comes in 3 min"))
            // When the visitor's name has had its time, the answer still stands.
            let later = try await kiosk.wait(forNo: "山田")
            #expect(later.contains("佐藤 花子が 3 分ほどで参ります"))
        }

        @Test func `scenario 18: a host asks somebody else, who comes, and the host is told that it is taken`()
            async throws
        {
            let inbox = try Inbox()
            let place = try await Installation.office(inbox)
            let appointment = try place.appointment()
            let kiosk = try await place.openInformedKiosk()
            try kiosk.type(appointment.token)
            try await kiosk.wait(for: "山田 太郎 様")
            let first = try #require(try await inbox.message(to: "sato", "arrival").answers)
            #expect(try place.press(first.passOn, "answer=passOn") == "303")
            try await kiosk.wait(for: "別の担当者に連絡しています")
            let second = try #require(try await inbox.message(to: "reception", "arrival").answers)
            #expect(try place.press(second.coming, "answer=coming", "minutes=0", "name=高橋") == "303")
            try await kiosk.wait(for: "高橋がただいま参ります")
            let taken = try await inbox.message(to: "sato", "taken")
            #expect(taken.takenBy == "高橋" && taken.minutes == 0 && taken.answers == nil)
            #expect(try place.page(first.coming).contains("高橋"))
            #expect(try place.cloud("events").contains("高橋 comes"))
        }
    }
}

import Foundation
import TestSupport
import Testing

/// Scenario 19: outside the reception's hours.
extension EndToEnd {
    @Suite struct ClosedTests {
        /// Why it is closed, and what visitors read. By the site's clock it is about noon.
        enum Reason: CaseIterable, CustomTestStringConvertible {
            case hours, holiday

            var testDescription: String { self == .hours ? "out of hours" : "holiday" }

            func json() throws -> String {
                let days = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"]
                let week = days.map { #""\#($0)": ["08:00-09:30"]"# }.joined(separator: ", ")
                guard self == .holiday else { return #"{"week": {\#(week)}, "holidays": []}"# }
                return #"{"holidays": [{"date": "\#(try Installation.date())", "name": "創立記念日"}]}"#
            }

            var texts: [String] {
                self == .hours
                    ? ["ただいま受付時間外です", "08:00〜09:30", "次の受付は"] : ["本日は休業日です", "創立記念日"]
            }
        }

        private func layout(_ reason: Reason, offersDelivery: Bool) throws -> String {
            """
            {"hours": \(try reason.json()), "emergencyPhone": "03-0000-0110", "buttons": [
              {"id": "walk-in", "action": "walkIn"},
              {"id": "delivery", "action": "delivery", "target": "reception", "worksWhenClosed": \(offersDelivery)},
              {"id": "check-out", "action": "checkOut"}, {"id": "call", "action": "call"}
            ]}
            """
        }

        @Test(arguments: Reason.allCases)
        func `scenario 19: when it is closed it says so, and takes nothing but exits and, if set, deliveries`(
            reason: Reason
        ) async throws {
            let inbox = try Inbox()
            let place = try await Installation.office(inbox, settings: "[admission]\nrepeat_seconds = 1\n")
            let visitors = try place.appointment(visitors: ["青空商事;客一;", "青空商事;客二;"]).visitors
            let kiosk = try await place.openInformedKiosk()
            try kiosk.type(visitors[0].token)
            try await kiosk.wait(for: "客一 様")
            try await kiosk.goHome()
            try place.setLayout(layout(reason, offersDelivery: false))
            let closed = try await kiosk.wait(for: reason.texts[0])
            for text in reason.texts + ["緊急のご連絡先 03-0000-0110", "退館する"] {
                #expect(closed.contains(text), "\(text) is missing:\n\(closed)")
            }
            for text in ["ご予約のない方", "配達・納品", "係員を呼ぶ", "受付番号"] { #expect(!closed.contains(text)) }
            // Nothing of this begins anything, and a code is not let in.
            for key in ["a", "b", "c", "1", "Enter"] { try kiosk.press(key) }
            try kiosk.type(visitors[1].token)
            try await Task.sleep(for: .seconds(1))
            #expect(try kiosk.screen().contains(reason.texts[0]))
            try kiosk.press("x")
            try await kiosk.wait(for: "退館される方")
            try kiosk.type(visitors[0].token)
            try await kiosk.wait(for: "退館を記録しました")
            // Deliveries are taken where the layout says so.
            try place.setLayout(layout(reason, offersDelivery: true))
            try kiosk.press("Escape")
            try await kiosk.wait(for: "配達・納品")
            try kiosk.press("b")
            try await kiosk.wait(for: "受け取りのサインは必要ですか")
            try kiosk.press("2")
            try await kiosk.wait(for: "ありがとうございます")
            _ = try await inbox.message(to: "reception", "delivery")
            try await place.waitForEmptyQueue()
            let visits = try place.visits()
            #expect(visits.map(\.visitor) == ["客一"] && visits.first?.exit == "own")
            #expect(try inbox.messages(to: "reception").map(\.type) == ["delivery"])
        }
    }
}

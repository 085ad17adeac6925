import Foundation
import TestSupport
import Testing

/// Visitors who leave by the menu.
extension EndToEnd {
    @Suite struct LeavingTests {
        @Test func `who leaves shows the code or types the passcode, also where the appointment was called off since`()
            async throws
        {
            let place = try await Installation(settings: "[admission]\nrepeat_seconds = 1\n")
            let kept = try place.appointment(visitors: ["青空商事;客一;", "青空商事;客二;"]).visitors
            let called = try place.appointment(visitors: ["青空商事;客三;"])
            let kiosk = try await place.openInformedKiosk()
            for (name, token) in [("客一", kept[0].token), ("客二", kept[1].token), ("客三", called.token)] {
                try kiosk.type(token)
                try await kiosk.wait(for: "\(name) 様")
                try await kiosk.goHome()
            }
            try place.cloud("appointment", "cancel", called.appointment)
            try await eventually("the kiosk knows of it") {
                try place.kiosk("check", called.token).out.contains("cancelled")
            }
            for code in [kept[0].token, called.token] {
                try kiosk.press("x")
                try await kiosk.wait(for: "退館される方")
                try kiosk.type(code)
                try await kiosk.wait(for: "退館を記録しました")
                try await kiosk.goHome()
            }
            try kiosk.press("x")
            try await kiosk.wait(for: "退館される方")
            try await kiosk.typeSlowly(kept[1].passcode)
            let screen = try await kiosk.wait(for: "退館を記録しました")
            #expect(screen.contains("ご来館ありがとうございました") && !screen.contains("客二"))
            try await place.waitForEmptyQueue()
            let visits = try place.visits()
            #expect(visits.map(\.visitor).sorted() == ["客一", "客三", "客二"])
            #expect(visits.allSatisfy { $0.checkedOutAt != nil && $0.exit == "own" }, "\(visits)")
        }
    }
}

import Reception
import TestSupport
import Testing

/// Scenario 8: what was called off is refused.
extension EndToEnd {
    @Suite struct CancellationTests {
        private func isKnown(_ place: Installation, of code: String) throws -> Bool {
            try place.kiosk("check", code).out.contains("cancelled")
        }

        /// Two seconds are promised. The bound is for a busy machine, and for programs that are started to ask; a kiosk
        /// that hears only when its long poll ends would take 25 seconds.
        @Test func `scenario 8: cancellations in a row each reach a connected kiosk in a moment, and hold offline too`()
            async throws
        {
            let place = try await Installation()
            let appointments = try (0..<3).map { try place.appointment(visitors: ["青空商事;客\($0);"]) }
            let kiosk = try await place.openSyncedKiosk(passes: 3)
            for appointment in appointments {
                try place.cloud("appointment", "cancel", appointment.appointment)
                try await eventually("the kiosk knows of it", within: .seconds(10)) {
                    try isKnown(place, of: appointment.token)
                }
            }
            try kiosk.type(appointments[0].token)
            try await kiosk.wait(for: "取消済み")
            try kiosk.press("Escape")
            try await kiosk.wait(for: "QR コード")
            place.network.setMode(.refuse)
            place.network.closeConnections()
            try await kiosk.wait(for: "オフライン")
            try await kiosk.typeSlowly(appointments[1].passcode)
            try await kiosk.wait(for: "取消済み")
            try kiosk.press("Escape")
            try await kiosk.wait(for: "QR コード")
            try kiosk.type(appointments[2].token)
            let screen = try await kiosk.wait(for: "取消済み")
            #expect(!screen.contains("客2"))
            place.network.setMode(.pass)
            try await place.waitForEmptyQueue()
            #expect(try place.visits().isEmpty)
        }
    }
}

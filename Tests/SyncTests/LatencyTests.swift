import CloudDomain
import CloudLink
import CloudStorage
import Foundation
import Kiosk
import KioskStorage
import Reception
import TestSupport
import Testing

/// How soon a connected kiosk hears.
struct LatencyTests {
    /// Two seconds are promised. A quiet machine takes a quarter of one; the bound is what only a lane that waits for its
    /// long poll, or for its next turn, would miss.
    @Test func `cancellations in a row each reach a connected kiosk in a moment`() async throws {
        let premises = try await Premises()
        let kiosk = try await premises.kiosk()
        let invited = try (0..<8).map { _ in try premises.invite(1) }
        let lane = try Lane(name: "pull")
        lane.start { [puller = kiosk.puller] in puller.step() }
        func wait(for state: PassState, of pass: PassID) async throws -> Duration {
            let start = World.live.uptime()
            while try kiosk.known(pass).record?.state != state, World.live.uptime() - start < .seconds(30) {
                try await Task.sleep(for: .milliseconds(20))
            }
            return World.live.uptime() - start
        }
        _ = try await wait(for: .active, of: invited[7].passes[0].id)
        for (appointment, passes) in invited {
            try premises.cloud.write { try $0.cancelAppointment(appointment.id) }
            #expect(try await wait(for: .cancelled, of: passes[0].id) < .seconds(8))
        }
        kiosk.client.cancel()
        lane.stop()
        try await premises.stop()
    }
}

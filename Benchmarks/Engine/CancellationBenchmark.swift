import Foundation
import Kiosk
import KioskStorage
import Reception

/// How soon a running kiosk refuses what was cancelled in the cloud.
struct CancellationBenchmark {
    let kiosk: EngineKiosk
    let cloud: CloudInstallation
    let runs: Int

    /// From the end of `uketsuke-cloud appointment cancel` to the kiosk's other verdict.
    func section() throws -> Section {
        Progress.tell("Cancelling \(runs) appointments")
        let appointments = try (0..<runs).map { _ in try cloud.appointment(visitors: 1) }
        let running = try TerminalProcess([kiosk.program, "run", "--config", kiosk.configuration], input: .terminal)
        let times = try kiosk.look { store in
            let clock = try KioskClock(world: .live, memory: store)
            if let last = appointments.last { try wait(for: .welcome, last, running, store, clock) }
            var times = Measure()
            for appointment in appointments {
                try cloud.cancel(appointment)
                try times.time { try wait(for: .cancelled, appointment, running, store, clock) }
            }
            return times
        }
        return Section(
            title: "A cancellation reaches a running kiosk (\(runs) runs)", baseline: nil,
            rows: [
                Row("median", .milliseconds, times.median),
                Row("99th percentile", .milliseconds, times.p99, target: .atMost(2000)),
            ])
    }

    private func wait(
        for code: VerdictCode, _ appointment: CloudInstallation.Appointment, _ running: TerminalProcess,
        _ store: KioskStore, _ clock: KioskClock
    ) throws {
        let presentation = Presentation(text: appointment.visitors.first?.token ?? "", means: .camera)
        let end = World.live.uptime() + .seconds(60)
        while try store.preview(presentation, at: clock.moment).code != code {
            guard World.live.uptime() < end else {
                throw BenchmarkFailure("The running kiosk has not heard of a change within a minute.")
            }
            TerminalProcess.rest([running], for: .milliseconds(2))
        }
    }
}

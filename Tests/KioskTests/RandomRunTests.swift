import Foundation
import Testing

@Suite struct RandomRunTests {
    /// `UKETSUKE_SEED` repeats a run, `UKETSUKE_STEPS` sets its length (1000000 for the whole).
    @Test func `whatever visitors do, there is a way back to idle in time, and nobody sees what another typed`() {
        let environment = ProcessInfo.processInfo.environment
        let seed = environment["UKETSUKE_SEED"].flatMap(UInt64.init) ?? 20_261_123
        let steps = environment["UKETSUKE_STEPS"].flatMap(Int.init) ?? 60_000
        var run = RandomRun(seed: seed)
        run.run(steps)
        #expect(run.fault == nil, "seed \(seed)")
        #expect(run.homecomings >= steps / 1000)
        #expect(run.kinds.count >= 12, "seed \(seed): \(run.kinds.sorted()) is not every screen")
    }
}

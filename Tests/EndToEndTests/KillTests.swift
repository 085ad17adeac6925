import Foundation
import Reception
import TestSupport
import Testing

/// Days on which kiosk and cloud are killed again and again.
extension EndToEnd {
    @Suite struct KillTests {
        /// How often something is killed; `UKETSUKE_KILLS` says otherwise.
        private static let kills = ProcessInfo.processInfo.environment["UKETSUKE_KILLS"].flatMap { Int($0) } ?? 200
        /// So many at most before the tally, and other receptions: a round must end within the suite's time.
        private static let killsPerRound = 500
        /// So many receptions at once: each waits most of the time.
        private static let days = 3

        /// Each round's kills and seed; the first one's seed is the run's.
        private static let rounds: [(kills: Int, seed: UInt64)] = {
            var chance = Chance.fromEnvironment()
            print("kills: UKETSUKE_SEED=\(chance.seed) UKETSUKE_KILLS=\(kills)")
            return stride(from: 0, to: kills, by: killsPerRound).map { done in
                (min(killsPerRound, kills - done), done == 0 ? chance.seed : chance.next())
            }
        }()

        /// Promise 1: what the screen acknowledged is in the cloud exactly once.
        ///
        /// Each round prints its seed and what it came to; `UKETSUKE_SEED` replays a run's choices, or one round's.
        @Test(arguments: rounds)
        func `kills at random moments of busy days lose and double nothing, and no visit differs`(
            kills: Int, seed: UInt64
        ) async {
            var chance = Chance(seed: seed)
            let start = World.live.uptime()
            let tally = await withTaskGroup(of: DayTally.self) { group in
                for number in 1...Self.days {
                    let seed = chance.next()
                    let kills = kills / Self.days + (number <= kills % Self.days ? 1 : 0)
                    group.addTask { await Self.day(number, seed: seed, kills: kills) }
                }
                return await group.reduce(DayTally(), +)
            }
            print(
                """
                kills: \(tally.kills) kill points, \(tally.acknowledged) acknowledged, \(tally.events) events, \
                \(tally.visits) visits; \(tally.lost.count) lost, \(tally.doubled.count) doubled, \
                \(tally.differing.count) differing; \((World.live.uptime() - start).components.seconds) s; \
                UKETSUKE_SEED=\(seed)
                """)
            #expect(tally.failures == [], "seed \(seed)")
            #expect(tally.lost == [], "seed \(seed)")
            #expect(tally.doubled == [], "seed \(seed)")
            #expect(tally.differing == [], "seed \(seed)")
            #expect(tally.kills >= kills)
        }

        private static func day(_ number: Int, seed: UInt64, kills: Int) async -> DayTally {
            var chance = Chance(seed: seed)
            var (steps, killed) = (0, 0)
            do {
                let day = try await Day(number: number, visitors: 8 + kills / 2)
                while day.kills < kills {
                    steps += 1
                    try await day.perform(DayStep(by: &chance))
                    killed = day.kills
                }
                return try await day.close()
            } catch {
                return DayTally(kills: killed, failures: ["Day \(number), step \(steps), kill \(killed): \(error)"])
            }
        }
    }
}

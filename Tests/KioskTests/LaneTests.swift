import Reception
import Synchronization
import Testing

@testable import Kiosk

/// What ends a lane's pause, on real threads.
@Suite struct LaneTests {
    /// Runs a lane whose first step is followed by `pause`, does `deed` in that pause, and returns whether the second
    /// step came within `limit`.
    private func goesOn(
        after pause: Lane.Pause, within limit: Duration, when deed: (Lane) -> Void
    ) async throws -> Bool {
        let lane = try Lane(name: "test")
        let steps = Mutex(0)
        lane.start {
            steps.withLock { steps in
                steps += 1
                return steps == 1 ? pause : .upTo(.seconds(900))
            }
        }
        defer { lane.stop() }
        while steps.withLock({ $0 }) == 0 { try await Task.sleep(for: .milliseconds(2)) }
        try await Task.sleep(for: .milliseconds(50))
        deed(lane)
        let end = World.live.uptime() + limit
        while World.live.uptime() < end, steps.withLock({ $0 }) < 2 { try await Task.sleep(for: .milliseconds(10)) }
        return steps.withLock { $0 } > 1
    }

    @Test func `a new event ends a wait that nobody asked for`() async throws {
        #expect(try await goesOn(after: .upTo(.seconds(900)), within: .seconds(8)) { $0.wake() })
    }

    @Test func `a new event does not end a wait that the cloud asked for`() async throws {
        #expect(try await !goesOn(after: .exactly(.seconds(900)), within: .seconds(1)) { $0.wake() })
    }

    @Test func `the time ends a wait that the cloud asked for`() async throws {
        #expect(try await goesOn(after: .exactly(.milliseconds(300)), within: .seconds(8)) { _ in })
    }

    @Test func `the end of the program ends every wait`() async throws {
        let lane = try Lane(name: "test")
        lane.start { .exactly(.seconds(900)) }
        try await Task.sleep(for: .milliseconds(50))
        let start = World.live.uptime()
        lane.stop()
        #expect(World.live.uptime() - start < .seconds(3))
    }
}

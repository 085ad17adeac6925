import Reception
import Synchronization
import Testing

@testable import CloudHTTP

/// How often a caller may try.
struct RateLimitTests {
    @Test func `one who guesses is kept out alone, until all together guess too much`() {
        let time = Mutex<Duration>(.zero)
        var world = World.live
        world.uptime = { time.withLock { $0 } }
        let limit = RateLimit(mostOfOne: 2, mostOfAll: 4, per: .seconds(60), world: world)
        #expect([1, 2, 3].map { _ in limit.waitBeforeNext(of: "a") } == [nil, nil, 61])
        #expect(limit.waitBeforeNext(of: "b") == nil)
        limit.forgive("b")
        #expect([1, 2, 3].map { _ in limit.waitBeforeNext(of: "b") } == [nil, nil, 61])
        #expect(limit.waitBeforeNext(of: "c") == 61)
        time.withLock { $0 = .seconds(60) }
        #expect(limit.waitBeforeNext(of: "c") == nil)
        #expect(limit.waitBeforeNext(of: "a") == nil)
    }
}

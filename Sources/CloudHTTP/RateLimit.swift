import Reception
import Synchronization

/// So many tries in so much time, for all callers together: kept in memory, forgotten at the end.
final class RateLimit: Sendable {
    private let most: Int
    private let period: Duration
    private let world: World
    private let recent = Mutex<[Duration]>([])

    init(most: Int, per period: Duration, world: World) {
        self.most = most
        self.period = period
        self.world = world
    }

    /// Counts a try.
    ///
    /// - Returns: how many whole seconds to wait instead, when there were too many.
    func waitBeforeNext() -> Int? {
        let now = world.uptime()
        return recent.withLock { recent in
            recent.removeAll { $0 + period <= now }
            guard recent.count >= most else {
                recent.append(now)
                return nil
            }
            return Int((recent[0] + period - now).components.seconds) + 1
        }
    }
}

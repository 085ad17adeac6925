import Reception
import Synchronization

/// So many tries in so much time for one caller, and so many for all of them: kept in memory, forgotten at the end.
final class RateLimit: Sendable {
    private struct Try {
        var caller: String
        var time: Duration
    }

    private let mostOfOne: Int
    private let mostOfAll: Int
    private let period: Duration
    private let world: World
    private let recent = Mutex<[Try]>([])

    init(mostOfOne: Int, mostOfAll: Int, per period: Duration, world: World) {
        self.mostOfOne = mostOfOne
        self.mostOfAll = mostOfAll
        self.period = period
        self.world = world
    }

    /// Counts a try before its outcome is known, so that many at once do not slip through together.
    ///
    /// - Returns: how many whole seconds to wait instead, when there were too many.
    func waitBeforeNext(of caller: String) -> Int? {
        let now = world.uptime()
        return recent.withLock { recent in
            recent.removeAll { $0.time + period <= now }
            let own = recent.filter { $0.caller == caller }
            let oldest = own.count >= mostOfOne ? own.first : recent.count >= mostOfAll ? recent.first : nil
            guard let oldest else {
                recent.append(Try(caller: caller, time: now))
                return nil
            }
            return Int((oldest.time + period - now).components.seconds) + 1
        }
    }

    /// Takes back the caller's newest try: it was none that counts.
    func forgive(_ caller: String) {
        recent.withLock { recent in
            if let index = recent.lastIndex(where: { $0.caller == caller }) { recent.remove(at: index) }
        }
    }
}

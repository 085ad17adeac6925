import Reception

/// Times of one thing that was done again and again.
struct Measure {
    private var times: [Duration] = []

    /// Does it once, and keeps the time it took by the monotonic clock.
    mutating func time(_ body: () throws -> Void) rethrows {
        let start = World.live.uptime()
        try body()
        times.append(World.live.uptime() - start)
    }

    mutating func add(_ time: Duration) { times.append(time) }

    var count: Int { times.count }

    /// How many took no longer than `limit`.
    func count(within limit: Duration) -> Int { times.count { $0 <= limit } }

    /// In milliseconds.
    var median: Double { quantile(0.5) }

    /// The time that all but one in a hundred stay within, in milliseconds.
    var p99: Double { quantile(0.99) }

    /// The time that all but one in twenty stay within, in milliseconds.
    var p95: Double { quantile(0.95) }

    /// By the nearest rank; 0 when nothing was measured.
    private func quantile(_ share: Double) -> Double {
        guard !times.isEmpty else { return 0 }
        let rank = (share * Double(times.count)).rounded(.up)
        return times.sorted()[max(0, Int(rank) - 1)].inMilliseconds
    }
}

extension Duration {
    /// With its fraction.
    var inMilliseconds: Double { self / .milliseconds(1) }
}

package import Kiosk
import Reception
import Synchronization

/// Hosts in memory, and when they were last asked for.
struct KnownHosts: Sendable {
    var index: HostIndex?
    var used = Duration.zero
}

extension KioskStore {
    /// Reads and opens all hosts at the first search, and again after the cloud has changed one; other searches read
    /// nothing but that.
    package func search(_ text: String) throws(StorageFailure) -> [HostMatch] {
        guard let search = NameSearch(text) else { return [] }
        let held = hosts.withLock { $0.index }
        let index = try cache.use { file in
            try file.read { rows in
                if let held, try HostIndex.Edition(rows) == held.edition { return held }
                return try HostIndex(rows)
            }
        }
        hosts.withLock { $0 = KnownHosts(index: index, used: world.uptime()) }
        return index.matches(search)
    }

    /// Forgets the hosts that were opened for searches, when nobody has searched for so long.
    ///
    /// - Returns: whether there are none in memory now.
    @discardableResult
    package func forgetHosts(unusedFor time: Duration) -> Bool {
        let now = world.uptime()
        return hosts.withLock { hosts in
            if now - hosts.used >= time { hosts.index = nil }
            return hosts.index == nil
        }
    }
}

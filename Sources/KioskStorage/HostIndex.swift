import Foundation
import Kiosk
import Reception

/// All hosts, opened and ready to be searched. Names in memory: made when somebody searches, and forgotten after.
struct HostIndex: Sendable {
    /// Which state of the cache it was made from; of another one it tells nothing.
    struct Edition: Hashable, Sendable {
        var slot: Int
        var roster: Int64
    }

    let edition: Edition
    private let hosts: [(match: HostMatch, name: SearchableName)]

    init(_ cache: CacheRows) throws {
        edition = try Edition(cache)
        let departments = Dictionary(
            try cache.departments(slot: edition.slot).map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first })
        hosts = try cache.hosts(slot: edition.slot).map { host in
            let department = host.department.flatMap { departments[$0] } ?? ""
            return (
                HostMatch(host: host, department: department), SearchableName(name: host.name, reading: host.reading)
            )
        }.sorted { $0.0.order < $1.0.order }
    }

    /// The best matches first, the same search in the same order each time; one more than may be shown says that there
    /// are more.
    func matches(_ search: NameSearch) -> [HostMatch] {
        let exact = matches(search, isLoose: false)
        return exact.isEmpty ? matches(search, isLoose: true) : exact
    }

    private func matches(_ search: NameSearch, isLoose: Bool) -> [HostMatch] {
        let most = HostMatch.most + 1
        var found: [Int: [HostMatch]] = [:]
        for host in hosts {
            guard let rank = search.rank(host.name, isLoose: isLoose), found[rank, default: []].count < most
            else { continue }
            found[rank, default: []].append(host.match)
        }
        return Array(found.sorted { $0.key < $1.key }.flatMap(\.value).prefix(most))
    }
}

extension HostIndex.Edition {
    init(_ cache: CacheRows) throws {
        self.init(slot: try cache.state().slot, roster: try cache.roster())
    }
}

extension HostMatch {
    /// By reading, then name; the ID makes the order of namesakes the same each time.
    fileprivate var order: String { "\(host.reading)\u{0}\(host.name)\u{0}\(host.id.uuidString)" }
}

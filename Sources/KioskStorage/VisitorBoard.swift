import Foundation
import Kiosk
import Reception

/// Puts together what this kiosk and the cloud know of visitors, for the console's lists.
///
/// Both files are looked at one after the other, not in one transaction: what changes in between shows the next time.
struct VisitorBoard {
    private let cache: CacheRows
    private let slot: Int
    private let local: [Data: LocalVisit]
    private let marks: [Data: OutboxRows.Mark]
    private let evacuationEnd: Instant?
    private let kiosk: String
    private let now: Instant
    private let targets: TargetNames

    /// What the outbox tells.
    struct Own {
        var visits: [LocalVisit]
        var marks: [Data: OutboxRows.Mark]
        var evacuationEnd: Instant?

        /// - Parameter seen: keyed hashes of passes whose visits the cloud has told, and which are wanted whatever their time.
        init(_ rows: OutboxRows, since start: Instant, seen: [Data]) throws {
            visits = try rows.localVisits(since: start)
            let known = Set(visits.map(\.key))
            visits += try seen.filter { !known.contains($0) }.compactMap(rows.localVisit)
            marks = try rows.marks()
            evacuationEnd = try rows.evacuationEnd()
        }
    }

    /// - Parameter kiosk: what the administrator calls this one.
    init(_ own: Own, _ cache: CacheRows, kiosk: String, at now: Instant) throws {
        self.cache = cache
        self.kiosk = kiosk
        self.now = now
        slot = try cache.state().slot
        local = Dictionary(own.visits.map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })
        marks = own.marks
        evacuationEnd = own.evacuationEnd
        targets = own.visits.contains { $0.who?.target != nil } ? try TargetNames(cache, slot: slot) : TargetNames()
    }

    /// Everybody who is inside.
    func inside() throws -> [VisitorRow] {
        let found = try Set(cache.visited(on: nil, slot: slot)).union(local.keys)
        return try found.compactMap { try row($0) }.filter { $0.visit != nil && $0.visit?.checkedOutAt == nil }
            .sorted(by: VisitorBoard.order)
    }

    /// Everybody who has to do with `day`; where they are too many, those who have been seen go before those who are
    /// expected.
    func visitors(of day: Range<Instant>) throws -> VisitorList {
        let seen = try Set(cache.visited(on: day, slot: slot)).union(local.keys)
        var rows: [PassID: VisitorRow] = [:]
        for found in seen {
            guard rows.count <= VisitorList.most else { break }
            guard let row = try row(found), row.visit?.touches(day) ?? (row.expected?.overlaps(day) == true)
            else { continue }
            rows[row.id] = row
        }
        for pass in try cache.passes(of: day, most: VisitorList.most + 1, slot: slot) where rows[pass.id] == nil {
            guard rows.count <= VisitorList.most else { break }
            rows[pass.id] = try expected(pass, on: day)
        }
        let isCut = rows.count > VisitorList.most
        if isCut, let last = rows.values.filter({ $0.visit == nil }).max(by: VisitorBoard.order) { rows[last.id] = nil }
        let sorted = rows.values.sorted(by: VisitorBoard.order)
        return VisitorList(rows: Array(sorted.prefix(VisitorList.most)), isCut: isCut)
    }

    /// A pass of the day that nobody was seen with on it: one for a period is expected again, whatever was before.
    private func expected(_ pass: PassRecord, on day: Range<Instant>) throws -> VisitorRow? {
        var row = try row(cache.key.lookup(.pass, pass.id.bytes), pass)
        if pass.kind == .period, row?.visit?.touches(day) == false {
            row?.visit = nil
            row?.exit = nil
        }
        return row
    }

    private static func order(_ one: VisitorRow, _ other: VisitorRow) -> Bool {
        (one.time, one.id.value) < (other.time, other.id.value)
    }

    // MARK: - One visitor

    private func row(_ found: Data, _ known: PassRecord? = nil) throws -> VisitorRow? {
        let pass = try known ?? cache.pass(found: found, slot: slot)
        let told = try cache.inside(found, slot: slot)
        let own = local[found]
        let cloud = try cache.visit(found: found, slot: slot)
        let visit = own.map { $0.standing(beside: cloud) } ?? cloud
        guard let id = pass?.id ?? told?.pass ?? own?.who?.pass else { return nil }
        let guest = own?.who?.walkIn ?? told?.card?.walkIn
        return VisitorRow(
            id: id, name: pass?.visitor ?? guest?.name ?? "", company: pass?.company ?? guest?.company ?? "",
            hosts: pass?.hosts.map(\.name) ?? targets.names(of: own?.who?.target), title: pass?.title ?? "",
            room: pass?.room ?? "", expected: pass.map { $0.start..<max($0.start, $0.end) }, visit: visit,
            exit: visit?.exit, headcount: max(1, guest?.headcount ?? 1), state: pass?.state ?? .active,
            safeAt: safeAt(found, told), kiosk: kiosk(told?.card, own))
    }

    /// A mark made here counts until the cloud, which has those of all kiosks, has had time to speak.
    private func safeAt(_ found: Data, _ told: CacheRows.Inside?) -> Instant? {
        let said = told?.card?.safeAt.flatMap { safe in evacuationEnd.map { safe > $0 } ?? true ? safe : nil }
        guard let mark = marks[found] else { return said }
        let isSettled = mark.acknowledgedAt.map { now >= $0.advanced(by: VisitorBoard.echo) } ?? false
        return told != nil && isSettled ? said : mark.safeAt
    }

    /// How long the cloud may take to tell what it was told.
    private static let echo = Duration.seconds(30)

    private func kiosk(_ card: InsideCard?, _ own: LocalVisit?) -> String {
        guard let card, card.kiosk != kiosk, own.map(\.isVoid) != false else { return "" }
        return card.kiosk
    }
}

/// Names of those whom walk-ins asked for.
struct TargetNames {
    private var names: [NoticeTarget: String] = [:]

    init() {}

    init(_ cache: CacheRows, slot: Int) throws {
        for host in try cache.hosts(slot: slot) { names[.host(host.id)] = host.name }
        for department in try cache.departments(slot: slot) { names[.department(department.id)] = department.name }
    }

    func names(of target: NoticeTarget?) -> [String] { target.flatMap { names[$0] }.map { [$0] } ?? [] }
}

extension VisitState {
    /// Whether it was going on at any time of `day`.
    fileprivate func touches(_ day: Range<Instant>) -> Bool {
        checkedInAt < day.upperBound && (checkedOutAt.map { $0 >= day.lowerBound } ?? true)
    }
}

extension VisitorRow {
    /// What a list is sorted by.
    fileprivate var time: Instant {
        expected?.lowerBound ?? visit?.checkedInAt ?? Instant(milliseconds: .max)
    }
}

import Foundation
import Reception

/// What must be in the cloud by what the kiosk's screen said: a small model that shares nothing with the programs.
struct DayBook: Sendable {
    enum Truth: Sendable {
        /// The screen said so.
        case said
        /// It may have been recorded before the kiosk was killed; nobody was told.
        case unsure
        /// The kiosk has shown since that it was not.
        case never
    }

    /// One thing that happened at the kiosk.
    struct Entry: Sendable {
        let kind: String
        let pass: String?
        let verdict: String
        /// Before it was shown or typed, and after it was answered.
        let from: Instant, to: Instant
        var truth: Truth
        /// The kiosk may look at it again by itself (scenario 24).
        let isRepeatable: Bool
    }

    /// From check-in to check-out of one visitor.
    struct Stay: Sendable {
        let from: ClosedRange<Instant>
        var to: ClosedRange<Instant>?
    }

    private(set) var entries: [Entry] = []

    /// Notes what happened now; returns its number.
    @discardableResult
    mutating func note(
        _ kind: String, _ verdict: String, of pass: String? = nil, since from: Instant, _ truth: Truth = .said,
        isRepeatable: Bool = false
    ) -> Int {
        entries.append(
            Entry(
                kind: kind, pass: pass, verdict: verdict, from: from, to: World.live.now(), truth: truth,
                isRepeatable: isRepeatable))
        return entries.count - 1
    }

    /// Notes what an unsure entry turned out to be.
    mutating func settle(_ number: Int, as truth: Truth) { entries[number].truth = truth }

    var saidCount: Int { entries.count { $0.truth == .said } }

    // MARK: - What the cloud must have

    /// Compares the events of the day with what happened, in order of their sequence.
    func compare(_ events: [DayEvent]) -> DayTally {
        var tally = DayTally(acknowledged: saidCount, events: events.count)
        var rest = events[...]
        var last: Entry?
        for entry in entries where entry.truth != .never {
            while let last, last.isRepeatable, let event = rest.first, event.isAgain(last, before: entry),
                !event.isOf(entry)
            {
                rest.removeFirst()
            }
            if let event = rest.first, event.isOf(entry) {
                rest.removeFirst()
                last = entry
            } else if entry.truth == .said {
                tally.lost.append("\(entry), but next is \(rest.first.map { "\($0)" } ?? "nothing")")
            }
        }
        while let last, last.isRepeatable, let event = rest.first, event.isAgain(last, before: nil) {
            rest.removeFirst()
        }
        tally.doubled = rest.map { "\($0)" }
        return tally
    }

    /// The visits of each pass, in order.
    var stays: [String: [Stay]] {
        var stays: [String: [Stay]] = [:]
        for entry in entries where entry.truth == .said {
            guard let pass = entry.pass else { continue }
            if entry.kind == "checkIn" {
                stays[pass, default: []].append(Stay(from: entry.from...entry.to))
            } else if entry.kind == "checkOut", let last = stays[pass]?.indices.last {
                stays[pass]?[last].to = entry.from...entry.to
            }
        }
        return stays
    }

    /// The passes whose visits are not what happened.
    func differing(_ visits: [Visit]) -> [String] {
        let stays = stays
        let found = Dictionary(grouping: visits, by: \.pass)
        return Set(stays.keys).union(found.keys).sorted().filter { pass in
            let (wanted, visits) = (stays[pass] ?? [], found[pass] ?? [])
            return wanted.count != visits.count || !zip(wanted, visits).allSatisfy { $0.is($1) }
        }
    }
}

extension DayBook.Stay {
    /// By how much the cloud's time for an event may lie beside the kiosk's, of which all run on one machine.
    private static let tolerance = Duration.milliseconds(2500)

    fileprivate func `is`(_ visit: Visit) -> Bool {
        guard !visit.isConflict, let device = visit.deviceTime, from.contains(device),
            from.isNear(visit.checkedInAt, Self.tolerance), (to == nil) == (visit.checkedOutAt == nil)
        else { return false }
        guard let to, let left = visit.checkedOutAt else { return true }
        return visit.exit == "own" && to.isNear(left, Self.tolerance)
    }
}

extension ClosedRange<Instant> {
    fileprivate func isNear(_ instant: Instant, _ tolerance: Duration) -> Bool {
        (lowerBound.advanced(by: .zero - tolerance)...upperBound.advanced(by: tolerance)).contains(instant)
    }
}

/// An event as the cloud tells it.
struct DayEvent: Decodable, Sendable {
    let id: UUID
    let stream: UUID
    let sequence: Int64
    let kind: String
    let verdict: String
    let pass: String?
    let occurredAt: Instant

    fileprivate func isOf(_ entry: DayBook.Entry) -> Bool {
        isLike(entry) && (entry.from...entry.to).contains(occurredAt)
    }

    /// Whether it is `entry` looked at once more, until the next thing happened.
    fileprivate func isAgain(_ entry: DayBook.Entry, before next: DayBook.Entry?) -> Bool {
        isLike(entry) && occurredAt >= entry.from && (next.map { occurredAt <= $0.to } ?? true)
    }

    private func isLike(_ entry: DayBook.Entry) -> Bool {
        (kind, verdict, pass) == (entry.kind, entry.verdict, entry.pass)
    }
}

/// What a day came to.
struct DayTally: Sendable {
    var kills = 0
    var acknowledged = 0
    var events = 0
    var visits = 0
    var lost: [String] = []
    /// Events that nobody's deed explains.
    var doubled: [String] = []
    var differing: [String] = []
    /// Why a day could not go on: a visitor was told what nobody may be told, or nothing.
    var failures: [String] = []

    static func + (one: DayTally, other: DayTally) -> DayTally {
        DayTally(
            kills: one.kills + other.kills, acknowledged: one.acknowledged + other.acknowledged,
            events: one.events + other.events, visits: one.visits + other.visits, lost: one.lost + other.lost,
            doubled: one.doubled + other.doubled, differing: one.differing + other.differing,
            failures: one.failures + other.failures)
    }
}

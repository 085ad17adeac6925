import CloudDomain
import CloudStorage
import Foundation
import GRDB
import Reception
import TestSupport
import Testing

/// Visits depend on what happened, not on when the cloud heard of it: random sets of events, in random orders of
/// arrival, through the real store.
struct FoldOrderTests {
    private static let start = Instant.at("2026-11-23T01:00:00Z")

    /// One kiosk's day: a clock that is off, drifts, is set, or is not believed, and what it saw.
    private struct Day {
        var kiosk: Kiosk
        var events: [Event]
    }

    private func day(of kiosk: Kiosk, passes: [PassID], _ chance: inout Chance) -> Day {
        let (stream, count) = (UUID(), Int.random(in: 1...7, using: &chance))
        var boot = "boot-\(UInt64.random(in: 0...2, using: &chance))"
        var offset = [0, 0, 1500, -400_000, 7_200_000].randomElement(using: &chance) ?? 0
        var elapsed = 0
        var events: [Event] = []
        for sequence in 1...count {
            elapsed += Int.random(in: 0...1_800_000, using: &chance)
            // The clock is set, with or without the kiosk's learning of it; or the machine starts anew.
            if Int.random(in: 0..<6, using: &chance) == 0 {
                offset += Int.random(in: -600_000...600_000, using: &chance)
            }
            if Int.random(in: 0..<9, using: &chance) == 0 { boot = ["", "boot-9"].randomElement(using: &chance) ?? "" }
            let isSet = Int.random(in: 0..<7, using: &chance) == 0
            let act = Int.random(in: 0..<5, using: &chance) == 0 ? correction(near: elapsed, &chance) : nil
            let kind: EventKind =
                act != nil ? .staff : Int.random(in: 0..<5, using: &chance) < 3 ? .checkIn : .checkOut
            let verdict: VerdictCode =
                kind != .checkIn ? .none : Int.random(in: 0..<6, using: &chance) == 0 ? .alreadyIn : .welcome
            let drift = elapsed / 2000 * (Int.random(in: 0..<2, using: &chance))
            var event = Event.sample(
                kind, passes.randomElement(using: &chance),
                at: Self.start.advanced(by: .milliseconds(elapsed + drift - offset + (isSet ? 900_000 : 0))),
                sequence: Int64(sequence), stream: stream, verdict: verdict,
                means: [.camera, .staff, .screen].randomElement(using: &chance) ?? .camera, offset: Int64(offset),
                isTrusted: Int.random(in: 0..<8, using: &chance) > 0, uptime: Int64(elapsed), bootID: boot)
            event.act = act
            events.append(event)
        }
        return Day(kiosk: kiosk, events: events)
    }

    /// Something that staff say of what was, right or not.
    private func correction(near elapsed: Int, _ chance: inout Chance) -> StaffAct {
        let kinds: [StaffAct.Kind] = [.notEntered, .notLeft, .enteredAt, .leftAt, .safe, .notSafe]
        let claimed = Self.start.advanced(
            by: .milliseconds(elapsed + Int.random(in: -3_600_000...60_000, using: &chance)))
        return StaffAct(kinds.randomElement(using: &chance) ?? .notLeft, claimedAt: claimed)
    }

    /// Batches of each kiosk's events, cut anywhere, in any order, some sent twice.
    private func batches(_ days: [Day], _ chance: inout Chance) -> [(kiosk: Kiosk, events: [SentEvent])] {
        var batches: [(kiosk: Kiosk, events: [SentEvent])] = []
        for day in days {
            var rest = day.events.shuffled(using: &chance)[...]
            while !rest.isEmpty {
                let part = rest.prefix(Int.random(in: 1...3, using: &chance))
                rest = rest.dropFirst(part.count)
                batches.append((day.kiosk, part.map { .event($0) }))
                if Int.random(in: 0..<4, using: &chance) == 0 { batches.append((day.kiosk, part.map { .event($0) })) }
            }
        }
        return batches.shuffled(using: &chance)
    }

    /// The visits of everything that was recorded, made at once and by nothing but the rule.
    private func folded(_ events: [RecordedEvent]) -> [Visit] {
        Dictionary(grouping: events) { $0.event.pass }.values.flatMap { VisitFold.visits(of: $0) }.sorted(by: precedes)
    }

    private func precedes(_ one: Visit, _ other: Visit) -> Bool {
        (one.pass.value, one.checkIn.correctedAt, one.checkIn.event.uuidString)
            < (other.pass.value, other.checkIn.correctedAt, other.checkIn.event.uuidString)
    }

    private func kept(_ ground: Ground) throws -> (events: [RecordedEvent], visits: [Visit]) {
        try ground.store.read {
            let events = try $0.eventRecords().map {
                RecordedEvent(
                    event: $0.event, kiosk: $0.kiosk, kioskName: $0.kioskName, siteName: $0.siteName,
                    receivedAt: $0.receivedAt, visitor: $0.visitor)
            }
            return (events, try $0.visits().sorted(by: precedes))
        }
    }

    @Test func `every order of arrival gives the visits that all events together give, after every batch`() async throws
    {
        var chance = Chance.fromEnvironment()
        for round in 0..<12 {
            let ground = try Ground()
            // The day is over when the first event comes.
            ground.clock.advance(by: .seconds(100_000))
            var kiosks: [Kiosk] = []
            for number in 0..<3 { kiosks.append(try await ground.kiosk("k\(number)")) }
            let passes = try ground.passes(["A", "B"]).1 + ground.passes(["C"], kind: .period).1
            let known = passes.map(\.id) + [PassID(99)]
            let days = kiosks.map { day(of: $0, passes: known, &chance) }
            var results: [[Visit]] = []
            for order in 0..<4 {
                try await ground.pool.write { db in
                    for table in ["notice", "visit", "event", "stream"] { try db.execute(sql: "DELETE FROM \(table)") }
                }
                for batch in batches(days, &chance) {
                    _ = try await ground.store.record(batch.events, from: batch.kiosk)
                    let (events, visits) = try kept(ground)
                    #expect(visits == folded(events), "seed \(chance.seed), round \(round), order \(order)")
                }
                results.append(try kept(ground).visits)
            }
            #expect(Set(results).count == 1, "seed \(chance.seed), round \(round)")
        }
    }

    @Test func `what a pass was is known from any of its events, whichever came after its purge`() async throws {
        for isFirstLate in [true, false] {
            let ground = try Ground()
            let kiosk = try await ground.kiosk()
            let pass = try ground.passes(["C"], kind: .period).1[0].id
            let events = (0..<2).map {
                ground.event(.checkIn, pass, sequence: $0 + 1, at: Self.start.advanced(by: .seconds(60 * $0)))
            }
            let order = isFirstLate ? events.reversed() : events
            _ = try await ground.store.record([.event(order[0])], from: kiosk)
            ground.clock.advance(by: .seconds(5 * 86_400))
            let now = ground.clock.now
            _ = try ground.store.write { try $0.purgePasses(endedBefore: now) }
            _ = try await ground.store.record([.event(order[1])], from: kiosk)
            #expect(try ground.store.read { try $0.visits() }.map(\.isConflict) == [false, false])
        }
    }
}

import CFaultyVFS
import Foundation
import Kiosk
import Reception
import TestSupport
import Testing

@testable import KioskStorage

/// The power is cut at any moment of a day (scenario 25), with a disk that held back, reordered or tore whatever was
/// not flushed. `UKETSUKE_SEED` repeats a run, `UKETSUKE_POWER_CUTS` says how many cuts there are.
@Suite struct `Power cuts` {
    private static let days = 5

    @Test func `nothing that was acknowledged is lost or doubled, and no number is used twice`() throws {
        var chance = Chance.fromEnvironment()
        let named = ProcessInfo.processInfo.environment["UKETSUKE_POWER_CUTS"].flatMap { Int($0) }
        let cuts = (named ?? 500) / Self.days
        print("Power cuts with UKETSUKE_SEED=\(chance.seed)")
        for day in 0..<Self.days {
            try live(day, cuts: cuts, &chance)
        }
    }

    /// Lives a day with restarts in it, from the first opening on; some days a flush fails too.
    private func live(_ number: Int, cuts: Int, _ chance: inout Chance) throws {
        let fixture = try Fixture()
        _ = try fixture.key()
        let disk = try FaultyDisk(below: fixture.directory, isRecording: true)
        var day = ScriptedDay(fixture) { disk.count }
        for _ in 0..<2 {
            let store = try fixture.open()
            if number > 0 { disk.fail(FAULTY_SYNCS, at: Int.random(in: 1...40, using: &chance)) }
            try day.run(store)
            disk.heal()
            try store.outbox.current.close()
            try store.cache.current.close()
        }
        let moments = (0..<cuts).map { _ in Int.random(in: 0...disk.count, using: &chance) }.sorted()
        var image = DiskImage()
        var taken = 0
        for moment in moments {
            while taken < moment {
                image.take(disk.record(taken), &chance)
                taken += 1
            }
            try expect(
                image.cut(&chance), agreesWith: day, upTo: moment, hasFailedFlush: number > 0, of: fixture,
                "day \(number), seed \(chance.seed), cut \(moment)")
        }
    }

    private func expect(
        _ image: DiskImage, agreesWith day: ScriptedDay, upTo mark: Int, hasFailedFlush: Bool, of fixture: Fixture,
        _ context: String
    ) throws {
        let after = try Fixture()
        try FileManager.default.copyItem(
            atPath: fixture.directory.file("kiosk.key"), toPath: after.directory.file("kiosk.key"))
        try image.write(to: after.directory)
        let disk = try FaultyDisk(below: after.directory)
        defer { withExtendedLifetime(disk) {} }
        let store = try after.open()
        // A flush that failed may have lost what the cache's last checkpoint was made of; it is fetched again.
        let forgiven = hasFailedFlush ? store.notes.filter(\.isOfCache) : []
        #expect(store.notes == forgiven, "\(context)")
        let rows = try store.queueRows(Set(EventState.allCases))
        let states = Dictionary(rows.map { ($0.id, $0.state) }) { first, _ in
            Issue.record("an event is there twice, \(context)")
            return first
        }
        let acknowledged = Set(day.acknowledged.lazy.filter { $0.mark <= mark }.map(\.id))
        for entry in day.recorded where entry.mark <= mark && !day.accepted.contains(entry.id) {
            #expect(states[entry.id] != nil, "\(context)")
        }
        for id in acknowledged { #expect(states[id] ?? .acknowledged == .acknowledged, "\(context)") }
        let next = try store.record(.call(nil), at: .at(morning))
        let seen = day.sent.filter { $0.mark <= mark && $0.event.stream == next.stream }.map(\.event.sequence)
        #expect(next.sequence > seen.max() ?? 0, "\(context)")
        let sent = Set(day.sent.lazy.filter { $0.mark <= mark }.map(\.event.stream))
        #expect(sent.isSubset(of: [next.stream]), "\(context)")
    }

    @Test func `what a failed flush left in memory is not built upon after a crash`() throws {
        var chance = Chance.fromEnvironment()
        print("A failed flush with UKETSUKE_SEED=\(chance.seed)")
        for _ in 0..<20 {
            let before = try Fixture()
            let after = try Fixture()
            _ = try before.key()
            var image = DiskImage()
            let disk = try FaultyDisk(below: before.directory, isRecording: true)
            let store = try before.open()
            let first = try store.record(.call(nil), at: .at(morning))
            disk.fail(FAULTY_SYNCS, at: 1)
            #expect(throws: StorageFailure.self) { try store.record(.call(nil), at: .at(morning)) }
            for index in 0..<disk.count { image.take(disk.record(index), &chance) }
            // The process is killed; what is in the system's memory is there for the next one.
            for name in try before.files() where !name.hasSuffix("-shm") {
                try FileManager.default.copyItem(
                    atPath: before.directory.file(name), toPath: after.directory.file(name))
            }
            let second = try FaultyDisk(below: after.directory, isRecording: true)
            let next = try after.open().record(.call(nil), at: .at(morning))
            for index in 0..<second.count { image.take(second.record(index), &chance) }
            try expect(image.cut(&chance), holds: [first, next], of: before)
        }
    }

    private func expect(_ image: DiskImage, holds events: [Event], of fixture: Fixture) throws {
        let after = try Fixture()
        try FileManager.default.copyItem(
            atPath: fixture.directory.file("kiosk.key"), toPath: after.directory.file("kiosk.key"))
        try image.write(to: after.directory)
        #expect(try Set(after.open().lease(9)).isSuperset(of: events))
    }
}

extension StoreNote {
    fileprivate var isOfCache: Bool { if case .cacheSetAside = self { true } else { false } }
}

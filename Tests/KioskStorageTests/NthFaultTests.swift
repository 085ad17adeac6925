import CFaultyVFS
import Foundation
import GRDB
import Kiosk
import Reception
import TestSupport
import Testing

@testable import KioskStorage

/// Every write, every flush and every growth of a day fails once, or from then on until somebody mends it (after the
/// manner of SQLite's own tests): what was said to be recorded is there once, what was refused is not there, no number
/// is skipped, and the kiosk goes on without a restart.
@Suite struct `Failing disk` {
    /// What the disk does, as it is told to staff.
    struct Fault: CustomTestStringConvertible {
        let kind: faulty_fault
        let lasts: Bool
        let reason: StorageFailure.Reason
        let testDescription: String
    }

    static let faults = [
        Fault(kind: FAULTY_WRITES, lasts: false, reason: .other, testDescription: "one write fails"),
        Fault(kind: FAULTY_SYNCS, lasts: false, reason: .other, testDescription: "one flush fails"),
        Fault(kind: FAULTY_SYNCS, lasts: true, reason: .other, testDescription: "no flush succeeds any more"),
        Fault(kind: FAULTY_GROWTH, lasts: true, reason: .full, testDescription: "the disk is full from then on"),
    ]

    @Test(arguments: faults) func `whichever operation of a day it meets`(fault: Fault) throws {
        var number = 0
        var hasMet = true
        while hasMet {
            number += 1
            hasMet = try live(through: fault, at: number)
        }
        #expect(number > 15, "the day has met the fault \(number - 1) times only")
    }

    /// - Returns: whether the fault was met.
    private func live(through fault: Fault, at number: Int) throws -> Bool {
        let fixture = try Fixture()
        let disk = try FaultyDisk(below: fixture.directory)
        var day = ScriptedDay(fixture)
        let store = try fixture.open()
        disk.fail(fault.kind, at: number, lasts: fault.lasts)
        try day.run(store)
        let hasMet = disk.failures > 0
        disk.heal()
        let context = "\(fault.testDescription), at \(number)"
        for failure in day.failures {
            #expect(failure.reason == fault.reason, "\(context)")
            #expect(failure.description.contains(".sqlite") && failure.description.hasSuffix("."), "\(context)")
        }
        try day.call(store)
        #expect(store.notes.isEmpty, "\(context)")
        try day.expectAllIsThere(in: store, context)
        try store.outbox.current.close()
        try store.cache.current.close()
        try day.expectAllIsThere(in: fixture.open(), context)
        return hasMet
    }

    @Test(arguments: faults) func `at the first opening it is told, and the next opening is as the first`(
        fault: Fault
    ) throws {
        var number = 0
        var hasMet = true
        while hasMet {
            number += 1
            let fixture = try Fixture()
            _ = try fixture.key()
            let disk = try FaultyDisk(below: fixture.directory)
            disk.fail(fault.kind, at: number, lasts: fault.lasts)
            do throws(StorageFailure) { _ = try open(fixture) } catch { #expect(error.reason == fault.reason) }
            hasMet = disk.failures > 0
            disk.heal()
            let store = try fixture.open()
            #expect(store.notes.isEmpty, "\(fault.testDescription), at \(number)")
            #expect(try store.record(.call(nil), at: .at(morning)).sequence == 1)
        }
    }

    private func open(_ fixture: Fixture) throws(StorageFailure) -> KioskStore {
        do { return try fixture.open() } catch {
            throw error as? StorageFailure ?? StorageFailure(reason: .locked, description: "\(error)")
        }
    }
}

extension ScriptedDay {
    /// Compares the outbox with what the kiosk said, to the letter.
    func expectAllIsThere(in store: KioskStore, _ context: String) throws {
        let rows = try store.queueRows(Set(EventState.allCases))
        let numbers = Dictionary(uniqueKeysWithValues: recorded.enumerated().map { ($1.id, Int64($0 + 1)) })
        let acknowledged = Set(acknowledged.map(\.id))
        #expect(Set(rows.map(\.id)).count == rows.count, "\(context)")
        for row in rows {
            #expect(row.sequence == numbers[row.id], "\(context)")
            if acknowledged.contains(row.id) { #expect(row.state == .acknowledged, "\(context)") }
            if setAside.contains(row.id) { #expect(row.state == .setAside, "\(context)") }
        }
        // Only a purge takes rows away, and only those that the cloud has.
        let gone = Set(numbers.keys).subtracting(rows.map(\.id))
        #expect(gone.isSubset(of: acknowledged), "\(context)")
        let check = "PRAGMA integrity_check"
        let verdicts = [
            try store.outbox.current.queue.read { try String.fetchOne($0, sql: check) },
            try store.cache.current.pool.read { try String.fetchOne($0, sql: check) },
        ]
        #expect(verdicts == ["ok", "ok"], "\(context)")
    }
}

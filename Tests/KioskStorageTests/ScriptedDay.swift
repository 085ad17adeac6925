import Foundation
import Kiosk
import Reception
import Testing

@testable import KioskStorage

/// A day at a kiosk in steps of which each may fail, and a ledger of what the kiosk said was done.
struct ScriptedDay {
    /// An event that the kiosk said was recorded.
    struct Entry {
        let id: UUID
        /// By ``mark``.
        let mark: Int
    }

    private(set) var recorded: [Entry] = []
    /// What the kiosk said that it knows the cloud's answer of: acknowledged, or set aside.
    private(set) var acknowledged: [Entry] = []
    /// What the cloud has said it has. A kiosk that could not flush the note of it may find the note all the same when it
    /// is started again, and forget the event in its time.
    private(set) var accepted: Set<UUID> = []
    private(set) var setAside: Set<UUID> = []
    /// What the cloud may have seen, by stream and number.
    private(set) var sent: [(event: Event, mark: Int)] = []
    private(set) var failures: [StorageFailure] = []
    private let fixture: Fixture
    /// Tells a point in time of the disk's recording.
    private let mark: () -> Int

    init(_ fixture: Fixture, mark: @escaping () -> Int = { 0 }) {
        self.fixture = fixture
        self.mark = mark
    }

    /// The passes that are admitted here.
    static let passes: [UInt64] = [1, 2, 3, 4]

    /// Lives through the day; what fails is left undone.
    ///
    /// - Parameter betweenSteps: called after every step, with its number.
    mutating func run(_ store: KioskStore, betweenSteps: (Int) -> Void = { _ in }) throws {
        let steps: [(inout ScriptedDay, KioskStore) throws -> Void] = [
            { try $1.sync(ScriptedDay.passes.map { .pass(.sample($0)) }) },
            { try $0.scan(1, $1) }, { try $0.scan("https://example.com", $1) }, { try $0.call($1) },
            { try $0.push(2, $1) { [.accepted, .duplicate][$0 % 2] } }, { try $0.act(.checkOut(PassID(1)), $1) },
            { try $0.scan(2, $1) }, { try $0.push(9, $1) { [.rejected, nil, .accepted][$0 % 3] } },
            { try $0.retry($1) }, { try $1.release($0.lease(9, $1)) }, { try $0.scan(3, $1) },
            { try $0.load($1) }, { try $0.scan(4, $1) }, { try $0.call($1) },
            { try $0.push(9, $1) { _ in .accepted } },
            { try $1.purge(before: morning.advanced(by: hours(1))) }, { try $0.call($1) },
            { try $0.scan(1, $1) }, { try $0.push(1, $1) { _ in .accepted } },
        ]
        for (number, step) in steps.enumerated() {
            do {
                try step(&self, store)
            } catch let failure as StorageFailure {
                failures.append(failure)
            }
            betweenSteps(number)
        }
    }

    // MARK: - Steps

    private mutating func scan(_ pass: UInt64, _ store: KioskStore) throws {
        try scan(fixture.token(pass), store)
    }

    private mutating func scan(_ text: String, _ store: KioskStore) throws {
        let admission = try store.admit(Presentation(text: text, means: .camera), at: .at(morning))
        recorded.append(Entry(id: admission.event, mark: mark()))
    }

    mutating func call(_ store: KioskStore) throws { try act(.call(nil), store) }

    private mutating func act(_ action: Action, _ store: KioskStore) throws {
        recorded.append(Entry(id: try store.record(action, at: .at(morning)).id, mark: mark()))
    }

    private mutating func lease(_ most: Int, _ store: KioskStore) throws -> [Event] {
        let events = try store.lease(most)
        sent += events.map { ($0, mark()) }
        return events
    }

    private mutating func push(
        _ most: Int, _ store: KioskStore, _ answer: (Int) -> EventResult.Status?
    ) throws {
        let events = try lease(most, store)
        let results = events.enumerated().compactMap { index, event in
            answer(index).map { EventResult(id: event.id, status: $0, reason: "Because.") }
        }
        accepted.formUnion(results.filter { $0.status != .rejected }.map(\.id))
        try store.settle(results, of: events, at: .at(morning))
        for result in results where result.status == .rejected { setAside.insert(result.id) }
        acknowledged += results.filter { $0.status != .rejected }.map { Entry(id: $0.id, mark: mark()) }
    }

    private mutating func retry(_ store: KioskStore) throws {
        try store.retry()
        setAside = []
    }

    private func load(_ store: KioskStore) throws {
        try store.replace(heardAt: morning) { _, take in
            for pass in ScriptedDay.passes {
                try take(.row(ChangeRow(sequence: Int64(pass), change: .pass(.sample(pass)))))
            }
            try take(.end(.sample(count: ScriptedDay.passes.count)))
        }
    }
}

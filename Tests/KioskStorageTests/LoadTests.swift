import Foundation
import GRDB
import Kiosk
import Reception
import TestSupport
import Testing

@testable import KioskStorage

/// A full sync that is cut goes on where it was.
@Suite struct `A load that is cut` {
    private let fixture: Fixture
    private let store: KioskStore
    init() throws {
        fixture = try Fixture()
        store = try fixture.open()
        try store.sync([.pass(.sample(9000))])
    }

    private struct Cut: Error {}
    private typealias Take = (SnapshotLine) throws -> Void

    private func mark(at sequence: Int64, taken: Int64 = 100, epoch: String = "a") -> SnapshotLine {
        .mark(SnapshotMark(cursor: Cursor(epoch: epoch, sequence: sequence), taken: taken, count: 0, digest: ""))
    }

    private func pass(_ sequence: Int64, _ id: UInt64? = nil, state: PassState = .active) -> SnapshotLine {
        .row(ChangeRow(sequence: sequence, change: .pass(.sample(id ?? UInt64(sequence), state: state))))
    }

    private func end(at sequence: Int64 = 100, count: Int64, passes: Int64?, epoch: String = "a") -> SnapshotLine {
        .end(
            SnapshotEnd(
                cursor: Cursor(epoch: epoch, sequence: sequence), count: count, digest: "", passes: passes,
                serverTime: morning))
    }

    /// Passes 1 to 4 up to a mark, and a fifth after it that nobody vouched for.
    private func beginAndCut(_ store: KioskStore) throws {
        try store.replace(heardAt: morning) { point, take in
            #expect(point == nil)
            for sequence in 1...4 as ClosedRange<Int64> { try take(pass(sequence)) }
            try take(mark(at: 4))
            try take(pass(5))
            throw Cut()
        }
    }

    private let marked = SnapshotPoint(cursor: Cursor(epoch: "a", sequence: 4), begun: 100)

    @Test func `goes on after its last mark, and the old passes serve all the while`() throws {
        #expect(throws: Cut.self) { try beginAndCut(store) }
        #expect(try store.summary().loadedPasses == 4)
        #expect(try store.scan(fixture.token(9000)) == .welcome(.sample(9000)))
        #expect(try store.scan(fixture.token(1)) == .unsynced)
        try store.replace(heardAt: morning) { point, take in
            #expect(point == marked)
            for sequence in 5...6 as ClosedRange<Int64> { try take(pass(sequence)) }
            #expect(try store.scan(fixture.token(9000)).code == .alreadyIn)
            try take(end(count: 2, passes: 6))
        }
        #expect(try store.summary().passes == 6)
        #expect(try store.summary().loadedPasses == nil)
        for id in 1...6 as ClosedRange<UInt64> { #expect(try store.scan(fixture.token(id)) == .welcome(.sample(id))) }
        #expect(try store.cursor() == Cursor(epoch: "a", sequence: 100))
    }

    @Test func `goes on after kill -9, from the files as they are`() throws {
        let copy = try TemporaryDirectory()
        try? store.replace(heardAt: morning) { _, take in
            for sequence in 1...4 as ClosedRange<Int64> { try take(pass(sequence)) }
            try take(mark(at: 4))
            try take(pass(5))
            for name in try fixture.files() {
                try FileManager.default.copyItem(atPath: fixture.directory.file(name), toPath: copy.file(name))
            }
            throw Cut()
        }
        let directory = try DataDirectory(path: copy.path)
        let killed = try KioskStore.open(
            at: directory, key: try fixture.key(), enrolment: fixture.enrolment, settings: fixture.settings,
            lock: try DataDirectoryLock(directory), fixture.world)
        #expect(killed.notes.isEmpty)
        #expect(try killed.scan(fixture.token(9000)) == .welcome(.sample(9000)))
        try killed.replace(heardAt: morning) { point, take in
            #expect(point == marked)
            try take(pass(5))
            try take(end(count: 1, passes: 5))
        }
        #expect(try killed.summary().passes == 5)
        #expect(try killed.scan(fixture.token(4)) == .welcome(.sample(4)))
    }

    @Test func `takes what changed since it began in its newer state`() throws {
        #expect(throws: Cut.self) { try beginAndCut(store) }
        #expect(throws: Cut.self) {
            try store.replace(heardAt: morning) { _, take in
                try take(pass(5))
                try take(pass(101, 1, state: .cancelled))
                try take(.row(ChangeRow(sequence: 102, change: .passRemoved(PassID(2)))))
                try take(mark(at: 102, taken: 103))
                throw Cut()
            }
        }
        #expect(try store.summary().loadedPasses == 4)
        try store.replace(heardAt: morning) { point, take in
            #expect(point == SnapshotPoint(cursor: Cursor(epoch: "a", sequence: 102), begun: 100))
            try take(pass(103, 1, state: .withdrawn))
            try take(pass(104, 7))
            try take(end(at: 104, count: 2, passes: 5))
        }
        #expect(try store.summary().passes == 5)
        #expect(try store.scan(fixture.token(1)) == .withdrawn)
        #expect(try store.scan(fixture.token(2)) == .unsynced)
        #expect(try store.scan(fixture.token(7)) == .welcome(.sample(7)))
    }

    @Test(arguments: ["count", "total", "no total", "epoch", "epoch of the end", "all of it again"])
    func `begins from nothing when what it came to is not the whole`(way: String) throws {
        #expect(throws: Cut.self) { try beginAndCut(store) }
        let failure = #expect(throws: StorageFailure.self) {
            try store.replace(heardAt: morning) { _, take in
                if way == "all of it again" { try take(pass(1)) }
                try take(pass(5))
                if way == "epoch" { try take(mark(at: 5, epoch: "b")) }
                try take(
                    end(
                        count: way == "count" ? 2 : 1, passes: way == "no total" ? nil : way == "total" ? 6 : 5,
                        epoch: way == "epoch of the end" ? "b" : "a"))
            }
        }
        #expect(failure?.description.contains("tried again") == true)
        #expect(try store.cursor()?.sequence == 10)
        #expect(try store.scan(fixture.token(9000)) == .welcome(.sample(9000)))
        try store.replace(heardAt: morning) { point, take in
            #expect(point == nil)
            try take(pass(5))
            try take(end(count: 1, passes: 1))
        }
        #expect(try store.summary().passes == 1)
    }

    @Test func `of an older cloud, which sends no marks, begins from nothing`() throws {
        #expect(throws: Cut.self) {
            try store.replace(heardAt: morning) { _, take in
                for sequence in 1...5000 as ClosedRange<Int64> { try take(pass(sequence)) }
                throw Cut()
            }
        }
        #expect(try store.cachedRows("passes1") == 4000)
        try store.replace(heardAt: morning) { point, take in
            #expect(point == nil)
            try take(pass(1))
            try take(end(count: 1, passes: nil))
        }
        #expect(try store.summary().passes == 1)
    }

    @Test func `is forgotten when the cloud cannot go on from there`() throws {
        #expect(throws: Cut.self) { try beginAndCut(store) }
        try store.forgetLoad()
        try store.replace(heardAt: morning) { point, take in
            #expect(point == nil)
            try take(end(count: 0, passes: 0))
        }
    }

    @Test func `is neither tidied nor purged away while it may go on, but is when it never will`() throws {
        #expect(throws: Cut.self) { try beginAndCut(store) }
        #expect(try !store.tidy())
        try store.purge(before: morning.advanced(by: hours(-1)))
        #expect(try store.cachedRows("passes1") == 4)
        try store.purge(before: morning.advanced(by: hours(1)))
        #expect(try store.cachedRows("passes1") == 0)
        #expect(try store.summary().loadedPasses == nil)
    }

    @Test func `and one after the other leave the file no larger than one`() throws {
        func load() throws -> Int {
            try store.load(heardAt: morning) { take in
                for id in 1...20_000 as ClosedRange<UInt64> {
                    try take(ChangeRow(sequence: 1, change: .pass(.sample(id))))
                }
                return .sample(count: 20_000)
            }
            let full = try size()
            while try store.tidy() {}
            #expect(try store.scan(fixture.token(20_000), at: morning.advanced(by: hours(-2))).code == .tooEarly)
            return full
        }
        _ = try load()
        let once = try size()
        #expect(try load() > once * 3 / 2)
        #expect(try size() <= once * 11 / 10)
    }

    private func size() throws -> Int {
        let attributes = try FileManager.default.attributesOfItem(atPath: fixture.directory.file("cache.sqlite"))
        return attributes[.size] as? Int ?? 0
    }
}

import CloudDomain
import CloudStorage
import Curl
import Foundation
import Reception
import Testing

import struct Reception.Cursor

/// How a load that was cut goes on.
struct SnapshotMarkTests {
    private func lines(
        _ ground: Ground, _ kiosk: Kiosk, after point: SnapshotPoint? = nil, hasMarks: Bool = true
    ) async throws -> [SnapshotLine] {
        var pages = try await ground.store.snapshot(for: kiosk, after: point, hasMarks: hasMarks)
        var text = Data()
        while let page = try await pages.next() { text += page }
        return try text.split(separator: 10).map { try Wire.decode(SnapshotLine.self, from: Data($0)) }
    }

    private func marks(_ lines: [SnapshotLine]) -> [SnapshotMark] {
        lines.compactMap { if case .mark(let mark) = $0 { mark } else { nil } }
    }

    private func rows(_ lines: [SnapshotLine]) -> [ChangeRow] {
        lines.compactMap { if case .row(let row) = $0 { row } else { nil } }
    }

    private func end(_ lines: [SnapshotLine]) throws -> SnapshotEnd {
        guard case .end(let end) = lines.last else { throw FeedGone() }
        return end
    }

    @Test func `marks come only for who asks for them, and each says how far the rows before it go`() async throws {
        let ground = try Ground()
        let kiosk = try await ground.kiosk()
        _ = try ground.passes((1...2500).map { "ACME;V\($0)" })
        let plain = try await lines(ground, kiosk, hasMarks: false)
        let marked = try await lines(ground, kiosk)
        #expect(marks(plain).isEmpty && rows(plain) == rows(marked))
        #expect(marks(marked).count == 3)
        var count: Int64 = 0
        for mark in marks(marked) {
            count += mark.count
            #expect(mark.cursor.sequence == rows(marked)[Int(count) - 1].sequence)
            #expect(mark.taken == (try end(marked)).cursor.sequence)
        }
        #expect(count == Int64(rows(marked).count))
        #expect(try end(marked).passes == 2500 && end(plain).passes == 2500)
    }

    @Test func `the rows after a mark, with those before it, are the whole, whatever changed meanwhile`() async throws {
        let ground = try Ground()
        let kiosk = try await ground.kiosk()
        let (_, passes) = try ground.passes((1...2500).map { "ACME;V\($0)" })
        let first = try await lines(ground, kiosk)
        let mark = marks(first)[0]
        let held = rows(first).prefix(Int(mark.count))
        try ground.store.write { try $0.withdrawPass(passes[0].id) }
        let rest = try await lines(ground, kiosk, after: SnapshotPoint(cursor: mark.cursor, begun: mark.taken))
        func states(_ rows: some Sequence<ChangeRow>) -> [PassID: PassState] {
            var states: [PassID: PassState] = [:]
            for row in rows { if case .pass(let pass) = row.change { states[pass.id] = pass.state } }
            return states
        }
        #expect(rows(rest).count == rows(first).count - held.count + 1)
        #expect(try end(rest).count == Int64(rows(rest).count))
        #expect(try end(rest).passes == 2500)
        #expect(states(held + rows(rest)) == (try await states(rows(lines(ground, kiosk)))))
    }

    @Test func `a point of another history, of the future, or older than a dropped tombstone is gone`() async throws {
        let ground = try Ground()
        let kiosk = try await ground.kiosk()
        _ = try ground.passes()
        let old = try end(await lines(ground, kiosk)).cursor
        func expectGone(_ cursor: Cursor, begun: Int64) async {
            await #expect(throws: FeedGone.self) {
                try await ground.store.snapshot(for: kiosk, after: SnapshotPoint(cursor: cursor, begun: begun))
            }
        }
        await expectGone(Cursor(epoch: "another", sequence: 0), begun: old.sequence)
        await expectGone(Cursor(epoch: old.epoch, sequence: old.sequence + 1), begun: old.sequence)
        await expectGone(Cursor(epoch: old.epoch, sequence: 0), begun: old.sequence + 1)
        ground.clock.advance(by: .seconds(3 * 86_400))
        let first = ground.clock.now
        _ = try ground.store.write { try $0.purgePasses(endedBefore: first) }
        let after = try end(await lines(ground, kiosk)).cursor
        // The tombstone is still there.
        _ = try await ground.store.snapshot(for: kiosk, after: SnapshotPoint(cursor: old, begun: old.sequence))
        ground.clock.advance(by: .seconds(100 * 86_400))
        let second = ground.clock.now
        _ = try ground.store.write { try $0.purgePasses(endedBefore: second) }
        await expectGone(old, begun: old.sequence)
        // This load began when the pass was gone already, so that no tombstone is missing.
        let early = Cursor(epoch: old.epoch, sequence: 1)
        #expect(
            try end(await lines(ground, kiosk, after: SnapshotPoint(cursor: early, begun: after.sequence))).passes == 0)
    }

    @Test func `over the wire, marks are asked for by the query, and 410 says that a load must begin anew`()
        async throws
    {
        let ground = try Ground()
        _ = try ground.passes()
        let server = try await TestServer(ground)
        let credential = try await server.enrol(ground).credential
        func call(_ query: String) async throws -> (status: Int, lines: [SnapshotLine]) {
            let answer = try await server.call(.get, "/v1/kiosk/snapshot\(query)", credential: credential)
            guard answer.status == 200 else { return (answer.status, []) }
            return (
                200, try answer.body.split(separator: 10).map { try Wire.decode(SnapshotLine.self, from: Data($0)) }
            )
        }
        let plain = try await call("")
        let marked = try await call("?marks=1")
        #expect(marks(plain.lines).isEmpty && rows(plain.lines) == rows(marked.lines))
        let mark = try #require(marks(marked.lines).last)
        let place = "&after=\(mark.cursor.sequence)&begun=\(mark.taken)"
        let rest = try await call("?marks=1&epoch=\(mark.cursor.epoch)\(place)")
        #expect(rest.status == 200 && rows(rest.lines).isEmpty)
        #expect(try await call("?marks=1&epoch=another\(place)").status == 410)
        #expect(try await call("?marks=1&epoch=\(mark.cursor.epoch)&after=x").status == 400)
        try await server.stop()
    }
}

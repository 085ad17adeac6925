import Foundation
import Kiosk
import Reception
import TestSupport
import Testing

@testable import CloudLink

/// The snapshot: all of it and known to be right, or a failure.
struct SnapshotTests {
    private struct NoMore: Error {}

    private func ndjson(_ body: Data, headers: [String] = []) -> Data {
        RawResponder.http(200, type: "application/x-ndjson", headers: headers, body)
    }

    private func lines(of body: Data, headers: [String] = []) throws -> Int {
        let bytes = ndjson(body, headers: headers)
        let responder = try RawResponder { _ in .lastWords(bytes) }
        var count = 0
        try client(port: responder.port).snapshot { _ in count += 1 }
        return count
    }

    @Test(arguments: [0, 1, 5000])
    func `every row comes, then the end`(_ rows: Int) throws {
        #expect(try lines(of: try Samples.snapshot(rows: rows)) == rows + 1)
    }

    @Test func `rows split anywhere between packets are put together`() throws {
        let bytes = ndjson(try Samples.snapshot(rows: 3))
        let pieces = stride(from: 0, to: bytes.count, by: 7).map { Data(bytes[$0..<min($0 + 7, bytes.count)]) }
        let responder = try RawResponder { _ in .drip(pieces, pause: .milliseconds(1)) }
        var sequences: [Int64] = []
        try client(port: responder.port).snapshot { line in
            if case .row(let row) = line { sequences.append(row.sequence) }
        }
        #expect(sequences == [0, 1, 2])
    }

    @Test func `a packed snapshot is checked over its unpacked lines`() throws {
        let directory = try TemporaryDirectory()
        let plain = try directory.write(try Samples.snapshot(rows: 1000), to: "rows")
        #expect(try Command.run(["gzip", plain]).status == 0)
        let packed = try Data(contentsOf: URL(fileURLWithPath: plain + ".gz"))
        #expect(try lines(of: packed, headers: ["Content-Encoding: gzip"]) == 1001)
    }

    @Test func `a snapshot cut at any line or byte near its end is not believed`() throws {
        let whole = try Samples.snapshot(rows: 3)
        for length in 0..<whole.count {
            #expect(throws: CloudFailure.self, "cut to \(length) bytes") { try lines(of: whole.prefix(length)) }
        }
    }

    @Test func `a changed, missing or doubled row is noticed`() throws {
        let rows = try (0..<3).map { row in
            let row = ChangeRow(sequence: Int64(row), change: .passRemoved(PassID(UInt64(row))))
            return try Samples.json(SnapshotLine.row(row)) + Data("\n".utf8)
        }
        let end = try Samples.end(rows: 3, over: Data(rows.joined()))
        #expect(try lines(of: Data(rows.joined()) + end) == 4)
        let parts = rows + [end]
        let wrong = [[0, 1, 3], [0, 1, 1, 3], [1, 0, 2, 3], [0, 1, 2, 2, 3], [0, 1, 2, 3, 3], [0, 1, 2, 3, 0]]
        for order in wrong {
            let body = Data(order.map { parts[$0] }.joined())
            #expect(throws: CloudFailure.self, "\(order)") { try lines(of: body) }
        }
    }

    /// Three rows, a mark, two rows, a mark, one row and the end.
    private func marked(wrong: Int? = nil) throws -> Data {
        var (all, part, body) = (Data(), Data(), Data())
        for row in 1...6 {
            let line =
                try Samples.json(
                    SnapshotLine.row(ChangeRow(sequence: Int64(row), change: .passRemoved(PassID(UInt64(row)))))
                ) + Data("\n".utf8)
            all += line
            part += line
            body += line
            guard row == 3 || row == 5 else { continue }
            let mark = SnapshotMark(
                cursor: Cursor(epoch: "e1", sequence: Int64(row)), taken: 99,
                count: row == wrong ? 9 : row == 3 ? 3 : 2,
                digest: Samples.digest(row == -(wrong ?? 0) ? Data() : part))
            body += try Samples.json(SnapshotLine.mark(mark)) + Data("\n".utf8)
            part = Data()
        }
        return try body + Samples.end(rows: 6, over: all)
    }

    @Test func `marks are checked over the rows since the last one, and the end over all rows`() throws {
        #expect(try lines(of: try marked()) == 9)
        for wrong in [3, 5, -3, -5] {
            #expect(throws: CloudFailure.self, "\(wrong)") { try lines(of: try marked(wrong: wrong)) }
        }
    }

    @Test func `a load that was cut asks for what is missing, and marks are always asked for`() throws {
        let bytes = ndjson(try Samples.snapshot(rows: 0))
        let responder = try RawResponder { _ in .lastWords(bytes) }
        try client(port: responder.port).snapshot { _ in }
        try client(port: responder.port).snapshot(
            after: SnapshotPoint(cursor: Cursor(epoch: "e1", sequence: 7), begun: 12)
        ) { _ in }
        let asked = responder.requests.map(\.target)
        #expect(asked == ["/v1/kiosk/snapshot?marks=1", "/v1/kiosk/snapshot?epoch=e1&after=7&begun=12&marks=1"])
    }

    @Test func `a pass's row is read the quick way as the general decoder reads it`() throws {
        func quick(_ line: Data) -> ChangeRow? { line.withUnsafeBytes { RowReader.row($0) } }
        for language in [nil, "ja"] {
            for hosts in [[], ["佐藤 花子"], ["A", "B"]] {
                let row = ChangeRow(sequence: 1234, change: .pass(Samples.pass(hosts: hosts, language: language)))
                #expect(quick(try Samples.json(SnapshotLine.row(row)) + Data("\n".utf8)) == row)
            }
        }
        let whole = try Samples.json(
            SnapshotLine.row(ChangeRow(sequence: 1, change: .pass(Samples.pass(hosts: ["A"], language: nil)))))
        for length in 0...whole.count { #expect(quick(whole.prefix(length)) == nil) }
        let odd = Samples.pass(hosts: ["\"quoted\\"], language: nil)
        #expect(quick(try Samples.json(SnapshotLine.row(ChangeRow(sequence: 1, change: .pass(odd)))) + [10]) == nil)
        let body = try Samples.json(SnapshotLine.row(ChangeRow(sequence: 1, change: .pass(odd)))) + [10]
        #expect(try lines(of: body + Samples.end(rows: 1, over: body)) == 2)
    }

    @Test func `a line longer than a mebibyte is given up`() throws {
        let endless = Data(count: 5 << 20)
        #expect(throws: CloudFailure.unintelligible("a line without an end")) { try lines(of: endless) }
    }

    @Test func `a web page instead of a snapshot is unintelligible`() throws {
        let page = RawResponder.http(200, type: "text/html", Data("<html></html>\n".utf8))
        let responder = try RawResponder { _ in .lastWords(page) }
        #expect(throws: CloudFailure.unintelligible("a web page")) {
            try client(port: responder.port).snapshot { _ in Issue.record("a line of a web page was taken") }
        }
    }

    @Test func `a receiver that fails ends the call as interrupted`() throws {
        let bytes = ndjson(try Samples.snapshot(rows: 5000))
        let responder = try RawResponder { _ in .lastWords(bytes) }
        var taken = 0
        #expect(throws: CloudFailure.interrupted) {
            try client(port: responder.port).snapshot { _ in
                taken += 1
                throw NoMore()
            }
        }
        #expect(taken == 1)
    }

    @Test func `a snapshot may take longer than a call, but not stand still`() throws {
        let bytes = ndjson(try Samples.snapshot(rows: 30))
        let pieces = stride(from: 0, to: bytes.count, by: 100).map { Data(bytes[$0..<min($0 + 100, bytes.count)]) }
        let timeouts = CloudTimeouts(total: .seconds(1))
        let slow = try RawResponder { _ in .drip(pieces, pause: .milliseconds(100)) }
        let took = try seconds { try client(port: slow.port, timeouts: timeouts).snapshot { _ in } }
        #expect(took > 1.5)
        let silent = try RawResponder { _ in .drip([bytes.prefix(200), Data()], pause: .seconds(20)) }
        let waited = seconds {
            #expect(throws: CloudFailure.timedOut) {
                try client(port: silent.port, timeouts: timeouts).snapshot { _ in }
            }
        }
        #expect(waited < 10)
    }
}

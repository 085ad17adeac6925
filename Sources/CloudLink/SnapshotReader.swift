import Crypto
import Foundation
import Kiosk
import Reception

/// Cuts a snapshot into lines as it arrives, and checks it against its marks and its end line. Holds one line at a time.
struct SnapshotReader {
    static let mediaType = "application/x-ndjson"
    /// The most bytes of one line.
    static let longestLine = 1 << 20

    /// The beginning of a line whose end has not come yet.
    private var begun: [UInt8] = []
    private var total = LineCheck()
    private var sinceMark = LineCheck()
    private var isComplete = false

    /// - Throws: ``CloudFailure/unintelligible(_:)``, and ``CloudFailure/interrupted`` when `take` throws.
    mutating func receive(
        _ bytes: UnsafeRawBufferPointer, _ take: (SnapshotLine) throws -> Void
    ) throws(CloudFailure) {
        var rest = bytes[...]
        while let newline = rest.firstIndex(of: UInt8(ascii: "\n")) {
            let piece = rest[...newline]
            rest = rest[(newline + 1)...]
            if begun.isEmpty {
                try receive(line: UnsafeRawBufferPointer(rebasing: piece), take)
            } else {
                begun.append(contentsOf: piece)
                let line = begun
                begun.removeAll(keepingCapacity: true)
                try line.withUnsafeBufferPointer { line throws(CloudFailure) in
                    try receive(line: UnsafeRawBufferPointer(line), take)
                }
            }
        }
        begun.append(contentsOf: rest)
        guard begun.count <= SnapshotReader.longestLine else { throw .unintelligible("a line without an end") }
    }

    /// To be called at the end of the stream.
    ///
    /// - Throws: ``CloudFailure/unintelligible(_:)`` when the end line has not been seen.
    func finish() throws(CloudFailure) {
        guard isComplete, begun.isEmpty else { throw .unintelligible("a snapshot without its end") }
    }

    /// - Parameter line: with its newline.
    private mutating func receive(
        line bytes: UnsafeRawBufferPointer, _ take: (SnapshotLine) throws -> Void
    ) throws(CloudFailure) {
        guard bytes.count <= SnapshotReader.longestLine else { throw .unintelligible("a line without an end") }
        guard !isComplete else { throw .unintelligible("a snapshot that goes on after its end") }
        let line = try SnapshotReader.decode(bytes)
        switch line {
        case .row:
            total.add(bytes)
            sinceMark.add(bytes)
        case .mark(let mark):
            try sinceMark.check(count: mark.count, digest: mark.digest)
            sinceMark = LineCheck()
        case .end(let end):
            try total.check(count: end.count, digest: end.digest)
            isComplete = true
        }
        do { try take(line) } catch { throw .interrupted }
    }

    private static func decode(_ bytes: UnsafeRawBufferPointer) throws(CloudFailure) -> SnapshotLine {
        if let row = RowReader.row(bytes) { return .row(row) }
        do { return try Wire.decode(SnapshotLine.self, from: Data(bytes)) } catch {
            throw .unintelligible("wrong JSON in a snapshot")
        }
    }

    /// Counts and digests lines.
    private struct LineCheck {
        private var count: Int64 = 0
        private var hash = SHA256()

        mutating func add(_ line: UnsafeRawBufferPointer) {
            count += 1
            hash.update(bufferPointer: line)
        }

        func check(count: Int64, digest: String) throws(CloudFailure) {
            guard count == self.count else {
                throw .unintelligible("a snapshot with another number of rows than it says")
            }
            let found = hash.finalize().map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
            guard digest == found else { throw .unintelligible("a snapshot with another digest than it says") }
        }
    }
}

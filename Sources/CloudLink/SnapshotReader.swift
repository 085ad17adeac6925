import Crypto
import Foundation
import Kiosk
import Reception

/// Cuts a snapshot into lines as it arrives, and checks it against its end line. Holds one line at a time.
struct SnapshotReader {
    static let mediaType = "application/x-ndjson"
    /// The most bytes of one line.
    static let longestLine = 1 << 20

    /// The beginning of a line whose end has not come yet.
    private var begun = Data()
    private var hash = SHA256()
    private var count: Int64 = 0
    private var isComplete = false

    /// - Throws: ``CloudFailure/unintelligible(_:)``, and ``CloudFailure/interrupted`` when `take` throws.
    mutating func receive(
        _ bytes: UnsafeRawBufferPointer, _ take: (SnapshotLine) throws -> Void
    ) throws(CloudFailure) {
        var rest = bytes[...]
        while let newline = rest.firstIndex(of: UInt8(ascii: "\n")) {
            begun.append(contentsOf: rest[..<newline])
            rest = rest[(newline + 1)...]
            try receiveLine(take)
            begun.removeAll(keepingCapacity: true)
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

    private mutating func receiveLine(_ take: (SnapshotLine) throws -> Void) throws(CloudFailure) {
        guard begun.count <= SnapshotReader.longestLine else { throw .unintelligible("a line without an end") }
        guard !isComplete else { throw .unintelligible("a snapshot that goes on after its end") }
        let line: SnapshotLine
        do {
            line = try Wire.decode(SnapshotLine.self, from: begun)
        } catch {
            throw .unintelligible("wrong JSON in a snapshot")
        }
        switch line {
        case .row:
            hash.update(data: begun)
            hash.update(data: [UInt8(ascii: "\n")])
            count += 1
        case .end(let end):
            try check(end)
            isComplete = true
        }
        do { try take(line) } catch { throw .interrupted }
    }

    private func check(_ end: SnapshotEnd) throws(CloudFailure) {
        guard end.count == count else { throw .unintelligible("a snapshot with another number of rows than it says") }
        let digest = hash.finalize().map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        guard end.digest == digest else { throw .unintelligible("a snapshot with another digest than it says") }
    }
}

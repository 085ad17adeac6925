import Foundation
import Reception

@testable import CloudLink

/// However a snapshot arrives in pieces, it is read the same; the quick reader of a row agrees with the general one.
///
/// The first byte says how long the pieces are.
func fuzzSnapshot(_ input: [UInt8]) {
    guard let first = input.first else { return }
    let stream = Array(input.dropFirst())
    let whole = lines(of: stream, inPiecesOf: max(stream.count, 1))
    precondition(lines(of: stream, inPiecesOf: Int(first) + 1) == whole, "a snapshot depends on its pieces")
    for line in stream.split(separator: 0x0A) {
        let line = Array(line) + [0x0A]
        guard let row = line.withUnsafeBytes({ RowReader.row($0) }) else { continue }
        let general = try? Wire.decode(SnapshotLine.self, from: Data(line))
        precondition(general == .row(row), "the quick reader and the general one disagree")
    }
}

private func lines(of stream: [UInt8], inPiecesOf size: Int) -> [SnapshotLine] {
    var reader = SnapshotReader()
    var lines: [SnapshotLine] = []
    for start in stride(from: 0, to: stream.count, by: size) {
        let piece = stream[start..<min(start + size, stream.count)]
        do { try piece.withUnsafeBytes { try reader.receive($0) { lines.append($0) } } } catch { break }
    }
    return lines
}

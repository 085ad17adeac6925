import Reception
import Synchronization

@testable import ScanLink

/// However a worker's bytes arrive in pieces, they are the same reports, in bounded memory.
///
/// The first byte says how long the pieces are.
func fuzzWorker(_ input: [UInt8]) {
    guard let first = input.first else { return }
    let stream = input.dropFirst()
    let whole = reports(of: stream, inPiecesOf: max(stream.count, 1))
    precondition(reports(of: stream, inPiecesOf: Int(first) + 1) == whole, "the reports depend on the pieces")
    for report in whole {
        if case .code(let text) = report { precondition(text.utf8.count <= 3 * ScanLine.longest, "a code is too long") }
    }
}

private func reports(of stream: ArraySlice<UInt8>, inPiecesOf size: Int) -> [ScanReport] {
    let found = Mutex<[ScanReport]>([])
    var state = WorkerState { report in found.withLock { $0.append(report) } }
    var lines = LineBuffer()
    state.start()
    for start in stride(from: stream.startIndex, to: stream.endIndex, by: size) {
        for line in lines.take(stream[start..<min(start + size, stream.endIndex)]) { state.take(line) }
    }
    return found.withLock { $0 }
}

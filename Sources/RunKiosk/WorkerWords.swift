import CProcess
import Foundation

/// What a scan worker says on standard error; its last line tells what is wrong.
final class WorkerWords {
    /// For the worker to write to; -1 when the system has no more descriptors.
    let descriptor: Int32
    /// The last line, without the program's name before it and without control characters; `nil` before the first.
    private(set) var last: String?
    private let source: Int32
    private var line: [UInt8] = []

    /// More bytes of a line are dropped.
    private static let longest = 300
    /// What the kiosk itself adds on starts and ends.
    private static let own = "scan worker: "

    init() {
        var ends: [Int32] = [-1, -1]
        _ = uk_process_pipe(&ends)
        source = ends[0]
        descriptor = ends[1]
    }

    deinit {
        close(source)
        close(descriptor)
    }

    /// Reads what is there; does not wait. The pipe must be emptied now and then, or the worker waits in its turn.
    func read() {
        var bytes = [UInt8](repeating: 0, count: 4096)
        while case let count = Foundation.read(source, &bytes, bytes.count), count > 0 {
            for byte in bytes.prefix(count) { take(byte) }
        }
    }

    private func take(_ byte: UInt8) {
        guard byte == 10 else {
            if line.count < Self.longest { line.append(byte < 0x20 || byte == 0x7F ? 0x20 : byte) }
            return
        }
        defer { line.removeAll(keepingCapacity: true) }
        let text = String(decoding: line, as: UTF8.self).trimmingCharacters(in: .whitespaces)
        guard !text.isEmpty, !text.hasPrefix(Self.own) else { return }
        last = String(text.trimmingPrefix(#/[\w.-]+: /#))
    }
}

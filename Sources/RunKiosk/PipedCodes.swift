import Foundation
import Reception

/// Reads codes line by line from standard input, when that is not a terminal, on a thread of its own.
struct PipedCodes {
    let intake: Intake

    /// Starts the thread; it ends with the input, or with the process.
    func start() {
        let thread = Thread { [self] in run() }
        thread.name = "piped codes"
        thread.start()
    }

    private func run() {
        var line: [UInt8] = []
        var bytes = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = read(STDIN_FILENO, &bytes, bytes.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            for byte in bytes[..<count] {
                if byte == 10 || byte == 13 {
                    hand(&line)
                } else if line.count <= Token.longestText {
                    line.append(byte)
                }
            }
        }
        hand(&line)
    }

    private func hand(_ line: inout [UInt8]) {
        defer { line.removeAll(keepingCapacity: true) }
        guard !line.isEmpty else { return }
        intake.hand(String(decoding: line, as: UTF8.self), by: .wedge)
    }
}

import Glibc
package import Reception

/// Where the worker's lines go. Each is written at once and whole.
package struct LineOutput: Sendable {
    /// The open descriptor; it stays the caller's.
    package let descriptor: Int32

    /// Why a line could not be written.
    package enum Failure: Error, Hashable, CustomStringConvertible {
        /// Nobody reads any more.
        case closed
        case failed(errno: Int32)

        package var description: String {
            switch self {
            case .closed: "Nobody reads the output any more."
            case .failed(let code):
                "The output cannot be written (\(String(cString: strerror(code)))); check where it is sent."
            }
        }
    }

    /// Writes to `descriptor`. SIGPIPE must be ignored, so that a closed pipe is an error and not the end.
    package init(descriptor: Int32) {
        self.descriptor = descriptor
    }

    /// Writes one line of the protocol between worker and kiosk.
    /// - Throws: ``Failure``.
    package func write(_ line: ScanLine) throws(Failure) {
        try write(Array(line.text.utf8))
    }

    /// Writes `bytes`, which hold no newline, and a newline.
    /// - Throws: ``Failure``.
    package func write(_ bytes: [UInt8]) throws(Failure) {
        let line = bytes + [UInt8(ascii: "\n")]
        var done = 0
        while done < line.count {
            let count = line.withUnsafeBytes {
                Glibc.write(descriptor, $0.baseAddress?.advanced(by: done), $0.count - done)
            }
            if count > 0 {
                done += count
            } else if errno == EPIPE {
                throw .closed
            } else if errno != EINTR {
                throw .failed(errno: errno)
            }
        }
    }
}

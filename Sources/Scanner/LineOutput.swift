import Glibc
package import Reception

/// Where the worker's lines go. Each is written at once and whole, and waits for room.
package struct LineOutput: Sendable {
    /// The open descriptor; it stays the caller's.
    package let descriptor: Int32
    /// Becomes readable when nobody is to wait for room any more; -1 for never.
    private let stop: Int32

    /// A pipe that has any room takes this much without waiting (PIPE_BUF).
    private static let piece = 4_096

    /// Why a line could not be written.
    package enum Failure: Error, Hashable, CustomStringConvertible {
        /// Nobody reads any more.
        case closed
        /// The program was told to end while it waited for room.
        case stopped
        case failed(errno: Int32)

        package var description: String {
            switch self {
            case .closed: "Nobody reads the output any more."
            case .stopped: "The program was told to end before all of its output was read."
            case .failed(let code):
                "The output cannot be written (\(String(cString: strerror(code)))); check where it is sent."
            }
        }
    }

    /// Writes to `descriptor`, and gives up waiting for room in it when `stop` is readable.
    ///
    /// SIGPIPE must be ignored, so that a closed pipe is an error and not the end.
    package init(descriptor: Int32, stop: Int32 = -1) {
        self.descriptor = descriptor
        self.stop = stop
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
            try waitForRoom()
            let count = line.withUnsafeBytes {
                Glibc.write(descriptor, $0.baseAddress?.advanced(by: done), min($0.count - done, LineOutput.piece))
            }
            if count > 0 {
                done += count
            } else if errno == EPIPE {
                throw .closed
            } else if errno != EINTR, errno != EAGAIN {
                throw .failed(errno: errno)
            }
        }
    }

    private func waitForRoom() throws(Failure) {
        var entries = [
            pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0),
            pollfd(fd: stop, events: Int16(POLLIN), revents: 0),
        ]
        while poll(&entries, nfds_t(entries.count), -1) < 0, errno == EINTR {}
        if entries[0].revents == 0, entries[1].revents != 0 { throw .stopped }
    }
}

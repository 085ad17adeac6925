import Foundation
import Synchronization

/// Serves the metrics over HTTP at 127.0.0.1, to one reader after the other, on a thread of its own. Whatever is asked
/// for, the answer is the figures.
final class MetricsPort: Sendable {
    /// Where it listens; another than was asked for when that was 0.
    let port: UInt16
    private let listener: Int32
    private let text: @Sendable () -> String
    private let isStopped = Atomic(false)

    /// A reader that neither asks nor reads is left after so long.
    private static let patience = 2

    /// - Returns: `nil` when the port is taken, with `errno` set.
    init?(port: UInt16, text: @escaping @Sendable () -> String) {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard listener >= 0 else { return nil }
        var yes: Int32 = 1
        setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, length) == 0 && listen(listener, 8) == 0 && getsockname(listener, $0, &length) == 0
            }
        }
        guard isBound else {
            let error = errno
            close(listener)
            errno = error
            return nil
        }
        self.listener = listener
        self.port = UInt16(bigEndian: address.sin_port)
        self.text = text
    }

    deinit { close(listener) }

    /// Starts the thread; it ends with ``stop()``.
    func start() {
        let thread = Thread { [self] in
            while !isStopped.load(ordering: .acquiring) { serve() }
        }
        thread.name = "metrics port"
        thread.start()
    }

    /// Lets go of the port's thread.
    func stop() {
        isStopped.store(true, ordering: .releasing)
        shutdown(listener, Int32(SHUT_RDWR))
    }

    private func serve() {
        let reader = accept(listener, nil, nil)
        guard reader >= 0 else {
            // Out of descriptors: not to be asked again at once.
            if !isStopped.load(ordering: .acquiring) { usleep(100_000) }
            return
        }
        defer { close(reader) }
        _ = fcntl(reader, F_SETFD, FD_CLOEXEC)
        var patience = timeval(tv_sec: MetricsPort.patience, tv_usec: 0)
        let size = socklen_t(MemoryLayout<timeval>.size)
        setsockopt(reader, SOL_SOCKET, SO_RCVTIMEO, &patience, size)
        setsockopt(reader, SOL_SOCKET, SO_SNDTIMEO, &patience, size)
        var request = [UInt8](repeating: 0, count: 4096)
        guard recv(reader, &request, request.count, 0) > 0 else { return }
        let body = text()
        let head = """
            HTTP/1.1 200 OK\r
            Content-Type: text/plain; version=0.0.4; charset=utf-8\r
            Content-Length: \(body.utf8.count)\r
            Connection: close\r
            \r

            """
        let answer = Array((head + body).utf8)
        var sent = 0
        while sent < answer.count {
            let count = answer[sent...].withUnsafeBytes {
                send(reader, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return }
            sent += count
        }
    }
}

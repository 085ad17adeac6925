import Foundation
import Reception

#if canImport(Glibc)
    import Glibc
#endif

/// One connection's TLS, spoken by a process of `openssl`: bytes in the clear on a socket of this process, the same
/// bytes encrypted on the other side. Ends with ``close()`` or with the last reference.
final class TLSProcess {
    struct NotStarted: Error {}

    /// In the clear; closed by ``close()``.
    let plain: Int32
    private let process = Process()
    private let folder: TemporaryDirectory

    /// The server's side of `connection`, which stays the caller's to close.
    init(serving connection: Int32, as certificate: ServerCertificate, options: [String]) throws {
        folder = try TemporaryDirectory()
        let socket = folder.file("tls")
        plain = try TLSProcess.start(
            process,
            ["s_server", "-unix", socket, "-naccept", "1", "-quiet", "-cert", certificate.file]
                + ["-key", certificate.keyFile] + options)
        guard let encrypted = TLSProcess.connect(to: socket, while: process) else {
            close()
            throw NotStarted()
        }
        TLSProcess.join(connection, encrypted)
    }

    /// The client's side of a new connection to that port on 127.0.0.1.
    init(to port: UInt16, trusting caFile: String) throws {
        folder = try TemporaryDirectory()
        plain = try TLSProcess.start(
            process,
            ["s_client", "-quiet", "-connect", "127.0.0.1:\(port)", "-CAfile", caFile, "-verify_return_error"])
    }

    deinit { close() }

    /// Ends the process, and with it the connection.
    func close() {
        guard process.isRunning else { return }
        // Not SIGTERM: a child inherits the signals that are blocked on a test's worker thread.
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        Glibc.close(plain)
    }

    /// Starts `openssl` with a socket for both of its plain ends, and returns the other end of that.
    private static func start(_ process: Process, _ arguments: [String]) throws -> Int32 {
        var ends: [Int32] = [-1, -1]
        guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0, &ends) == 0 else {
            throw NotStarted()
        }
        let theirs = FileHandle(fileDescriptor: ends[1], closeOnDealloc: false)
        defer { Glibc.close(ends[1]) }
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["openssl"] + arguments
        process.standardInput = theirs
        process.standardOutput = theirs
        process.standardError = FileHandle.nullDevice
        do {
            try process.run()
        } catch {
            Glibc.close(ends[0])
            throw error
        }
        return ends[0]
    }

    private static func connect(to path: String, while process: Process) -> Int32? {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8.prefix($0.count - 1)) }
        let start = World.live.uptime()
        while process.isRunning, World.live.uptime() - start < .seconds(20) {
            let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
            let isConnected = withUnsafePointer(to: &address) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
                }
            }
            if isConnected { return descriptor }
            Glibc.close(descriptor)
            usleep(2_000)
        }
        return nil
    }

    /// Passes bytes between the two until one of them ends; closes the second.
    private static func join(_ connection: Int32, _ encrypted: Int32) {
        let isDone = DispatchSemaphore(value: 0)
        // The connection is closed by its owner, perhaps before these threads have noticed: they use one of their own.
        let own = dup(connection)
        Thread.detachNewThread {
            while let piece = LoopbackSocket.read(own), LoopbackSocket.write(encrypted, piece) {}
            LoopbackSocket.shutDown(encrypted)
            isDone.signal()
        }
        Thread.detachNewThread {
            while let piece = LoopbackSocket.read(encrypted), LoopbackSocket.write(own, piece) {}
            LoopbackSocket.shutDown(own)
            isDone.wait()
            Glibc.close(own)
            Glibc.close(encrypted)
        }
    }
}

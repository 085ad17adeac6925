import Foundation
import Reception
import TestSupport

#if canImport(Glibc)
    import Glibc
#endif

/// `openssl s_server` on loopback, serving files that are whole HTTP answers; ends with the last reference.
final class TLSServer {
    struct NotStarted: Error, CustomStringConvertible {
        var description: String
    }

    let port: UInt16
    private let process = Process()

    /// - Parameter answers: answers by path and query, without the first slash.
    init(_ certificate: Certificate, answers: [String: Data] = [:], options: [String] = []) throws {
        let files = certificate.directory
        port = try LoopbackSocket.freePort()
        for (target, bytes) in answers { try files.write(bytes, to: target) }
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments =
            [
                "openssl", "s_server", "-accept", "127.0.0.1:\(port)", "-cert", files.file("server.pem"), "-key",
                files.file("server.key"), "-HTTP", "-quiet",
            ] + options
        process.currentDirectoryURL = URL(fileURLWithPath: files.path)
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        let start = World.live.uptime()
        while !LoopbackSocket.isOpen(port: port) {
            guard process.isRunning, World.live.uptime() - start < .seconds(20) else {
                throw NotStarted(description: "openssl s_server did not start")
            }
            usleep(10_000)
        }
    }

    deinit {
        // Not SIGTERM: a child inherits the signals that are blocked on a test's worker thread.
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    /// A server's certificate and the authority that signed it, in a folder of their own.
    struct Certificate {
        let directory: TemporaryDirectory
        var caFile: String { directory.file("ca.pem") }

        /// - Parameters:
        ///   - name: what the certificate is for.
        ///   - days: how long it is valid from now; negative for one that has expired.
        init(for name: String = "IP:127.0.0.1", days: Int = 2) throws {
            directory = try TemporaryDirectory()
            try make(
                ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"]
                    + ["-subj", "/CN=Test authority", "-keyout", directory.file("ca.key"), "-out", caFile])
            try make(
                ["req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
                    + [
                        "-subj", "/CN=server", "-keyout", directory.file("server.key"), "-out",
                        directory.file("csr.pem"),
                    ])
            try directory.write(Data("subjectAltName=\(name)\n".utf8), to: "extensions")
            try make(
                ["x509", "-req", "-in", directory.file("csr.pem"), "-CA", caFile, "-CAkey", directory.file("ca.key")]
                    + ["-set_serial", "1", "-days", "\(days)", "-extfile", directory.file("extensions")]
                    + ["-out", directory.file("server.pem")])
        }

        private func make(_ arguments: [String]) throws {
            let result = try Command.run(["openssl"] + arguments)
            guard result.status == 0 else { throw NotStarted(description: result.err) }
        }
    }
}

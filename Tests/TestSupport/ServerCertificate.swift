import Foundation

/// A server's certificate and the authority that signed it, in a folder of their own.
package final class ServerCertificate: Sendable {
    package struct NotMade: Error, CustomStringConvertible {
        package var description: String
    }

    private let directory: TemporaryDirectory

    /// The authority's certificate, to be trusted.
    package var caFile: String { directory.file("ca.pem") }
    package var file: String { directory.file("server.pem") }
    package var keyFile: String { directory.file("server.key") }

    /// - Parameters:
    ///   - name: what the certificate is for.
    ///   - days: how long it is valid from now; negative for one that has expired.
    ///   - authority: whose authority signs it; `nil` for a new one.
    package init(for name: String = "IP:127.0.0.1", days: Int = 2, signedAs authority: ServerCertificate? = nil) throws
    {
        directory = try TemporaryDirectory()
        if let authority {
            for file in ["ca.pem", "ca.key"] {
                try FileManager.default.copyItem(atPath: authority.directory.file(file), toPath: directory.file(file))
            }
        } else {
            try make(
                ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"]
                    + ["-subj", "/CN=Test authority", "-keyout", directory.file("ca.key"), "-out", caFile])
        }
        try make(
            ["req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
                + ["-subj", "/CN=server", "-keyout", keyFile, "-out", directory.file("csr.pem")])
        try directory.write(Data("subjectAltName=\(name)\n".utf8), to: "extensions")
        try make(
            ["x509", "-req", "-in", directory.file("csr.pem"), "-CA", caFile, "-CAkey", directory.file("ca.key")]
                + ["-set_serial", "1", "-days", "\(days)", "-extfile", directory.file("extensions"), "-out", file])
    }

    private func make(_ arguments: [String]) throws {
        let result = try Command.run(["openssl"] + arguments)
        guard result.status == 0 else { throw NotMade(description: result.err) }
    }
}

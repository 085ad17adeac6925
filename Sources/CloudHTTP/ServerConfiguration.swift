package import Logging

/// Where and how the API is served.
package struct ServerConfiguration: Sendable {
    package var host: String
    /// 0 takes any free port.
    package var port: Int
    /// PEM files.
    package var certificate: CertificateFiles
    package var logger: Logger
    /// A connection on which nothing was asked for so long is closed; a call that waits for its answer is not idle.
    package var idleTimeout: Duration

    package init(
        host: String, port: Int, certificate: CertificateFiles, logger: Logger, idleTimeout: Duration = .seconds(60)
    ) {
        self.host = host
        self.port = port
        self.certificate = certificate
        self.logger = logger
        self.idleTimeout = idleTimeout
    }
}

/// The PEM files of a server certificate.
package struct CertificateFiles: Hashable, Sendable {
    /// The certificate, followed by what lies between it and the root.
    package var chain: String
    package var key: String
    /// What clients check it against; for a public certificate the chain itself.
    package var authority: String

    package init(chain: String, key: String, authority: String) {
        self.chain = chain
        self.key = key
        self.authority = authority
    }
}

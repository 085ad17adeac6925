/// How a server of a test speaks TLS.
package struct ServerTLS: Sendable {
    package var certificate: ServerCertificate
    /// Further arguments of `openssl s_server`.
    package var options: [String]

    package init(_ certificate: ServerCertificate, options: [String] = []) {
        self.certificate = certificate
        self.options = options
    }

    /// Nothing newer than TLS 1.1, which no client of ours speaks.
    package static func outdated(_ certificate: ServerCertificate) -> ServerTLS {
        ServerTLS(certificate, options: ["-tls1_1", "-cipher", "ALL:@SECLEVEL=0"])
    }
}

package import CloudDomain
package import Hummingbird
import HummingbirdTLS
import NIOCore
import NIOSSL
package import Reception
package import ServiceLifecycle

/// Builds the server: the same for `serve` and for tests, which take port 0.
///
/// - Parameters:
///   - services: run beside the server and ended with it.
///   - onReady: is given the port once connections are accepted.
/// - Throws: ``ConfigurationFailure`` when the certificate cannot be used.
package func buildApplication(
    configuration: ServerConfiguration, records: some KioskRecords & AnswerRecords, world: World,
    services: [any Service] = [],
    onReady: @escaping @Sendable (Int) async -> Void = { _ in }
) throws -> some ApplicationProtocol {
    let signal = FeedSignal()
    let router = Router(context: KioskContext.self)
    router.add(middleware: ProblemMiddleware())
    HealthRoutes(records: records).add(to: router.group("v1"))
    EnrolmentRoutes(records: records, world: world).add(to: router.group("v1"))
    AnswerRoutes(records: records, signal: signal).add(to: router.group("answer"))
    let kiosk = router.group("v1/kiosk").add(middleware: KioskAuthenticator(records: records))
    CredentialRoutes(records: records).add(to: kiosk)
    FeedRoutes(records: records, signal: signal).add(to: kiosk)
    EventRoutes(records: records, signal: signal).add(to: kiosk)
    return Application(
        router: router,
        server: try .tls(
            .http1(configuration: .init(idleTimeout: TimeAmount(configuration.idleTimeout))),
            tlsConfiguration: tlsConfiguration(configuration.certificate)),
        configuration: ApplicationConfiguration(
            address: .hostname(configuration.host, port: configuration.port), serverName: "uketsuke-cloud"),
        services: services + [
            FeedWatcher(records: records, signal: signal),
            Chore.escalating(records, signal, configuration.logger),
            Chore.closing(records, signal, configuration.logger),
            Chore.tidying(records, configuration.logger),
        ],
        onServerRunning: { channel in await onReady(channel.localAddress?.port ?? configuration.port) },
        logger: configuration.logger)
}

private func tlsConfiguration(_ files: CertificateFiles) throws -> TLSConfiguration {
    do {
        let chain = try NIOSSLCertificate.fromPEMFile(files.chain).map { NIOSSLCertificateSource.certificate($0) }
        let key = try NIOSSLPrivateKey(file: files.key, format: .pem)
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain, privateKey: .privateKey(key))
        configuration.minimumTLSVersion = .tlsv12
        // A client that never answers the farewell must not hold up the end of the server; the default is 5 s.
        configuration.shutdownTimeout = .milliseconds(500)
        return configuration
    } catch {
        throw ConfigurationFailure(
            "The certificate \(files.chain) with the key \(files.key) cannot be used; both must be readable PEM files.")
    }
}

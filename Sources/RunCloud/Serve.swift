import ArgumentParser
import CloudHTTP
import CloudMessages
import CloudStorage
import Foundation
import Logging
import Reception
import ServiceLifecycle
import UnixSignals

/// `serve`: the API, and the delivery of notices.
struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Serve the API over HTTPS until SIGTERM or SIGINT.",
        discussion: """
            Prints the base URL and the path of the CA file once connections are accepted. Without --certificate a \
            certificate for 127.0.0.1, ::1 and localhost is made under DIR/tls.

            Example: uketsuke-cloud serve --data /var/lib/uketsuke --listen 0.0.0.0:8443 \\
                       --certificate /etc/ssl/reception.pem --key /etc/ssl/reception-key.pem
            """)

    @OptionGroup var options: DataOptions

    @Option(help: ArgumentHelp("Address and port; port 0 takes a free one.", valueName: "host:port"))
    var listen: ListenAddress = ListenAddress(host: "127.0.0.1", port: 8443)

    @Option(
        help: ArgumentHelp("PEM file with the certificate and what lies between it and the root.", valueName: "file"))
    var certificate: String?

    @Option(help: ArgumentHelp("PEM file with the certificate's private key.", valueName: "file"))
    var key: String?

    @Option(
        help: ArgumentHelp(
            "Where browsers of people who are told of visitors reach this cloud; without it, the address listened on.",
            valueName: "url"))
    var publicURL: AddressOption?

    @Option(
        help: ArgumentHelp(
            "A file that gets two lines, base URL and CA file, once connections are accepted.", valueName: "file"))
    var readyFile: String?

    /// How long open calls may take to end; together with the rest under two seconds.
    private static let grace: Duration = .milliseconds(1200)

    func validate() throws {
        guard (certificate == nil) == (key == nil) else {
            throw ValidationError("--certificate and --key go together.")
        }
    }

    func run() async throws {
        let store = try options.open()
        let lock = try store.directory.serving()
        defer { withExtendedLifetime(lock) {} }
        let files = try certificateFiles(store)
        LoggingSystem.bootstrap { StreamLogHandler.standardError(label: $0) }
        let logger = Logger(label: "uketsuke-cloud")
        let dispatcher = Dispatcher(queue: store, world: store.world, logger: logger)
        let readiness = Readiness(address: listen, authority: files.authority, file: readyFile)
        try readiness.probe()
        let application = try buildApplication(
            configuration: ServerConfiguration(
                host: listen.host, port: listen.port, certificate: files, logger: logger),
            records: store, world: store.world,
            onReady: { port in
                store.takeAnswers(at: publicURL?.text ?? listen.baseURL(port: port))
                dispatcher.start()
                readiness.announce(port: port, logger: logger)
            })
        var configuration = ServiceGroupConfiguration(
            services: [application], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        configuration.maximumGracefulShutdownDuration = Self.grace
        defer { dispatcher.stop() }
        do {
            try await ServiceGroup(configuration: configuration).run()
        } catch is CancellationError {
            return
        } catch {
            throw CommandFailure("The server on \(listen) ended (\(error)); is the address free and ours?")
        }
    }

    private func certificateFiles(_ store: Store) throws -> CertificateFiles {
        if let certificate, let key { return CertificateFiles(chain: certificate, key: key, authority: certificate) }
        return try LoopbackCertificate.prepare(in: store.directory.file("tls"), world: store.world)
    }
}

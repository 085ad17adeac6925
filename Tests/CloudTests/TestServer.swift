import CloudDomain
import CloudHTTP
import CloudStorage
import Curl
import Foundation
import Logging
import Reception
import ServiceLifecycle
import TestSupport

/// The real application on a free port, over TLS with a certificate of its own, and a client for it.
final class TestServer: Sendable {
    let url: String
    let authority: String
    private let group: ServiceGroup
    private let running: Task<Void, any Error>

    init(_ ground: Ground, idleTimeout: Duration = .seconds(60)) async throws {
        let files = try LoopbackCertificate.prepare(in: ground.folder.file("data/tls"), world: .live)
        authority = files.authority
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let (ports, announce) = AsyncStream.makeStream(of: Int.self)
        let application = try buildApplication(
            configuration: ServerConfiguration(
                host: "127.0.0.1", port: 0, certificate: files, logger: logger,
                idleTimeout: idleTimeout),
            records: ground.store, world: ground.clock.world, onReady: { announce.yield($0) })
        let group = ServiceGroup(services: [application], logger: logger)
        self.group = group
        running = Task { try await group.run() }
        var port = 0
        for await first in ports {
            port = first
            break
        }
        url = "https://127.0.0.1:\(port)"
    }

    /// Ends the server, and is back when it has ended.
    func stop() async throws {
        await group.triggerGracefulShutdown()
        try await running.value
    }

    /// One call, on a thread of its own.
    func call(
        _ method: HTTPRequest.Method, _ path: String, credential: String? = nil, body: Data? = nil
    ) async throws -> HTTPResponse {
        let headers = credential.map { [("Authorization", "Bearer \($0)")] } ?? []
        let request = HTTPRequest(method, url + path, headers: headers, body: body, totalTimeout: .seconds(40))
        let authority = authority
        return try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread {
                continuation.resume(with: Result { try HTTPSession(caFile: authority).perform(request) })
            }
        }
    }

    /// Enrols a kiosk over the wire.
    func enrol(_ ground: Ground) async throws -> EnrolmentAnswer {
        let site = ground.site
        let code = try ground.store.write { try $0.addEnrolmentCode(for: site) }.code
        let request = EnrolmentRequest(code: code, name: "entrance", program: "test")
        return try Wire.decode(
            EnrolmentAnswer.self, from: try await call(.post, "/v1/enrol", body: try Wire.encode(request)).body)
    }
}

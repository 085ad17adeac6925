import Foundation
import Kiosk
import Reception
import TestSupport
import Testing

@testable import CloudLink

/// The cloud is talked to only over a TLS that can be trusted.
struct TrustTests {
    private func server(_ tls: ServerTLS) throws -> RawResponder {
        let answer = RawResponder.http(200, try Samples.json(Samples.page))
        return try RawResponder(tls: tls) { _ in .answer(answer) }
    }

    private func client(_ server: RawResponder, caFile: String?) throws -> CloudClient {
        CloudClient(
            address: try CloudAddress("https://127.0.0.1:\(server.port)", caFile: caFile),
            credential: Samples.credential)
    }

    private func isUntrusted(_ failure: CloudFailure?) -> Bool {
        guard case .untrusted(let why) = failure else { return false }
        return !why.isEmpty
    }

    private func isUnreachable(_ failure: CloudFailure?) -> Bool {
        guard case .unreachable = failure else { return false }
        return true
    }

    @Test func `with the authority's file the cloud is trusted, with another or none it is not`() throws {
        let certificate = try ServerCertificate()
        let server = try server(ServerTLS(certificate))
        #expect(failure(of: try client(server, caFile: certificate.caFile)) == nil)
        #expect(isUntrusted(failure(of: try client(server, caFile: try ServerCertificate().caFile))))
        #expect(isUntrusted(failure(of: try client(server, caFile: nil))))
        #expect(isUntrusted(failure(of: try client(server, caFile: "/nonexistent/ca.pem"))))
    }

    @Test func `a certificate for another name is not trusted`() throws {
        let certificate = try ServerCertificate(for: "DNS:elsewhere.example")
        let server = try server(ServerTLS(certificate))
        #expect(isUntrusted(failure(of: try client(server, caFile: certificate.caFile))))
    }

    @Test func `an expired certificate is not trusted`() throws {
        let certificate = try ServerCertificate(days: -1)
        let server = try server(ServerTLS(certificate))
        #expect(isUntrusted(failure(of: try client(server, caFile: certificate.caFile))))
    }

    @Test func `a certificate is judged by the moment that is asked for, and by its authority all the same`() throws {
        let day: Int64 = 86_400_000
        let now = World.live.now().milliseconds
        func outcome(_ certificate: ServerCertificate, trusting caFile: String, in days: Int64) throws -> CloudFailure?
        {
            let server = try server(ServerTLS(certificate))
            let client = CloudClient(
                address: try CloudAddress("https://127.0.0.1:\(server.port)", caFile: caFile),
                credential: Samples.credential,
                certificateTime: { Instant(milliseconds: now + days * day) })
            return withExtendedLifetime(server) { failure(of: client) }
        }
        let good = try ServerCertificate()
        #expect(try outcome(good, trusting: good.caFile, in: 0) == nil)
        #expect(try outcome(good, trusting: good.caFile, in: 1) == nil)
        #expect(isUntrusted(try outcome(good, trusting: good.caFile, in: 3)))
        #expect(isUntrusted(try outcome(good, trusting: good.caFile, in: -20_000)))
        #expect(isUntrusted(try outcome(good, trusting: try ServerCertificate().caFile, in: 1)))
    }

    @Test func `TLS 1.1 is not spoken, TLS 1.2 is`() throws {
        let certificate = try ServerCertificate()
        let old = try server(.outdated(certificate))
        #expect(isUnreachable(failure(of: try client(old, caFile: certificate.caFile))))
        let good = try server(ServerTLS(certificate, options: ["-tls1_2"]))
        #expect(failure(of: try client(good, caFile: certificate.caFile)) == nil)
    }

    @Test func `a server without TLS on the port of the cloud is unreachable`() throws {
        let responder = try RawResponder { _ in .hangUp }
        let address = try CloudAddress("https://127.0.0.1:\(responder.port)")
        let client = CloudClient(
            address: address, credential: Samples.credential, timeouts: CloudTimeouts(connect: .milliseconds(500)))
        #expect(failure(of: client) != nil)
        #expect(responder.requests.isEmpty)
    }
}

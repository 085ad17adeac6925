import Foundation
import Kiosk
import Reception
import TestSupport
import Testing

@testable import CloudLink

/// The cloud is talked to only over a TLS that can be trusted.
struct TrustTests {
    private static let target = "v1/kiosk/changes?epoch=e1&after=7&limit=10&wait=0"

    private func client(_ server: TLSServer, caFile: String?) throws -> CloudClient {
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
        let certificate = try TLSServer.Certificate()
        let answer = RawResponder.http(200, try Samples.json(Samples.page))
        let server = try TLSServer(certificate, answers: [TrustTests.target: answer])
        #expect(failure(of: try client(server, caFile: certificate.caFile)) == nil)
        #expect(isUntrusted(failure(of: try client(server, caFile: try TLSServer.Certificate().caFile))))
        #expect(isUntrusted(failure(of: try client(server, caFile: nil))))
        #expect(isUntrusted(failure(of: try client(server, caFile: "/nonexistent/ca.pem"))))
    }

    @Test func `a certificate for another name is not trusted`() throws {
        let certificate = try TLSServer.Certificate(for: "DNS:elsewhere.example")
        let server = try TLSServer(certificate)
        #expect(isUntrusted(failure(of: try client(server, caFile: certificate.caFile))))
    }

    @Test func `an expired certificate is not trusted`() throws {
        let certificate = try TLSServer.Certificate(days: -1)
        let server = try TLSServer(certificate)
        #expect(isUntrusted(failure(of: try client(server, caFile: certificate.caFile))))
    }

    @Test func `TLS 1.1 is not spoken, TLS 1.2 is`() throws {
        let certificate = try TLSServer.Certificate()
        let answer = RawResponder.http(200, try Samples.json(Samples.page))
        let old = try TLSServer(certificate, options: ["-tls1_1", "-cipher", "ALL:@SECLEVEL=0"])
        #expect(isUnreachable(failure(of: try client(old, caFile: certificate.caFile))))
        let good = try TLSServer(certificate, answers: [TrustTests.target: answer], options: ["-tls1_2"])
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

import Foundation
import Kiosk
import Reception
import TestSupport
import Testing

@testable import CloudLink

/// Whoever answers in the cloud's place, over a TLS that is trusted: what the client makes of it, and that the fixtures
/// of other tests do what they say.
struct ImpostorTests {
    private static let certificate = Result { try ServerCertificate() }

    private func client(of act: Impostor.Act, _ timeouts: CloudTimeouts = CloudTimeouts()) throws -> (
        CloudClient, Impostor
    ) {
        let certificate = try Self.certificate.get()
        let impostor = try Impostor(act, over: ServerTLS(certificate))
        let client = CloudClient(
            address: try CloudAddress("https://127.0.0.1:\(impostor.port)", caFile: certificate.caFile),
            credential: Samples.credential, timeouts: timeouts, world: stillWorld)
        return (client, impostor)
    }

    @Test(arguments: [400, 401, 403, 404, 405, 407, 409, 410, 413, 421, 451, 511])
    func `a refusal with a web page is a stranger's, whatever its status`(status: Int) throws {
        let (client, impostor) = try client(of: .refusingInHTML(status))
        #expect(failure(of: client) == .stranger(status: status))
        #expect(throws: CloudFailure.stranger(status: status)) {
            try client.send(EventBatch(events: [Samples.event(1)]))
        }
        #expect(impostor.requests.map(\.method) == ["GET", "POST"])
    }

    @Test(arguments: [408, 425, 500, 502, 504])
    func `what only asks for patience is believed of anybody`(status: Int) throws {
        let (client, impostor) = try client(of: .refusingInHTML(status))
        #expect(failure(of: client) == .unexpected(status: status))
        #expect(impostor.requests.count == 1)
    }

    @Test(arguments: [401, 403]) func `the cloud's own refusal is one`(status: Int) throws {
        let (client, impostor) = try client(of: .refusing(status))
        #expect(failure(of: client) == .refused(status: status))
        #expect(impostor.requests.count == 1)
    }

    @Test func `a page, a redirect and other JSON are not from a cloud`() throws {
        for act in [Impostor.Act.page, .redirecting(302), .otherJSON] {
            let (client, impostor) = try client(of: act)
            if case .unintelligible = failure(of: client) {} else { Issue.record("\(act) passed for a cloud") }
            #expect(impostor.requests.count == 1)
        }
    }

    @Test func `an answer of one byte a second ends with the call's time`() throws {
        let (client, impostor) = try client(of: .slowLoris, CloudTimeouts(total: .seconds(2)))
        let took = seconds { #expect(failure(of: client) == .timedOut) }
        #expect(impostor.requests.count == 1)
        #expect(took < 8)
    }

    @Test func `a proxy that doubles requests and one that loses answers hand everything on`() throws {
        let certificate = try Self.certificate.get()
        let page = RawResponder.http(200, try Samples.json(Samples.page))
        let cloud = try RawResponder(tls: ServerTLS(certificate)) { _ in .lastWords(page) }
        let behind = Impostor.Cloud(port: cloud.port, caFile: certificate.caFile)
        for (act, expected) in [(Impostor.Act.doubling, 2), (.losingAnswers, 3)] {
            let impostor = try Impostor(act, over: ServerTLS(certificate), before: behind)
            let client = CloudClient(
                address: try CloudAddress("https://127.0.0.1:\(impostor.port)", caFile: certificate.caFile),
                credential: Samples.credential)
            #expect((failure(of: client) == nil) == (act == .doubling))
            #expect(cloud.requests.count == expected)
        }
    }
}

import Curl
import Foundation
import Kiosk
import Reception
import TestSupport
import Testing

@testable import CloudLink

/// Secrets go to the cloud and nowhere else.
struct SecrecyTests {
    private static let secret = "s3cret-credential"

    @Test func `a credential shows in no description`() {
        let credential = Samples.credential
        var dumped = ""
        dump(credential, to: &dumped)
        dump([credential], to: &dumped)
        for text in ["\(credential)", String(reflecting: credential), "\([credential])", dumped] {
            #expect(!text.contains(SecrecyTests.secret))
        }
    }

    @Test func `no failure repeats the credential, the epoch or the server's words`() throws {
        let words = "epoch-7391 " + SecrecyTests.secret
        let answers: [RawResponder.Reaction] =
            [200, 302, 400, 401, 403, 404, 410, 413, 429, 500, 503].map {
                .answer(RawResponder.http($0, type: words, headers: ["Location: /\(words)"], Data(words.utf8)))
            } + [.hangUp, .lastWords(Data(words.utf8)), .lastWords(RawResponder.http(200, Data(words.utf8)))]
        let turn = Turn()
        let responder = try RawResponder { _ in answers[turn.next() % answers.count] }
        let client = try client(port: responder.port)
        for _ in answers {
            do throws(CloudFailure) {
                _ = try client.changes(after: Cursor(epoch: "epoch-7391", sequence: 1), limit: 1, wait: .zero)
                Issue.record("a wrong answer passed")
            } catch {
                #expect(!"\(error) \(String(reflecting: error))".contains(SecrecyTests.secret))
                #expect(!"\(error) \(String(reflecting: error))".contains("epoch-7391"))
            }
        }
    }

    @Test func `a header with a line break is never sent`() throws {
        let responder = try RawResponder { _ in .hangUp }
        let client = CloudClient(
            address: try CloudAddress(plainLoopbackPort: responder.port),
            credential: Credential("x\r\nX-Injected: \(SecrecyTests.secret)"))
        let found = try #require(failure(of: client))
        #expect(!"\(found)".contains(SecrecyTests.secret))
        #expect(responder.connections == 0)
    }

    @Test func `a redirect is not followed, so the credential stays where it belongs`() throws {
        let elsewhere = try RawResponder { _ in .hangUp }
        let responder = try RawResponder { _ in
            .answer(RawResponder.http(302, headers: ["Location: http://127.0.0.1:\(elsewhere.port)/"], Data()))
        }
        _ = failure(of: try client(port: responder.port))
        #expect(elsewhere.connections == 0)
    }

    @Test func `plain HTTP needs leave, and a user name in the URL is refused`() throws {
        let responder = try RawResponder { _ in .answer(RawResponder.http(200, Data("x".utf8))) }
        let session = HTTPSession()
        let url = "http://127.0.0.1:\(responder.port)/hook?token=\(SecrecyTests.secret)"
        #expect(throws: HTTPFailure.invalid("the URL is not https")) { try session.perform(HTTPRequest(.get, url)) }
        #expect(responder.connections == 0)
        let response = try session.perform(HTTPRequest(.get, url, allowsPlainHTTP: true))
        #expect(response.status == 200)
        #expect(response.headers["CONTENT-type"] == "application/json")
        #expect(response.body == Data("x".utf8))
        for wrong in [
            "http://u:\(SecrecyTests.secret)@127.0.0.1:\(responder.port)/", "http:// \(SecrecyTests.secret)", "",
        ] {
            let error = #expect(throws: HTTPFailure.self) {
                try session.perform(HTTPRequest(.get, wrong, allowsPlainHTTP: true))
            }
            #expect(error.map { "\($0)".contains(SecrecyTests.secret) } == false)
        }
        #expect(responder.requests.count == 1)
    }
}

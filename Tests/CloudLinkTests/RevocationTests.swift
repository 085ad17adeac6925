import Foundation
import Kiosk
import Reception
import TestSupport
import Testing

@testable import CloudLink

/// Only the cloud's own word in so many letters is a revocation: a kiosk deletes everything upon it.
struct RevocationTests {
    private func failure(type: String?, status: Int, _ body: String) throws -> CloudFailure? {
        let responder = try RawResponder { _ in .answer(RawResponder.http(status, type: type, Data(body.utf8))) }
        let client = try client(port: responder.port)
        do throws(CloudFailure) {
            _ = try client.report(Samples.status)
            return nil
        } catch {
            return error
        }
    }

    private static let word = #"{"status":401,"title":"Revoked","detail":"See the administrator.","reason":"revoked"}"#

    @Test func `a problem whose reason is revoked is a revocation`() throws {
        #expect(try failure(type: "application/problem+json", status: 401, Self.word) == .revoked)
    }

    @Test(arguments: [
        ("application/problem+json", 401, #"{"status":401,"title":"x","detail":"x"}"#),
        ("application/problem+json", 401, #"{"status":401,"title":"x","detail":"x","reason":"expired"}"#),
        ("application/problem+json", 401, #"{"reason":"revoked"}"#),
        ("application/problem+json", 403, word), ("application/json", 401, word), ("text/html", 401, word),
        ("application/problem+json", 500, word), ("application/problem+json", 200, word),
    ])
    func `nothing else is`(type: String, status: Int, body: String) throws {
        let failure = try failure(type: type, status: status, body)
        #expect(failure != nil && failure != .revoked)
    }
}

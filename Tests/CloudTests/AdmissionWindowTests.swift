import CloudDomain
import Crypto
import Foundation
import Reception
import Testing

/// When passes admit, and what is issued.
struct AdmissionWindowTests {
    @Test(arguments: [
        // A morning in Tokyo: its whole day, which began the day before in UTC.
        ("Asia/Tokyo", "2026-11-23T01:00:00Z", "2026-11-23T02:00:00Z", "2026-11-22T15:00:00Z", "2026-11-23T15:00:00Z"),
        // Until midnight: not the next day as well.
        ("Asia/Tokyo", "2026-11-23T13:00:00Z", "2026-11-23T15:00:00Z", "2026-11-22T15:00:00Z", "2026-11-23T15:00:00Z"),
        // Past midnight: both days.
        ("Asia/Tokyo", "2026-11-23T13:00:00Z", "2026-11-23T15:00:01Z", "2026-11-22T15:00:00Z", "2026-11-24T15:00:00Z"),
        // A day of 23 hours, and one of 25.
        (
            "Europe/Berlin", "2026-03-29T10:00:00Z", "2026-03-29T11:00:00Z", "2026-03-28T23:00:00Z",
            "2026-03-29T22:00:00Z"
        ),
        (
            "Europe/Berlin", "2026-10-25T10:00:00Z", "2026-10-25T11:00:00Z", "2026-10-24T22:00:00Z",
            "2026-10-25T23:00:00Z"
        ),
        // Five days of a period pass.
        ("UTC", "2026-11-23T09:00:00Z", "2026-11-27T18:00:00Z", "2026-11-23T00:00:00Z", "2026-11-28T00:00:00Z"),
    ])
    func `a pass admits on the site's whole days that hold the appointment`(
        _ zone: String, _ start: String, _ end: String, _ from: String, _ until: String
    ) throws {
        let appointment = Appointment(
            id: UUID(), site: 1, title: "", start: .at(start), end: .at(end), room: "", kind: .single,
            isCancelled: false, hosts: [])
        let window = appointment.window(at: try #require(SiteTime(identifier: zone)))
        #expect(window == Instant.at(from)..<Instant.at(until))
    }

    @Test func `a token is genuine and a taken passcode is drawn again`() throws {
        let signer = Curve25519.Signing.PrivateKey()
        let issuer = PassIssuer(tenant: 1, key: 3, signer: signer, world: .live)
        let appointment = Appointment(
            id: UUID(), site: 2, title: "", start: .at("2026-11-23T01:00:00Z"), end: .at("2026-11-23T02:00:00Z"),
            room: "", kind: .single, isCancelled: false, hosts: [])
        var drawn: [Passcode] = []
        let pass = try issuer.issue(to: Visitor(name: "Ann", company: "", mail: ""), for: appointment, at: .utc) {
            drawn.append($0)
            return drawn.count < 3
        }
        #expect(drawn.count == 3)
        #expect(pass.passcode == drawn.last?.digits)
        let key = SigningKey(id: 3, publicKey: signer.publicKey.rawRepresentation, from: appointment.start)
        guard case .token(let token) = Token.reading(pass.token) else {
            Issue.record("the token cannot be read")
            return
        }
        #expect([key].authenticity(of: token, tenant: 1) == .genuine(until: nil))
        #expect(token.window == pass.window)
        #expect(token.site == 2)
    }

    @Test(arguments: [
        ("ACME;Ann;ann@x", "ACME", "Ann", "ann@x"), ("ACME;Ann", "ACME", "Ann", ""), ("Ann", "", "Ann", ""),
        (" ACME ; Ann Lee ; ", "ACME", "Ann Lee", ""), (";Ann;", "", "Ann", ""),
    ])
    func `a visitor is read from one line`(_ line: String, _ company: String, _ name: String, _ mail: String) {
        #expect(Visitor(line: line) == Visitor(name: name, company: company, mail: mail))
    }

    @Test(arguments: ["", "ACME;", "ACME;;x", "a;b;c;d", " "])
    func `a line without a name is no visitor`(_ line: String) {
        #expect(Visitor(line: line) == nil)
    }
}

import Foundation
import Kiosk
import KioskStorage
import Reception
import Synchronization
import TestSupport
import Testing

@testable import RunKiosk

/// Enrolment by the running kiosk and by `enrol`, before a cloud of one's own.
@Suite(.serialized, .timeLimit(.minutes(2))) struct EnrolmentTests {
    private static let certificate = Result { try ServerCertificate() }

    /// A cloud that takes one code.
    private static func cloud() throws -> RawResponder {
        try RawResponder(tls: ServerTLS(try certificate.get())) { request in
            guard request.target == "/v1/enrol",
                let asked = try? Wire.decode(EnrolmentRequest.self, from: request.body), asked.code == "ABCD-EFGH"
            else { return .answer(RawResponder.http(403, Data("{}".utf8))) }
            let answer = EnrolmentAnswer(
                kiosk: .v7(.live), credential: "secret", tenant: TenantCard(number: 1, name: "Tenant"),
                site: SiteCard(number: 1, name: "Lobby", timeZone: "Asia/Tokyo", phone: ""), keys: [],
                serverTime: World.live.now())
            return .answer(RawResponder.http(200, (try? Wire.encode(answer)) ?? Data()))
        }
    }

    private static func news(
        _ configuration: Configuration, _ offer: EnrolmentOffer, _ log: String, revoked: Bool = false
    ) throws -> Message? {
        let premises = try Premises.open(configuration, as: .owner)
        let log = try LogFile(path: log)
        let revocation = Revocation(premises, log: log)
        if revoked { revocation.begin() }
        let told = Mutex<Message?>(nil)
        let enroller = Enroller(premises, revocation: revocation, log: log) { message in
            told.withLock { $0 = message }
        }
        enroller.take(offer)
        _ = enroller.step()
        return told.withLock { $0 }
    }

    @Test(arguments: [false, true])
    func `the running kiosk is enrolled, also just after a revocation, and its next start knows`(
        revoked: Bool
    ) throws {
        let folder = try TemporaryDirectory()
        let cloud = try Self.cloud()
        var configuration = Configuration(dataDirectory: folder.file("data"))
        configuration.caFile = try Self.certificate.get().caFile
        let offer = EnrolmentOffer(cloud: "https://127.0.0.1:\(cloud.port)", code: "ABCD-EFGH")
        let news = try Self.news(configuration, offer, folder.file("log"), revoked: revoked)
        #expect(news == .enrolment(.enrolled(tenant: "Tenant", site: "Lobby")))
        try Revocation.finish(in: configuration)
        let premises = try Premises.open(configuration, as: .owner)
        #expect(premises.enrolment?.credential == "secret" && !Revocation.isMarked(premises.directory))
        let log = try String(contentsOfFile: folder.file("log"), encoding: .utf8)
        #expect(!log.contains("ABCD") && !log.contains("secret"))
    }

    @Test func `what fails is told as what it is, and changes nothing`() throws {
        let folder = try TemporaryDirectory()
        let cloud = try Self.cloud()
        var configuration = Configuration(dataDirectory: folder.file("data"))
        let here = "https://127.0.0.1:\(cloud.port)"
        func problem(_ address: String, _ code: String) throws -> Message? {
            try Self.news(configuration, EnrolmentOffer(cloud: address, code: code), folder.file("log"))
        }
        #expect(try problem("https://", "ABCD-EFGH") == .enrolment(.failed(.badAddress)))
        #expect(try problem(here, "ABCD-EFGH") == .enrolment(.failed(.untrusted)))
        configuration.caFile = try Self.certificate.get().caFile
        #expect(try problem(here, "WRONG") == .enrolment(.failed(.codeRefused)))
        let closed = try LoopbackSocket.freePort()
        #expect(try problem("https://127.0.0.1:\(closed)", "ABCD-EFGH") == .enrolment(.failed(.unreachable)))
        #expect(try Premises.open(configuration, as: .owner).enrolment == nil)
    }

    @Test func `enrol takes the whole code, and not beside an address`() throws {
        let folder = try TemporaryDirectory()
        let cloud = try Self.cloud()
        let authority = try Self.certificate.get().caFile
        let text = "data_dir = \"\(folder.file("data"))\"\n[cloud]\nca = \"\(authority)\"\n"
        let file = try folder.write(Data(text.utf8), to: "kiosk.conf")
        let whole = Array("https://127.0.0.1:\(cloud.port)\nABCD-EFGH".utf8)
        let code = OwnCode.enrolmentPrefix + Base32.encode(whole)
        let enrol = [Command.built("uketsuke-kiosk"), "enrol", "--config", file, "--code"]
        #expect(try Command.run(enrol + [code, "--url", "https://example.com"]).status == 64)
        #expect(try Command.run(enrol + ["ABCD-EFGH"]).status == 64)
        let done = try Command.run(enrol + [code])
        #expect(done.status == 0 && done.out.contains("Lobby"), "\(done.err)")
    }
}

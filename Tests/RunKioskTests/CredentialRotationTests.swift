import CloudLink
import Foundation
import Kiosk
import KioskStorage
import Reception
import Synchronization
import TestSupport
import Testing

@testable import RunKiosk

/// A new credential every 30 days, whatever is cut off in between.
@Suite struct CredentialRotationTests {
    private final class Place: Sendable {
        let folder: TemporaryDirectory
        let premises: Premises
        let used = Mutex<[String]>([])
        let asked = Mutex(0)
        let answers: Bool

        init(age: Duration?, answers: Bool = true) throws {
            folder = try TemporaryDirectory()
            self.answers = answers
            let configuration = Configuration(dataDirectory: folder.file("data"))
            let directory = try DataDirectory(path: configuration.dataDirectory)
            let now = World.live.now()
            let answer = EnrolmentAnswer(
                kiosk: .v7(.live), credential: "old", tenant: TenantCard(number: 1, name: "Tenant"),
                site: SiteCard(number: 1, name: "Site", timeZone: "Asia/Tokyo", phone: ""), keys: [],
                serverTime: now)
            var enrolment = Enrolment(cloud: "https://127.0.0.1", name: "Lobby", answer: answer)
            enrolment.credentialSince = age.map { now.advanced(by: .zero - $0) }
            try enrolment.save(ca: nil, in: directory, key: try SealingKey.load(in: directory, .live))
            premises = try Premises.open(configuration, as: .owner)
        }

        func rotation() throws -> CredentialRotation {
            CredentialRotation(
                premises: premises, log: try LogFile(path: folder.file("log")),
                ask: { [self] () throws(CloudFailure) in
                    asked.withLock { $0 += 1 }
                    guard answers else { throw .timedOut }
                    return (Credential("new"), World.live.now())
                },
                use: { [self] new in
                    // By then it must be on the disk.
                    let kept = try? Enrolment.load(in: premises.directory, key: premises.key)?.credential
                    used.withLock { $0.append(new.secret == kept ? new.secret : "not kept") }
                })
        }

        var kept: String? { try? Enrolment.load(in: premises.directory, key: premises.key)?.credential }
        var hasMark: Bool { FileManager.default.fileExists(atPath: premises.directory.file("credential.asked")) }
    }

    @Test func `after 30 days a new one is kept, then used, and put on record`() throws {
        let place = try Place(age: .seconds(30 * 86_400 + 1))
        let rotation = try place.rotation()
        _ = rotation.step()
        _ = rotation.step()
        #expect(place.asked.withLock { $0 } == 1, "not again before its time")
        #expect(place.used.withLock { $0 } == ["new"] && place.kept == "new" && !place.hasMark)
        #expect(try place.premises.store.counts().waiting == 1)
    }

    @Test func `a younger one stays; one of unknown age goes`() throws {
        let young = try Place(age: .seconds(29 * 86_400))
        _ = try young.rotation().step()
        #expect(young.asked.withLock { $0 } == 0 && young.kept == "old")
        let unknown = try Place(age: nil)
        _ = try unknown.rotation().step()
        #expect(unknown.kept == "new")
    }

    @Test func `without an answer the old one goes on, and the next start asks again at once`() throws {
        let place = try Place(age: .seconds(31 * 86_400), answers: false)
        _ = try place.rotation().step()
        #expect(place.kept == "old" && place.hasMark && place.used.withLock(\.isEmpty))
        let later = try Place(age: .seconds(86_400))
        try later.premises.directory.keep([], as: "credential.asked")
        _ = try later.rotation().step()
        #expect(later.kept == "new" && !later.hasMark)
    }
}

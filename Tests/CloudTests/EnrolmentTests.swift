import CloudDomain
import CloudStorage
import Foundation
import Reception
import TestSupport
import Testing

/// Kiosks come in by a code, once, and go out by revocation.
struct EnrolmentTests {
    private func enrol(_ ground: Ground, _ code: String) async throws -> EnrolmentAnswer {
        try await ground.store.enrol(EnrolmentRequest(code: code, name: "entrance", program: "test"))
    }

    private func code(_ ground: Ground) throws -> String {
        let site = ground.site
        return try ground.store.write { try $0.addEnrolmentCode(for: site) }.code
    }

    @Test func `a code works once, however it is written`() async throws {
        let ground = try Ground()
        let code = try code(ground)
        #expect(code.wholeMatch(of: /[0-9A-X]{4}-[0-9A-X]{4}-[0-9A-X]{4}/) != nil)
        let answer = try await enrol(ground, " \(code.lowercased().replacingOccurrences(of: "-", with: "")) ")
        #expect(answer.site.name == "Tokyo")
        #expect(answer.keys.count == 1)
        await #expect(throws: EnrolmentRefused.self) { try await enrol(ground, code) }
    }

    @Test func `a code ends after fifteen minutes`() async throws {
        let ground = try Ground()
        let (late, timely) = (try code(ground), try code(ground))
        ground.clock.advance(by: .seconds(15 * 60) - .milliseconds(1))
        _ = try await enrol(ground, timely)
        ground.clock.advance(by: .milliseconds(1))
        await #expect(throws: EnrolmentRefused.self) { try await enrol(ground, late) }
    }

    @Test func `the old credential works until the new one is used`() async throws {
        let ground = try Ground()
        let old = try await enrol(ground, code(ground)).credential
        let kiosk = try #require(try await ground.store.kiosk(credential: old))
        let new = try await ground.store.rotateCredential(of: kiosk).credential
        #expect(try await ground.store.kiosk(credential: old) == kiosk)
        #expect(try await ground.store.kiosk(credential: new) == kiosk)
        #expect(try await ground.store.kiosk(credential: old) == nil)
        #expect(try await ground.store.kiosk(credential: new) == kiosk)
    }

    @Test func `an unused new credential ends the old one after a day`() async throws {
        let ground = try Ground()
        let old = try await enrol(ground, code(ground)).credential
        let kiosk = try #require(try await ground.store.kiosk(credential: old))
        let new = try await ground.store.rotateCredential(of: kiosk).credential
        ground.clock.advance(by: .seconds(86_400))
        #expect(try await ground.store.kiosk(credential: old) == nil)
        #expect(try await ground.store.kiosk(credential: new) == kiosk)
    }

    @Test func `asking again with the old credential does not keep it alive`() async throws {
        let ground = try Ground()
        let old = try await enrol(ground, code(ground)).credential
        let kiosk = try #require(try await ground.store.kiosk(credential: old))
        _ = try await ground.store.rotateCredential(of: kiosk)
        ground.clock.advance(by: .seconds(80_000))
        let new = try await ground.store.rotateCredential(of: kiosk).credential
        ground.clock.advance(by: .seconds(6_400))
        #expect(try await ground.store.kiosk(credential: old) == nil)
        #expect(try await ground.store.kiosk(credential: new) == kiosk)
        _ = try await ground.store.rotateCredential(of: kiosk)
        ground.clock.advance(by: .seconds(80_000))
        #expect(try await ground.store.kiosk(credential: new) == kiosk)
    }

    @Test func `scenario 40: a revoked kiosk is out at once`() async throws {
        let ground = try Ground()
        let answer = try await enrol(ground, code(ground))
        #expect(try await ground.store.kiosk(credential: answer.credential) != nil)
        #expect(try ground.store.write { try $0.revokeKiosk(answer.kiosk) }.revokedAt == ground.clock.now)
        await #expect(throws: KioskRevoked.self) { try await ground.store.kiosk(credential: answer.credential) }
        #expect(try await ground.store.kiosk(credential: "") == nil)
    }
}

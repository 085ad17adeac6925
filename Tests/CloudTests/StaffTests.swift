import CloudDomain
import CloudStorage
import Crypto
import CryptoExtras
import Foundation
import Reception
import Testing

import struct Reception.Cursor

/// Who may open the staff console, and what kiosks are told of them.
struct StaffTests {
    private static let pin = PINHash(salt: Data([1]), hash: Data([2]), rounds: 2, blockSize: 1, parallelism: 1)

    private func add(_ ground: Ground, _ number: String = "7", at site: Site? = nil) throws -> StaffEntry {
        try ground.store.write {
            try $0.addStaff(number: number, name: "田中", role: .desk, pin: Self.pin, site: site)
        }
    }

    /// What a kiosk knows after the whole feed.
    private func known(_ ground: Ground, _ kiosk: Kiosk) async throws -> [UUID: StaffRecord] {
        let start = Cursor(epoch: try await ground.epoch(), sequence: 0)
        var known: [UUID: StaffRecord] = [:]
        for row in try await ground.store.changes(for: kiosk, after: start, limit: 1000).changes {
            switch row.change {
            case .staff(let staff): known[staff.id] = staff
            case .staffRemoved(let id): known[id] = nil
            default: break
            }
        }
        return known
    }

    @Test func `kiosks learn who may sign in, how they change, and who may no longer`() async throws {
        let ground = try Ground()
        let kiosk = try await ground.kiosk()
        let added = try add(ground).record
        #expect(try await known(ground, kiosk) == [added.id: added])
        let card = StaffCard.hash("UKCSABC")
        let edited = try ground.store.write {
            try $0.editStaff(
                number: "7", StaffEdit(number: "8", name: "鈴木", role: .administrator, card: .set(card)))
        }.record
        #expect(edited.id == added.id && edited.card == card && edited.pin == Self.pin)
        #expect(try await known(ground, kiosk) == [added.id: edited])
        try ground.store.write { try $0.removeStaff(number: "8") }
        #expect(try await known(ground, kiosk).isEmpty)
        #expect(try ground.store.read { try $0.staff() }.isEmpty)
        #expect(try ground.store.read { try $0.staffNames() } == [added.id: "鈴木"])
    }

    @Test func `somebody of one site is known at that site alone`() async throws {
        let ground = try Ground()
        let here = try await ground.kiosk()
        let osaka = try ground.store.write {
            try $0.addSite(name: "Osaka", time: .utc, phone: "", webhook: nil)
        }
        let added = try add(ground, at: osaka).record
        let there = Kiosk(id: here.id, name: "there", tenant: here.tenant, site: osaka)
        #expect(try await known(ground, here).isEmpty)
        #expect(try await known(ground, there) == [added.id: added])
    }

    @Test func `a number is one person's, and free again when they have left`() throws {
        let ground = try Ground()
        _ = try add(ground)
        #expect(throws: StorageFailure.self) { try add(ground) }
        _ = try add(ground, "8")
        #expect(throws: StorageFailure.self) {
            try ground.store.write { try $0.editStaff(number: "8", StaffEdit(number: "7")) }
        }
        try ground.store.write { try $0.removeStaff(number: "7") }
        _ = try add(ground)
    }

    @Test(arguments: ["", "1234567", "1a", "１", "-1", " 1"])
    func `a staff number has one to six digits`(_ number: String) throws {
        #expect(throws: StorageFailure.self) { try add(Ground(), number) }
    }

    @Test func `a PIN is kept as scrypt of its digits, under a salt of its own`() throws {
        let (one, two) = (try StaffPIN.hash("２４６８１０\n", .live), try StaffPIN.hash("246810", .live))
        #expect(one.salt != two.salt && one.salt.count == 16 && one.hash.count == 32)
        #expect(one.rounds == 16_384 && one.blockSize == 8 && one.parallelism == 5)
        let key = try KDF.Scrypt.deriveKey(
            from: Data("246810".utf8), salt: one.salt, outputByteCount: 32, rounds: one.rounds,
            blockSize: one.blockSize, parallelism: one.parallelism)
        #expect(key.withUnsafeBytes { Data($0) } == one.hash)
    }

    @Test(arguments: ["", "24681", "2468101357924", "24681o", "２４６８１", "111111", "123456", "987654", "24 6810"])
    func `a PIN that is too short, no number, or everybody's first guess is refused`(_ pin: String) {
        #expect(throws: PINRefused.self) { try StaffPIN.digits(of: pin) }
    }

    @Test func `a staff card is a control code, found by the hash of its folded text`() throws {
        let code = StaffCard.new(.live)
        #expect(OwnCode(code) == .control(code) && code.hasPrefix(OwnCode.staffPrefix) && code.utf8.count == 30)
        #expect(StaffCard.hash(code.lowercased() + "\n") == Data(SHA256.hash(data: Data(code.utf8))))
        #expect(StaffCard.new(.live) != code)
    }

    @Test func `an enrolment code holds address and code, and one that is too long is none`() throws {
        let text = try #require(EnrolmentLink.text(address: "https://reception.example:8443", code: "ABCD-EFGH-JKLM"))
        #expect(OwnCode(text) == .control(text))
        let symbols = text.utf8.dropFirst(OwnCode.enrolmentPrefix.utf8.count)
        let bytes = try #require(Base32.decode(symbols))
        #expect(String(decoding: bytes, as: UTF8.self) == "https://reception.example:8443\nABCD-EFGH-JKLM")
        let host = String(repeating: "a", count: 240)
        #expect(EnrolmentLink.text(address: "https://\(host)", code: "ABCD-EFGH-JKLM") == nil)
    }
}

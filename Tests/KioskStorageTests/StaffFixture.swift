import Crypto
import CryptoExtras
import Foundation
import Kiosk
import Reception

@testable import KioskStorage

extension StaffRecord {
    /// Ms Sato of the desk: number 1, PIN 246810, at a cost that tests can afford.
    static func sample(
        _ id: UInt8 = 1, name: String = "Sato Reiko", number: String = "1", role: StaffRole = .desk,
        pin: String = "246810", card: String? = nil
    ) throws -> StaffRecord {
        StaffRecord(
            id: UUID(uuid: (9, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, id)), name: name, number: number, role: role,
            pin: try .sample(pin), card: card.map { Data(SHA256.hash(data: Data($0.utf8))) })
    }
}

extension PINHash {
    static func sample(_ pin: String, rounds: Int = 16) throws -> PINHash {
        let salt = Data(repeating: 7, count: 16)
        let key = try KDF.Scrypt.deriveKey(
            from: Data(pin.utf8), salt: salt, outputByteCount: 32, rounds: rounds, blockSize: 1, parallelism: 1)
        return PINHash(
            salt: salt, hash: key.withUnsafeBytes { Data($0) }, rounds: rounds, blockSize: 1, parallelism: 1)
    }
}

extension Moment {
    /// `seconds` after the morning, by both clocks.
    static func after(_ seconds: Int, boot: String = "boot") -> Moment {
        var moment = Moment.at(morning.advanced(by: .seconds(seconds)))
        moment.clock.bootID = boot
        moment.clock.uptimeMilliseconds = Int64(5 + seconds * 1000)
        return moment
    }
}

extension KioskStore {
    func signIn(_ number: String = "1", pin: String, after seconds: Int = 0) throws -> SignInAnswer {
        try signIn(SignInAttempt(person: .number(number), pin: pin), at: .after(seconds))
    }

    @discardableResult
    func staff(_ what: StaffDeed.What, by staff: UUID? = nil, at now: Instant = morning) throws -> Event {
        try record(.staff(StaffDeed(staff: staff, what: what)), at: .at(now))
    }

    /// The cloud takes everything that waits.
    func sendAll(at now: Instant = morning) throws {
        while case let leased = try lease(200), !leased.isEmpty {
            try settle(leased.map { EventResult(id: $0.id, status: .accepted) }, of: leased, at: .at(now))
        }
    }

    /// All events, as they are in the file.
    func events() throws -> [Event] {
        var lines: [Data] = []
        _ = try export(Set(EventState.allCases)) { lines.append($0) }
        return try lines.map { try Wire.decode(Event.self, from: $0) }
    }

    /// Whether a pass's visitor is inside by the console's list.
    func isInside(_ pass: UInt64 = 1, at now: Instant = morning) throws -> Bool {
        try inside(at: .at(now)).contains { $0.id == PassID(pass) }
    }
}

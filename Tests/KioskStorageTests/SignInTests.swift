import CryptoExtras
import Foundation
import GRDB
import Kiosk
import Reception
import Testing

@testable import KioskStorage

/// Signing in to the staff console.
@Suite struct SignInTests {
    let fixture: Fixture
    init() throws { fixture = try Fixture() }

    private func open() throws -> KioskStore {
        let store = try fixture.open()
        try store.sync([.staff(.sample(card: "UKCSABC")), .staff(.sample(2, number: "22", role: .administrator))])
        return store
    }

    @Test func `a number and its PIN open the console, and so does a card`() throws {
        let store = try fixture.open()
        #expect(try !store.hasStaff())
        try store.sync([.staff(.sample(card: "UKCSABC"))])
        #expect(try store.hasStaff())
        let sato = try StaffRecord.sample()
        let member = StaffMember(id: sato.id, name: sato.name, role: .desk)
        #expect(try store.signIn(pin: "246810") == .signedIn(member))
        let card = SignInAttempt(person: .card("UKCSABC"), pin: "246810")
        #expect(try store.signIn(card, at: .after(0)) == .signedIn(member))
        #expect(try store.events().map(\.act) == [StaffAct(.signedIn), StaffAct(.signedIn)])
        #expect(try store.events().allSatisfy { $0.staff == sato.id && $0.means == .staff && $0.kind == .staff })
    }

    @Test func `a wrong PIN, number or card is refused alike, and recorded without it`() throws {
        let store = try open()
        #expect(try store.signIn(pin: "246811") == .refused(wait: .zero))
        #expect(try store.signIn("9", pin: "246810") == .refused(wait: .zero))
        let card = SignInAttempt(person: .card("UKCSABD"), pin: "246810")
        #expect(try store.signIn(card, at: .after(0)) == .refused(wait: .zero))
        let events = try store.events()
        #expect(events.map(\.act?.kind) == [.wrongPIN, .wrongPIN, .wrongPIN])
        #expect(events.allSatisfy { $0.staff == nil })
        let sato = try StaffRecord.sample().id.uuidString.lowercased()
        #expect(events.map(\.act?.detail) == [sato, "", ""])
        let text = String(decoding: try Wire.encode(events), as: UTF8.self)
        #expect(!text.contains("246811") && !text.contains("UKCSABD") && !text.contains("\"9\""))
    }

    @Test func `three are free, then each waits longer, and ten in a row lock for a quarter of an hour`() {
        let waits = (0...12).map { SignInCounter(wrong: $0).delay }
        let seconds = [0, 0, 0, 0, 5, 10, 20, 40, 60, 60, 900, 900, 900]
        #expect(waits == seconds.map { .seconds($0) })
    }

    @Test func `a try that comes too early is neither looked at nor counted`() throws {
        let store = try open()
        for _ in 1...3 { #expect(try store.signIn(pin: "0") == .refused(wait: .zero)) }
        #expect(try store.signIn(pin: "0") == .refused(wait: .seconds(5)))
        #expect(try store.signIn(pin: "246810", after: 3) == .refused(wait: .seconds(2)))
        guard case .signedIn = try store.signIn(pin: "246810", after: 5) else {
            throw NotSoFar(answer: .refused(wait: .zero))
        }
        #expect(try store.signIn(pin: "0", after: 5) == .refused(wait: .zero))
    }

    private func lockOut(_ store: KioskStore, _ number: String = "1") throws -> Int {
        var seconds = 0
        for _ in 1...9 {
            let answer = try store.signIn(number, pin: "0", after: seconds)
            guard case .refused(let wait) = answer else { throw NotSoFar(answer: answer) }
            seconds += Int(wait / .seconds(1))
        }
        #expect(try store.signIn(number, pin: "0", after: seconds) == .lockedOut(wait: .seconds(900)))
        return seconds
    }

    private struct NotSoFar: Error { var answer: SignInAnswer }

    @Test func `ten wrong ones lock the console for everybody, also over a restart, and the clock opens nothing`()
        throws
    {
        var seconds = 0
        do {
            let store = try open()
            seconds = try lockOut(store)
            #expect(try store.events().last?.act?.kind == .lockedOut)
            try store.shutDown()
        }
        let store = try fixture.open()
        #expect(try store.signIn("22", pin: "246810", after: seconds + 60) == .lockedOut(wait: .seconds(840)))
        // The same boot: what is done to the wall clock does not matter.
        var jumped = Moment.after(seconds + 60)
        jumped.corrected.now = morning.advanced(by: hours(30))
        let attempt = SignInAttempt(person: .number("22"), pin: "246810")
        #expect(try store.signIn(attempt, at: jumped) == .lockedOut(wait: .seconds(840)))
        // Another boot, with the clock put back: no longer than a quarter of an hour from now.
        var rebooted = Moment.after(seconds - 9000, boot: "another")
        #expect(try store.signIn(attempt, at: rebooted) == .lockedOut(wait: .seconds(900)))
        rebooted.corrected.now = morning.advanced(by: .seconds(seconds + 900))
        guard case .signedIn = try store.signIn(attempt, at: rebooted) else {
            throw NotSoFar(answer: .refused(wait: .zero))
        }
    }

    @Test func `a right PIN frees the console, but not the person who was guessed`() throws {
        let store = try open()
        for _ in 1...3 { _ = try store.signIn("22", pin: "0") }
        guard case .signedIn = try store.signIn("1", pin: "246810") else {
            throw NotSoFar(answer: .refused(wait: .zero))
        }
        #expect(try store.signIn("22", pin: "0") == .refused(wait: .seconds(5)))
    }

    @Test func `a visitor who guesses numbers cannot keep the holder of a card out`() throws {
        let store = try open()
        let seconds = try lockOut(store)
        let card = SignInAttempt(person: .card("UKCSABC"), pin: "246810")
        let wrong = SignInAttempt(person: .card("UKCSABC"), pin: "0")
        #expect(try store.signIn(wrong, at: .after(seconds)) == .refused(wait: .zero))
        guard case .signedIn = try store.signIn(card, at: .after(seconds)) else {
            throw NotSoFar(answer: .refused(wait: .zero))
        }
        // Who signs in frees the console for the others, and not the number that was guessed.
        guard case .signedIn = try store.signIn("22", pin: "246810", after: seconds) else {
            throw NotSoFar(answer: .refused(wait: .zero))
        }
        #expect(try store.signIn("1", pin: "246810", after: seconds) == .lockedOut(wait: .seconds(900)))
    }

    @Test func `a card that was found locks itself, and nobody else, after ten wrong PINs`() throws {
        let store = try open()
        var seconds = 0
        let wrong = SignInAttempt(person: .card("UKCSABC"), pin: "0")
        for _ in 1...9 {
            guard case .refused(let wait) = try store.signIn(wrong, at: .after(seconds)) else { return }
            seconds += Int(wait / .seconds(1))
        }
        #expect(try store.signIn(wrong, at: .after(seconds)) == .lockedOut(wait: .seconds(900)))
        let right = SignInAttempt(person: .card("UKCSABC"), pin: "246810")
        #expect(try store.signIn(right, at: .after(seconds)) == .lockedOut(wait: .seconds(900)))
        guard case .signedIn = try store.signIn("1", pin: "246810", after: seconds) else {
            throw NotSoFar(answer: .refused(wait: .zero))
        }
        #expect(try store.signIn(right, at: .after(seconds)) == .lockedOut(wait: .seconds(900)))
    }

    @Test func `a try counts as a wrong one before its PIN is looked at`() throws {
        let store = try open()
        try store.outbox.current.queue.write {
            try $0.execute(sql: "CREATE TRIGGER no BEFORE INSERT ON events BEGIN SELECT RAISE(ABORT, ''); END")
        }
        // The plug is pulled before the answer is recorded.
        #expect(throws: StorageFailure.self) { try store.signIn(pin: "246810") }
        #expect(try store.outbox.current.read { try $0.signIns(of: .console) }.wrong == 1)
    }

    @Test func `a cost that no kiosk will bear matches nothing, at once`() throws {
        var hash = try PINHash.sample("246810")
        #expect(PINCheck.matches("246810", hash))
        #expect(!PINCheck.matches("246811", hash))
        for rounds in [0, 1, 3, -16, 1 << 40, .max] {
            hash.rounds = rounds
            #expect(!PINCheck.matches("246810", hash))
        }
        hash = try PINHash.sample("246810")
        hash.parallelism = .max
        #expect(!PINCheck.matches("246810", hash))
        hash = try PINHash.sample("246810")
        (hash.rounds, hash.blockSize) = (1 << 20, 64)
        #expect(!PINCheck.matches("246810", hash))
    }

    @Test func `the cost that the cloud chooses is borne`() throws {
        let salt = Data(repeating: 1, count: 16)
        let key = try KDF.Scrypt.deriveKey(
            from: Data("135790".utf8), salt: salt, outputByteCount: 32, rounds: 1 << 14, blockSize: 8, parallelism: 5)
        let hash = PINHash(
            salt: salt, hash: key.withUnsafeBytes { Data($0) }, rounds: 1 << 14, blockSize: 8, parallelism: 5)
        #expect(PINCheck.matches("135790", hash))
    }

    @Test func `whoever is removed cannot sign in any more`() throws {
        let store = try open()
        try store.sync([.staffRemoved(StaffRecord.sample().id)], sequence: 11)
        #expect(try store.signIn(pin: "246810") == .refused(wait: .zero))
    }
}

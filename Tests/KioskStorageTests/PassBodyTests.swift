import Foundation
import Reception
import TestSupport
import Testing

@testable import KioskStorage

/// A pass is read back as it was written.
@Suite struct `A pass's sealed body` {
    private static let texts = ["", "a", "山田 太郎", "\"\\\u{0}\n", "👨‍👩‍👧", String(repeating: "長", count: 300)]

    private func pass(_ chance: inout Chance) -> PassRecord {
        func text() -> String { Self.texts.randomElement(using: &chance) ?? "" }
        func time() -> Instant {
            Instant(milliseconds: Bool.random(using: &chance) ? .random(in: .min ... .max, using: &chance) : 0)
        }
        var pass = PassRecord(
            id: PassID(chance.next()), kind: Bool.random(using: &chance) ? .single : .period,
            state: [.active, .withdrawn, .cancelled].randomElement(using: &chance) ?? .active,
            site: .random(in: .min ... .max, using: &chance), window: time()..<Instant(milliseconds: .max),
            appointment: time()..<Instant(milliseconds: .max),
            passcode: ["", "00000000", "12345678", "99999999", "1234567", "123456789", "１２３４５６７８"]
                .randomElement(using: &chance) ?? "",
            visitor: text(), company: text(), title: text(), room: text(),
            hosts: (0..<Int.random(in: 0...3, using: &chance)).map { _ in HostCard(name: text(), phone: text()) },
            language: Bool.random(using: &chance) ? text() : nil)
        (pass.until, pass.end) = (time(), time())
        return pass
    }

    @Test func `has everything that the pass had`() throws {
        var chance = Chance.fromEnvironment()
        for _ in 0..<2000 {
            let pass = pass(&chance)
            #expect(try PassBody.decode(PassBody.encode(pass)) == pass, "seed \(chance.seed)")
        }
    }

    @Test func `is damage when it is cut, goes on, or is of another version`() {
        let body = PassBody.encode(.sample(passcode: "12345678"))
        for length in 0..<body.count {
            #expect(throws: UnsealableRow.self) { try PassBody.decode(body.prefix(length)) }
        }
        #expect(throws: UnsealableRow.self) { try PassBody.decode(body + [0]) }
        #expect(throws: UnsealableRow.self) { try PassBody.decode([PassBody.version + 1] + body.dropFirst()) }
    }

    @Test func `never ends the program, whatever is in it`() {
        var chance = Chance.fromEnvironment()
        for _ in 0..<5000 {
            var body = PassBody.encode(pass(&chance))
            for _ in 0..<3 {
                body[Int.random(in: 2..<body.count, using: &chance)] = UInt8.random(in: .min ... .max, using: &chance)
            }
            _ = try? PassBody.decode(body)
        }
    }

    @Test func `of a usual visit takes a third of its JSON`() throws {
        let pass = PassRecord(
            id: PassID(0x1234_5678_9ABC_DEF0), kind: .single, state: .active, site: 3,
            window: morning..<morning.advanced(by: hours(14)), appointment: morning..<morning.advanced(by: hours(1)),
            passcode: "12345670", visitor: "山田 太郎", company: "青空商事株式会社", title: "四半期の打合せ",
            room: "会議室 A", hosts: [HostCard(name: "佐藤 花子", phone: "1234")], language: "ja")
        #expect(PassBody.encode(pass).count * 3 <= (try Wire.encode(pass)).count)
    }
}

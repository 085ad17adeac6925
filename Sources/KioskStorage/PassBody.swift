import Foundation
import Reception

/// How a pass is written before it is sealed: some hundred bytes where JSON takes five, and read in a microsecond.
///
/// Version (1 byte) ‖ flags (1) ‖ pass ID (8) ‖ site ‖ from ‖ until, start and end, each as its distance from `from` ‖
/// passcode ‖ visitor, company, title, room, language where the flags say so ‖ number of hosts ‖ name and phone of each.
/// Numbers are LEB128, signed ones after zigzag; texts are UTF-8 after their length; a passcode of eight digits is a
/// number. What comes after the last host is damage, and so is any other version: the cache can be fetched again.
enum PassBody {
    static let version: UInt8 = 1

    private enum Flag {
        static let period: UInt8 = 1 << 0
        static let withdrawn: UInt8 = 1 << 1
        static let cancelled: UInt8 = 1 << 2
        static let language: UInt8 = 1 << 3
        static let digits: UInt8 = 1 << 4
        static let all: UInt8 = 0b11111
    }

    static func encode(_ pass: PassRecord) -> Data {
        let number = passcodeNumber(pass.passcode)
        var writer = BodyWriter()
        writer.bytes = [version, flags(of: pass, hasDigits: number != nil)] + pass.id.bytes
        writer.put(UInt64(pass.site))
        writer.put(signed: pass.from.milliseconds)
        for time in [pass.until, pass.start, pass.end] {
            writer.put(signed: time.milliseconds &- pass.from.milliseconds)
        }
        if let number { writer.put(number) } else { writer.put(pass.passcode) }
        for text in [pass.visitor, pass.company, pass.title, pass.room] { writer.put(text) }
        if let language = pass.language { writer.put(language) }
        writer.put(UInt64(pass.hosts.count))
        for host in pass.hosts {
            writer.put(host.name)
            writer.put(host.phone)
        }
        return Data(writer.bytes)
    }

    /// - Throws: ``UnsealableRow`` when the bytes are not a pass.
    static func decode(_ bytes: Data) throws(UnsealableRow) -> PassRecord {
        var reader = BodyReader(bytes)
        guard try reader.byte() == version else { throw UnsealableRow() }
        let flags = try reader.byte()
        guard flags & ~Flag.all == 0 else { throw UnsealableRow() }
        var id: UInt64 = 0
        for _ in 0..<8 { id = try id << 8 | UInt64(reader.byte()) }
        guard let site = SiteNumber(exactly: try reader.number()) else { throw UnsealableRow() }
        let from = try reader.signed()
        func time() throws(UnsealableRow) -> Instant { Instant(milliseconds: from &+ (try reader.signed())) }
        let (until, start, end) = (try time(), try time(), try time())
        let passcode = try flags & Flag.digits == 0 ? reader.text() : passcodeDigits(reader.number())
        let (visitor, company) = (try reader.text(), try reader.text())
        let (title, room) = (try reader.text(), try reader.text())
        let language = try flags & Flag.language == 0 ? nil : reader.text()
        var pass = PassRecord(
            id: PassID(id), kind: flags & Flag.period == 0 ? .single : .period, state: state(flags), site: site,
            window: until..<until, appointment: end..<end, passcode: passcode, visitor: visitor, company: company,
            title: title, room: room, hosts: [], language: language)
        // Not by ranges: what the cloud once said in the wrong order must not end the program here.
        pass.from = Instant(milliseconds: from)
        pass.start = start
        for _ in 0..<(try reader.number()) {
            pass.hosts.append(HostCard(name: try reader.text(), phone: try reader.text()))
        }
        guard reader.isAtEnd else { throw UnsealableRow() }
        return pass
    }

    private static func flags(of pass: PassRecord, hasDigits: Bool) -> UInt8 {
        var flags: UInt8 = pass.kind == .period ? Flag.period : 0
        switch pass.state {
        case .active: break
        case .withdrawn: flags |= Flag.withdrawn
        case .cancelled: flags |= Flag.cancelled
        }
        if pass.language != nil { flags |= Flag.language }
        if hasDigits { flags |= Flag.digits }
        return flags
    }

    private static func state(_ flags: UInt8) -> PassState {
        flags & Flag.withdrawn != 0 ? .withdrawn : flags & Flag.cancelled != 0 ? .cancelled : .active
    }

    // MARK: - Passcodes

    private static func passcodeNumber(_ text: String) -> UInt64? {
        guard text.utf8.count == 8 else { return nil }
        var number: UInt64 = 0
        for byte in text.utf8 {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
            number = number * 10 + UInt64(byte - UInt8(ascii: "0"))
        }
        return number
    }

    private static func passcodeDigits(_ number: UInt64) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, 8 - digits.count)) + digits
    }
}

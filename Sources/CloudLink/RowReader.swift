import Reception

#if canImport(Glibc)
    import Glibc
#endif

/// Reads a snapshot's row of a pass the quick way: a tenth of the time of the general decoder, which counts when there
/// are a million.
///
/// It knows one way of writing only: what our cloud sends (`Wire.encode`, keys in order, no blanks). Everything else,
/// such as an escaped quotation mark, a key of a newer cloud or a row of another kind, it leaves to the general decoder.
struct RowReader {
    private let bytes: UnsafeRawBufferPointer
    private var at = 0

    /// What it does not know.
    private struct Unknown: Error {}

    /// The row of a line with its newline; `nil` when the general decoder is to have it.
    static func row(_ line: UnsafeRawBufferPointer) -> ChangeRow? {
        var reader = RowReader(bytes: line)
        return try? reader.row()
    }

    private init(bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    private mutating func row() throws(Unknown) -> ChangeRow {
        try expect(#"{"row":{"_0":{"change":{"pass":{"company":"#)
        let pass = try pass()
        try expect(#"}},"sequence":"#)
        let sequence = try number()
        try expect("}}}\n")
        guard at == bytes.count else { throw Unknown() }
        return ChangeRow(sequence: sequence, change: .pass(pass))
    }

    private mutating func pass() throws(Unknown) -> PassRecord {
        let company = try text()
        let end = try time(after: #","end":"#)
        let from = try time(after: #","from":"#)
        try expect(#","hosts":["#)
        let hosts = try hosts()
        guard let id = PassID(try text(after: #","id":"#)), let kind = PassKind(rawValue: try text(after: #","kind":"#))
        else { throw Unknown() }
        let language = accept(#","language":"#) ? try text() : nil
        let passcode = try text(after: #","passcode":"#)
        let room = try text(after: #","room":"#)
        try expect(#","site":"#)
        guard let site = SiteNumber(exactly: try number()) else { throw Unknown() }
        let start = try time(after: #","start":"#)
        guard let state = PassState(rawValue: try text(after: #","state":"#)) else { throw Unknown() }
        let title = try text(after: #","title":"#)
        let until = try time(after: #","until":"#)
        let visitor = try text(after: #","visitor":"#)
        guard from <= until, start <= end else { throw Unknown() }
        return PassRecord(
            id: id, kind: kind, state: state, site: site, window: from..<until, appointment: start..<end,
            passcode: passcode, visitor: visitor, company: company, title: title, room: room, hosts: hosts,
            language: language)
    }

    /// The rest of a list, after its bracket.
    private mutating func hosts() throws(Unknown) -> [HostCard] {
        var hosts: [HostCard] = []
        while !accept("]") {
            if !hosts.isEmpty { try expect(",") }
            let name = try text(after: #"{"name":"#)
            let phone = try text(after: #","phone":"#)
            try expect("}")
            hosts.append(HostCard(name: name, phone: phone))
        }
        return hosts
    }

    // MARK: - Parts

    private mutating func accept(_ literal: StaticString) -> Bool {
        let length = literal.utf8CodeUnitCount
        guard bytes.count - at >= length, let start = bytes.baseAddress,
            memcmp(start + at, literal.utf8Start, length) == 0
        else { return false }
        at += length
        return true
    }

    private mutating func expect(_ literal: StaticString) throws(Unknown) {
        guard accept(literal) else { throw Unknown() }
    }

    private mutating func text(after literal: StaticString) throws(Unknown) -> String {
        try expect(literal)
        return try text()
    }

    /// A string without escapes.
    private mutating func text() throws(Unknown) -> String {
        try expect("\"")
        let start = at
        while at < bytes.count, bytes[at] != UInt8(ascii: "\"") {
            guard bytes[at] >= 0x20, bytes[at] != UInt8(ascii: "\\") else { throw Unknown() }
            at += 1
        }
        let piece = UnsafeRawBufferPointer(rebasing: bytes[start..<at])
        try expect("\"")
        guard let text = String(validating: piece, as: UTF8.self) else { throw Unknown() }
        return text
    }

    /// A whole number from 0 of at most 18 digits.
    private mutating func number() throws(Unknown) -> Int64 {
        let start = at
        var number: Int64 = 0
        while at < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[at]), at - start < 18 {
            number = number * 10 + Int64(bytes[at] - UInt8(ascii: "0"))
            at += 1
        }
        guard at > start, at == start + 1 || bytes[start] != UInt8(ascii: "0") else { throw Unknown() }
        return number
    }

    private mutating func time(after literal: StaticString) throws(Unknown) -> Instant {
        guard let time = Instant(rfc3339: try text(after: literal)) else { throw Unknown() }
        return time
    }
}

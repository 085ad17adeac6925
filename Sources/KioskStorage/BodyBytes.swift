import Foundation

/// Writes numbers and texts as the bodies of sealed rows have them: LEB128, signed ones after zigzag; UTF-8 after its
/// length.
struct BodyWriter {
    var bytes: [UInt8] = []

    mutating func put(_ number: UInt64) {
        var rest = number
        while rest > 0x7F {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    mutating func put(signed number: Int64) {
        put(UInt64(bitPattern: number << 1 ^ number >> 63))
    }

    mutating func put(_ text: String) {
        put(UInt64(text.utf8.count))
        bytes.append(contentsOf: text.utf8)
    }
}

/// Reads what ``BodyWriter`` wrote; whatever else it meets is damage.
struct BodyReader {
    private var rest: Data

    init(_ bytes: Data) { rest = bytes }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func byte() throws(UnsealableRow) -> UInt8 {
        guard let byte = rest.popFirst() else { throw UnsealableRow() }
        return byte
    }

    mutating func number() throws(UnsealableRow) -> UInt64 {
        var number: UInt64 = 0
        for shift in stride(from: 0 as UInt64, to: 64, by: 7) {
            let byte = try byte()
            number |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return number }
        }
        throw UnsealableRow()
    }

    mutating func signed() throws(UnsealableRow) -> Int64 {
        let number = try number()
        return Int64(bitPattern: number >> 1) ^ -Int64(bitPattern: number & 1)
    }

    mutating func id() throws(UnsealableRow) -> UUID {
        guard rest.count >= 16 else { throw UnsealableRow() }
        defer { rest.removeFirst(16) }
        return rest.prefix(16).withUnsafeBytes { UUID(uuid: $0.loadUnaligned(as: uuid_t.self)) }
    }

    mutating func text() throws(UnsealableRow) -> String {
        guard let length = Int(exactly: try number()), length <= rest.count,
            let text = String(validating: rest.prefix(length), as: UTF8.self)
        else { throw UnsealableRow() }
        rest.removeFirst(length)
        return text
    }
}

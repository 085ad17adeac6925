/// A pass's identity: eight random bytes, written as 16 lower-case hexadecimal digits. Tells nothing about the visitor.
package struct PassID: Hashable, Sendable, Codable, CustomStringConvertible {
    package let value: UInt64

    package init(_ value: UInt64) { self.value = value }

    /// A new random identity.
    package init(_ world: World) {
        self.init(world.randomBytes(8).reduce(0) { $0 << 8 | UInt64($1) })
    }

    /// Reads 16 hexadecimal digits; `nil` otherwise.
    package init?(_ text: String) {
        guard text.utf8.count == 16, text.allSatisfy(\.isHexDigit), let value = UInt64(text, radix: 16)
        else { return nil }
        self.init(value)
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let id = PassID(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "a pass ID is 16 hex digits")
        }
        self = id
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }

    package var description: String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    /// The eight bytes, most significant first.
    package var bytes: [UInt8] { (0..<8).map { UInt8(truncatingIfNeeded: value >> (56 - 8 * UInt64($0))) } }
}

/// The number of a tenant inside tokens; unique within one installation.
package typealias TenantNumber = UInt32
/// The number of a site inside tokens; unique within its tenant. 0 in a token means every site of the tenant.
package typealias SiteNumber = UInt16
/// Which of a tenant's signing keys signed a token.
package typealias KeyID = UInt8

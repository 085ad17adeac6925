package import Foundation

extension UUID {
    /// A time-ordered UUID (RFC 9562 §5.7): 48 bits of milliseconds, then 74 random bits.
    package static func v7(_ world: World) -> UUID {
        let time = UInt64(bitPattern: world.now().milliseconds)
        var bytes = (0..<6).map { UInt8(truncatingIfNeeded: time >> (40 - 8 * UInt64($0))) } + world.randomBytes(10)
        bytes[6] = 0x70 | bytes[6] & 0x0F
        bytes[8] = 0x80 | bytes[8] & 0x3F
        return bytes.withUnsafeBytes { UUID(uuid: $0.loadUnaligned(as: uuid_t.self)) }
    }
}

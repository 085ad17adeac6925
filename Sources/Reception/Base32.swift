/// Five-bit symbols in the alphabet that every keyboard layout leaves alone (DESIGN §4).
///
/// Digits and capitals without I, O, Y and Z: I and O are mistaken for digits, Y and Z trade places on QWERTZ.
package enum Base32 {
    /// The 32 symbols, in order of value.
    package static let alphabet = Array("0123456789ABCDEFGHJKLMNPQRSTUVWX".utf8)

    private static let values: [UInt8: UInt8] = Dictionary(
        uniqueKeysWithValues: alphabet.enumerated().map { ($1, UInt8($0)) })

    /// The symbols of `bytes`, most significant bit first; the last symbol is padded with zero bits.
    package static func encode(_ bytes: some Sequence<UInt8>) -> String {
        var symbols: [UInt8] = []
        var held: UInt32 = 0
        var bits = 0
        for byte in bytes {
            held = held << 8 | UInt32(byte)
            bits += 8
            while bits >= 5 {
                bits -= 5
                symbols.append(alphabet[Int(held >> UInt32(bits)) & 31])
            }
        }
        if bits > 0 { symbols.append(alphabet[Int(held << UInt32(5 - bits)) & 31]) }
        return String(decoding: symbols, as: UTF8.self)
    }

    /// The bytes of `symbols`; `nil` for a symbol outside the alphabet or padding bits that are not zero, so that
    /// every byte string has exactly one text.
    package static func decode(_ symbols: some Sequence<UInt8>) -> [UInt8]? {
        var bytes: [UInt8] = []
        var held: UInt32 = 0
        var bits = 0
        for symbol in symbols {
            guard let value = values[symbol] else { return nil }
            held = held << 5 | UInt32(value)
            bits += 5
            if bits >= 8 {
                bits -= 8
                bytes.append(UInt8(truncatingIfNeeded: held >> UInt32(bits)))
                held &= (1 << UInt32(bits)) - 1
            }
        }
        return bits < 5 && held == 0 ? bytes : nil
    }

    /// The value of a symbol, 0 to 31; `nil` outside the alphabet.
    package static func value(of symbol: UInt8) -> UInt8? { values[symbol] }
}

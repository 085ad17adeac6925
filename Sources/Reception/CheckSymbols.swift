/// Two symbols at a token's end that tell a misread code from a forged one.
///
/// CRC-10/ATM (polynomial x¹⁰+x⁹+x⁵+x⁴+x+1, initial value 0; ITU-T I.610) over the ASCII text before them: every
/// burst of up to ten bits is noticed, and one misread in 1,024 at random is not; the signature catches that one.
enum CheckSymbols {
    static func of(_ text: some Sequence<UInt8>) -> [UInt8] {
        let remainder = text.reduce(UInt16(0)) { crc, byte in
            (0..<8).reduce(crc ^ UInt16(byte) << 2) { crc, _ in
                crc & 0x200 == 0 ? crc << 1 : (crc << 1 ^ 0x233) & 0x3FF
            }
        }
        return [Base32.alphabet[Int(remainder >> 5)], Base32.alphabet[Int(remainder & 31)]]
    }
}

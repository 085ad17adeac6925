package import Crypto
import Foundation

/// A token: the text of a pass's QR code (DESIGN §4).
///
/// `UK1`, then Base32 of 86 bytes — format, key ID, tenant, site, pass ID, not-before, valid minutes, Ed25519
/// signature — then two check symbols: 143 characters, QR version 6-M in alphanumeric mode. Integers are big-endian.
/// The signature covers ``domain`` and the 22 bytes before it. A token holds no personal data. The format is pinned by
/// `Tests/ReceptionTests/Vectors/token.json`, against which another implementation can be checked.
package struct Token: Hashable, Sendable {
    package let key: KeyID
    package let tenant: TenantNumber
    package let site: SiteNumber
    package let pass: PassID
    /// Minutes since 2020-01-01T00:00Z from which the pass admits.
    package let notBefore: UInt32
    /// For how many minutes it admits, as far as the token knows: 65,535 (45 days) when the pass is valid for longer.
    package let validMinutes: UInt16
    /// 64 bytes; not checked until ``isSigned(by:)`` is asked.
    package let signature: [UInt8]

    /// Characters of every token.
    package static let length = 143
    /// What every token begins with.
    package static let prefix = "UK1"
    /// Set before the signed bytes, so that a signature made for anything else is never a pass.
    package static let domain = "uketsuke.pass.v1\0"

    private static let format: UInt8 = 1
    private static let epochMilliseconds: Int64 = 1_577_836_800_000
    private static let bodyLength = 86

    /// Signs a new token.
    ///
    /// - Parameter window: cut to whole minutes, and to 65,535 of them.
    /// - Throws: what the signer throws; Ed25519 with a valid key does not.
    package init(
        key: KeyID, tenant: TenantNumber, site: SiteNumber, pass: PassID, window: Range<Instant>,
        signer: Curve25519.Signing.PrivateKey
    ) throws {
        self.key = key
        self.tenant = tenant
        self.site = site
        self.pass = pass
        let start = (window.lowerBound.milliseconds - Token.epochMilliseconds) / 60_000
        let minutes = (window.upperBound.milliseconds - window.lowerBound.milliseconds) / 60_000
        notBefore = UInt32(clamping: start)
        validMinutes = UInt16(clamping: minutes)
        let signed = Token.signedBytes(
            key: key, tenant: tenant, site: site, pass: pass, notBefore: notBefore, validMinutes: validMinutes)
        signature = Array(try signer.signature(for: Data(Token.domain.utf8) + signed))
    }

    /// The half-open window in which the token says it admits.
    package var window: Range<Instant> {
        let start = Instant(milliseconds: Token.epochMilliseconds + Int64(notBefore) * 60_000)
        return start..<start.advanced(by: .seconds(60 * Int(validMinutes)))
    }

    /// Whether `key` made the signature.
    package func isSigned(by key: Curve25519.Signing.PublicKey) -> Bool {
        key.isValidSignature(Data(signature), for: Data(Token.domain.utf8) + signedBytes)
    }

    /// The 143 characters that the QR code holds.
    package var text: String {
        let body = Token.prefix + Base32.encode(signedBytes + signature)
        return body + String(decoding: CheckSymbols.of(body.utf8), as: UTF8.self)
    }

    private var signedBytes: [UInt8] {
        Token.signedBytes(
            key: key, tenant: tenant, site: site, pass: pass, notBefore: notBefore, validMinutes: validMinutes)
    }

    private static func signedBytes(
        key: KeyID, tenant: TenantNumber, site: SiteNumber, pass: PassID, notBefore: UInt32, validMinutes: UInt16
    ) -> [UInt8] {
        [format, key] + tenant.bigEndianBytes + site.bigEndianBytes + pass.bytes + notBefore.bigEndianBytes
            + validMinutes.bigEndianBytes
    }

    /// Reads folded text whose prefix, length and check symbols are right; `nil` when what they enclose is no token
    /// of this format.
    init?(symbols: [UInt8]) {
        guard let bytes = Base32.decode(symbols), bytes.count == Token.bodyLength, bytes[0] == Token.format
        else { return nil }
        key = bytes[1]
        tenant = UInt32(bigEndianBytes: bytes[2..<6])
        site = UInt16(bigEndianBytes: bytes[6..<8])
        pass = PassID(UInt64(bigEndianBytes: bytes[8..<16]))
        notBefore = UInt32(bigEndianBytes: bytes[16..<20])
        validMinutes = UInt16(bigEndianBytes: bytes[20..<22])
        signature = Array(bytes[22...])
    }
}

extension FixedWidthInteger where Self: UnsignedInteger {
    fileprivate var bigEndianBytes: [UInt8] { withUnsafeBytes(of: bigEndian) { Array($0) } }

    fileprivate init(bigEndianBytes bytes: ArraySlice<UInt8>) {
        self = bytes.reduce(0) { $0 << 8 | Self($1) }
    }
}

import Crypto
import Reception

/// What several tests need one of.
enum Samples {
    /// A well-formed token's text.
    static let token: String = {
        let start = Instant(milliseconds: 1_795_000_000_000)
        let token = try? Token(
            key: 1, tenant: 1, site: 1, pass: PassID(7), window: start..<start.advanced(by: .seconds(86_400)),
            signer: Curve25519.Signing.PrivateKey(rawRepresentation: [UInt8](repeating: 7, count: 32)))
        return token?.text ?? ""
    }()
}

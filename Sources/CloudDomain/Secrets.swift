import Crypto
package import Foundation
package import Reception

/// What a kiosk proves itself with on every call. Shown once, kept only as a hash.
package enum Credential {
    /// How long the old credential still works when the new one is never used.
    package static let overlap: Duration = .seconds(24 * 3600)

    /// 256 new random bits as text.
    package static func new(_ world: World) -> String {
        "uk_" + Base32.encode(world.randomBytes(32))
    }

    /// What is kept of it: SHA-256, which is enough for a secret of 256 random bits.
    package static func hash(_ credential: String) -> Data {
        Data(SHA256.hash(data: Data(credential.utf8)))
    }
}

/// The one-time code that lets a kiosk enrol.
package enum EnrolmentCode {
    /// How long a code works.
    package static let lifetime: Duration = .seconds(15 * 60)

    /// A new code such as `ABCD-EFGH-JKLM`: 60 random bits.
    package static func new(_ world: World) -> String {
        let symbols = world.randomBytes(12).map { Base32.alphabet[Int($0 & 31)] }
        return stride(from: 0, to: 12, by: 4)
            .map { String(decoding: symbols[$0..<$0 + 4], as: UTF8.self) }
            .joined(separator: "-")
    }

    /// What is kept of it. Case, hyphens, spaces and full-width forms do not matter.
    package static func hash(_ typed: String) -> Data {
        let symbols = Token.folded(typed).filter { !$0.isWhitespace && $0 != "-" }
        return Data(SHA256.hash(data: Data(symbols.utf8)))
    }
}

import Crypto
package import Foundation
package import Reception

/// How a receiver knows that a notice is ours: HMAC-SHA256 over the time and the body, with the shared secret.
package enum WebhookSignature {
    /// The header's name.
    package static let header = "Uketsuke-Signature"

    /// `t=<unix seconds>,v1=<hex of HMAC-SHA256(secret, "<t>.<body>")>`. The time is signed too, so that a receiver
    /// can refuse an old message that is played again.
    package static func value(of body: Data, secret: Data, at now: Instant) -> String {
        let time = now.milliseconds / 1000
        let code = HMAC<SHA256>.authenticationCode(
            for: Data("\(time).".utf8) + body, using: SymmetricKey(data: secret))
        let hex = code.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
        return "t=\(time),v1=\(hex)"
    }
}

import Crypto
package import Foundation

/// One of a tenant's keys, as kiosks know it: the public half and when it counts.
package struct SigningKey: Codable, Hashable, Sendable {
    package var id: KeyID
    /// The 32 raw bytes of the Ed25519 public key.
    package var publicKey: Data
    /// Its use is the half-open `[from, until)`; without an end when `until` is missing.
    package var from: Instant
    package var until: Instant?
    /// Withdrawing a key withdraws every pass signed with it.
    package var isWithdrawn: Bool

    package init(id: KeyID, publicKey: Data, from: Instant, until: Instant? = nil, isWithdrawn: Bool = false) {
        self.id = id
        self.publicKey = publicKey
        self.from = from
        self.until = until
        self.isWithdrawn = isWithdrawn
    }
}

/// What a tenant's keys say about a token.
package enum Authenticity: Hashable, Sendable {
    /// Signed by a key of ours; the pass ends no later than the key does.
    case genuine(until: Instant?)
    /// The signature is not that key's, or the token is another tenant's.
    case forged
    /// No key of that ID is known here.
    case unknownKey
    /// Signed by a key that has been withdrawn.
    case withdrawnKey
}

extension Sequence<SigningKey> {
    /// Checks `token` against these keys of `tenant`.
    package func authenticity(of token: Token, tenant: TenantNumber) -> Authenticity {
        guard token.tenant == tenant else { return .forged }
        guard let key = first(where: { $0.id == token.key }),
            let publicKey = try? Curve25519.Signing.PublicKey(rawRepresentation: key.publicKey)
        else { return .unknownKey }
        guard token.isSigned(by: publicKey) else { return .forged }
        return key.isWithdrawn ? .withdrawnKey : .genuine(until: key.until)
    }
}

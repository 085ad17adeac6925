import Crypto
import Foundation
import Reception

/// Seals secrets that the database holds, with AES-256-GCM under the master key.
struct Vault: Sendable {
    private let key: SymmetricKey

    init(masterKey: Data) {
        key = SymmetricKey(data: masterKey)
    }

    /// The secret of a notice's answer link: made anew whenever it is needed, so that only its hash need be kept.
    func answerToken(of notice: UUID) -> String {
        Base32.encode(HMAC<SHA256>.authenticationCode(for: Data("answer/\(notice.text)".utf8), using: key))
    }

    /// - Parameter row: names the row and field, so that a sealed value cannot be moved to another.
    func seal(_ secret: Data, for row: String) throws -> Data {
        let box = try AES.GCM.seal(secret, using: key, authenticating: Data(row.utf8))
        guard let combined = box.combined else {
            throw StorageFailure(.unusable, "A secret could not be sealed; check master.key.")
        }
        return combined
    }

    /// - Throws: ``StorageFailure`` when the value was sealed under another key or for another row.
    func open(_ sealed: Data, for row: String) throws -> Data {
        do {
            return try AES.GCM.open(AES.GCM.SealedBox(combined: sealed), using: key, authenticating: Data(row.utf8))
        } catch {
            throw StorageFailure(.unusable, "A sealed secret cannot be opened; master.key belongs to another database.")
        }
    }
}

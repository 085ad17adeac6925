import Crypto
import CryptoExtras
import Foundation
import Reception

/// Compares a typed PIN with a kept one, by scrypt (RFC 7914).
enum PINCheck {
    /// Whether `pin` is the one; takes as long for a wrong one as for the right one.
    ///
    /// A record whose costs are beyond what a kiosk will spend matches nothing: the cloud must not be able to make it
    /// hang or run out of memory.
    static func matches(_ pin: String, _ kept: PINHash) -> Bool {
        guard kept.hash.count == length, kept.salt.count >= 8, isBearable(kept) else { return false }
        let found = try? KDF.Scrypt.deriveKey(
            from: Data(pin.utf8), salt: kept.salt, outputByteCount: length, rounds: kept.rounds,
            blockSize: kept.blockSize, parallelism: kept.parallelism)
        return found == SymmetricKey(data: kept.hash)
    }

    /// What is checked where nobody has that number, so that the time does not tell.
    static let nobody = PINHash(
        salt: Data(repeating: 0, count: 16), hash: Data(repeating: 0, count: length), rounds: 1 << 14, blockSize: 8,
        parallelism: 5)

    private static let length = 32
    /// In bytes: 128 · N · r.
    private static let mostMemory = 64 << 20
    /// In units of the cost that the cloud chooses: N · r · p.
    private static let mostWork = 8 << 20

    private static func isBearable(_ kept: PINHash) -> Bool {
        guard (2...1 << 20).contains(kept.rounds), kept.rounds & (kept.rounds - 1) == 0,
            (1...64).contains(kept.blockSize), (1...64).contains(kept.parallelism)
        else { return false }
        let block = kept.rounds * kept.blockSize
        return block * 128 <= mostMemory && block * kept.parallelism <= mostWork
    }
}

import Crypto
import CryptoExtras
import Foundation
package import Reception

/// The PINs of staff: what one may be, and how it is kept.
package enum StaffPIN {
    package static let shortest = 6
    package static let longest = 12

    // scrypt with 16 MiB, five times over (RFC 7914, OWASP's password storage cheat sheet): a board takes a good part
    // of a second for it.
    private static let rounds = 1 << 14
    private static let blockSize = 8
    private static let parallelism = 5

    /// The PIN as ASCII digits; full-width ones count as the same.
    ///
    /// - Throws: ``PINRefused`` when it is none, or everybody's first guess.
    package static func digits(of typed: String) throws -> String {
        let digits = typed.precomposedStringWithCompatibilityMapping.trimmingCharacters(in: .whitespacesAndNewlines)
        guard (shortest...longest).contains(digits.utf8.count),
            digits.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
        else { throw PINRefused("A PIN has \(shortest) to \(longest) digits and nothing else.") }
        let steps = Set(zip(digits.utf8, digits.utf8.dropFirst()).map { Int($1) - Int($0) })
        guard steps.count > 1 || ![-1, 0, 1].contains(steps.first) else {
            throw PINRefused("That PIN is guessed first; take one whose digits do not repeat or count.")
        }
        return digits
    }

    /// What is kept of a PIN, under a new salt.
    ///
    /// - Throws: ``PINRefused``, as ``digits(of:)``.
    package static func hash(_ typed: String, _ world: World) throws -> PINHash {
        let (digits, salt) = (try digits(of: typed), Data(world.randomBytes(16)))
        let key = try KDF.Scrypt.deriveKey(
            from: Data(digits.utf8), salt: salt, outputByteCount: 32, rounds: rounds, blockSize: blockSize,
            parallelism: parallelism)
        return PINHash(
            salt: salt, hash: key.withUnsafeBytes { Data($0) }, rounds: rounds, blockSize: blockSize,
            parallelism: parallelism)
    }
}

/// Why a PIN was not taken.
package struct PINRefused: Error, CustomStringConvertible {
    /// A full sentence; never the PIN.
    package let description: String

    init(_ description: String) {
        self.description = description
    }
}

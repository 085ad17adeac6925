import Foundation

/// A code that this system made, by its look: whether it is genuine is for others to say.
///
/// Only such codes leave the scan worker; what any other code says is nobody's business.
package enum OwnCode: Hashable, Sendable {
    /// A pass: folded text that begins as every token does, perhaps misread.
    case pass(String)
    /// An address with a pass as its last path segment or as its fragment; as it was read.
    case link(String)
    /// What an administrator holds up to the kiosk itself: `UKC`, then capitals and digits.
    case control(String)

    /// The longest text of a pass, in bytes: a token with something before or after it.
    package static let longestPass = 200
    /// The longest address, in bytes.
    package static let longestLink = 512
    /// The longest control code, in bytes.
    package static let longestControl = 400
    /// What every control code begins with.
    package static let controlPrefix = "UKC"

    /// What a staff card's code begins with; 26 random symbols of ``Base32`` follow (130 bits).
    package static let staffPrefix = "\(controlPrefix)S"

    /// What an enrolment code begins with; Base32 of the cloud's address, a newline and the one-time code follows.
    package static let enrolmentPrefix = "\(controlPrefix)E"

    /// The self-test's code: every symbol of a token once, in order, so that a lost or exchanged one shows.
    package static let test = "\(controlPrefix)TEST\(String(decoding: Base32.alphabet, as: UTF8.self))"

    /// Fewer symbols after an address are a word that happens to begin like a token.
    private static let shortestInLink = 64

    /// `nil` for a code of anybody else's.
    package init?(_ text: String) {
        guard text.utf8.count <= 4 * OwnCode.longestLink else { return nil }
        let folded = Token.folded(text)
        if folded.hasPrefix(Token.prefix) {
            guard folded.utf8.count <= OwnCode.longestPass else { return nil }
            self = .pass(folded)
        } else if folded.hasPrefix(OwnCode.controlPrefix) {
            guard folded.utf8.count <= OwnCode.longestControl, folded.utf8.allSatisfy(OwnCode.isCapitalOrDigit)
            else { return nil }
            self = .control(folded)
        } else {
            guard OwnCode.pass(inFoldedLink: folded) != nil else { return nil }
            self = .link(text.trimmingCharacters(in: .whitespacesAndNewlines))
        }
    }

    /// The pass in an address whose capitals have been made; `nil` when it is no address or ends in none.
    static func pass(inFoldedLink text: String) -> String? {
        guard text.hasPrefix("HTTPS://") || text.hasPrefix("HTTP://"), text.utf8.count <= longestLink,
            text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
        else { return nil }
        let parts = text.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
        let path = parts[0].prefix { $0 != "?" }.split(separator: "/").last
        return [parts.dropFirst().first, path].compactMap { $0 }.map(String.init).first(where: looksLikePass)
    }

    private static func looksLikePass(_ text: String) -> Bool {
        text.hasPrefix(Token.prefix) && (shortestInLink...longestPass).contains(text.utf8.count)
            && text.utf8.allSatisfy(isCapitalOrDigit)
    }

    private static func isCapitalOrDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}

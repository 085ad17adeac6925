import Crypto
package import Foundation

/// How the events of staff and of the machine's administration are chained, so that none can be taken out unnoticed.
extension Event {
    /// Whether the event is a link of its stream's chain.
    package var isChained: Bool { kind == .staff || staff != nil || act != nil }

    /// What ``previous`` of the stream's next chained event is, given this one's wire form.
    ///
    /// - Parameter wire: the JSON as the kiosk wrote it, keys sorted.
    package static func link(_ wire: Data) -> String { hexadecimal(SHA256.hash(data: wire)) }

    /// What ``previous`` of a stream's first chained event is.
    package static func firstLink(of stream: UUID) -> String {
        hexadecimal(SHA256.hash(data: Data(stream.uuidString.lowercased().utf8)))
    }

    private static func hexadecimal(_ digest: SHA256.Digest) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}

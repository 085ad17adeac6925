import Foundation
import Reception
import Synchronization

/// The site and the signing keys as they were decoded before: they are few and change seldom, and every admission needs
/// them. Found by what is in their rows, so that what is told here is always what is in the file.
final class DecodedCards: Sendable {
    private let known = Mutex<[Data: any Sendable]>([:])
    /// A tenant has fewer; what is beyond has been replaced.
    private static let most = 64

    /// The card that `json` stands for.
    ///
    /// - Throws: ``UnsealableRow`` when it stands for none: the cache is damaged.
    func card<Card: Decodable & Sendable>(_ type: Card.Type, from json: Data) throws -> Card {
        if let card = known.withLock({ $0[json] as? Card }) { return card }
        guard let card = try? Wire.decode(type, from: json) else { throw UnsealableRow() }
        known.withLock { known in
            if known.count >= DecodedCards.most { known.removeAll() }
            known[json] = card
        }
        return card
    }
}

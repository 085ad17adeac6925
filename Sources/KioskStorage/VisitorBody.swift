import Foundation
import Reception

/// Who a visit is of, sealed in its row: the row itself is found by the pass's keyed hash, which tells nobody the pass.
struct VisitorBody: Hashable, Sendable {
    var pass: PassID
    /// For somebody without an appointment, whom no pass describes.
    var walkIn: WalkIn?
    /// Whom they asked for.
    var target: NoticeTarget?

    init(pass: PassID, walkIn: WalkIn? = nil, target: NoticeTarget? = nil) {
        self.pass = pass
        self.walkIn = walkIn
        self.target = target
    }

    private struct Guest: Codable {
        var walkIn: WalkIn?
        var target: NoticeTarget?
    }

    /// The pass's eight bytes, and JSON for what no pass tells.
    func encoded() throws -> Data {
        guard walkIn != nil || target != nil else { return Data(pass.bytes) }
        return try Data(pass.bytes) + Wire.encode(Guest(walkIn: walkIn, target: target))
    }

    /// - Throws: ``UnsealableRow`` when the bytes are no such body.
    init(_ bytes: Data) throws {
        guard bytes.count >= 8 else { throw UnsealableRow() }
        pass = PassID(bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) })
        guard bytes.count > 8 else { return }
        guard let guest = try? Wire.decode(Guest.self, from: Data(bytes.dropFirst(8))) else { throw UnsealableRow() }
        (walkIn, target) = (guest.walkIn, guest.target)
    }

    /// What the body of the visit with that keyed hash is bound to.
    static func identity(_ key: Data) -> Data { Data("visits/".utf8) + key }
}

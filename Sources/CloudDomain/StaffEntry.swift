import Crypto
package import Foundation
package import Reception

/// Somebody of the staff as the cloud keeps them.
package struct StaffEntry: Hashable, Sendable {
    /// As kiosks are told.
    package var record: StaffRecord
    /// Where they work; missing when they may sign in at every site.
    package var site: SiteNumber?

    package init(record: StaffRecord, site: SiteNumber?) {
        self.record = record
        self.site = site
    }
}

/// The code on a staff card. Shown once, kept only as a hash.
package enum StaffCard {
    private static let symbols = 26

    /// 130 new random bits as a control code.
    package static func new(_ world: World) -> String {
        let symbols = world.randomBytes(Self.symbols).map { Base32.alphabet[Int($0 & 31)] }
        return OwnCode.staffPrefix + String(decoding: symbols, as: UTF8.self)
    }

    /// What is kept of it.
    package static func hash(_ code: String) -> Data {
        Data(SHA256.hash(data: Data(Token.folded(code).utf8)))
    }
}

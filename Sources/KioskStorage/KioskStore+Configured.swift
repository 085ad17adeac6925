import Crypto
package import Foundation
package import Kiosk
import Reception

extension KioskStore {
    /// The name of the file that says how the kiosk was configured last.
    static let configuredFile = "configured"

    /// Puts on record that the configuration file is another one than at the last start, in the chain of staff's deeds:
    /// its SHA-256, nothing of what it says. The first start only takes note of it.
    ///
    /// The event comes before the note: a power cut between them tells it twice.
    ///
    /// - Parameter bytes: the file's; empty without one.
    package func noteConfiguration(_ bytes: Data, at moment: Moment) throws(StorageFailure) {
        let digest = SHA256.hash(data: bytes).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        let path = directory.file(KioskStore.configuredFile)
        let last = FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) }
        guard last != digest else { return }
        if last != nil {
            _ = try record(.staff(StaffDeed(staff: nil, what: .act(StaffAct(.configured, detail: digest)))), at: moment)
        }
        try directory.keep(Array(digest.utf8), as: KioskStore.configuredFile)
    }
}

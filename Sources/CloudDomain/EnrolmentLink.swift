import Foundation
import Reception

/// What an administrator holds up to a kiosk that is not enrolled yet: the cloud's address and a one-time code.
package enum EnrolmentLink {
    /// The control code's text; `nil` when the address is too long for one.
    ///
    /// - Parameter address: as the kiosk reaches the cloud, without a slash at the end.
    package static func text(address: String, code: String) -> String? {
        let text = OwnCode.enrolmentPrefix + Base32.encode(Data("\(address)\n\(code)".utf8))
        return text.utf8.count <= OwnCode.longestControl ? text : nil
    }
}

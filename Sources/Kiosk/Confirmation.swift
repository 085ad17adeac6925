package import Reception

/// The honest word on a welcome (DESIGN §4, three honest results).
package enum Confirmation: Hashable, Sendable {
    /// On record here; on its way to the cloud.
    case sending
    /// On record here; the cloud cannot be reached now.
    case willBeSent
    /// The cloud has it, and says what becomes of the notice.
    case confirmed(NoticeState?)
    /// The cloud would not take it; staff must see to the visitor.
    case rejected

    /// Whether nobody may have been told, so that the visitor should ring.
    var asksToRing: Bool {
        switch self {
        case .willBeSent, .confirmed(.noChannel), .confirmed(.failing): true
        default: false
        }
    }

    /// Whether a call has been handed to somebody, or is just being.
    var saysThatSomebodyComes: Bool {
        switch self {
        case .sending, .confirmed(.queued): true
        default: false
        }
    }
}

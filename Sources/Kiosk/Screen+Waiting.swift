package import Foundation
package import Reception

extension Screen {
    /// What a visitor is told who waits: first the cloud's word, then who comes, or the extension to ring.
    package struct Waiting: Hashable, Sendable {
        /// The event that somebody has been told of.
        package var event: UUID
        package var cause: Cause
        /// Who was told, as visitors may read it: a host, a department; empty for the reception and for several.
        package var target: String
        package var confirmation: Confirmation
        /// The newest answer; missing while nobody has answered.
        package var reply: Reply?
        /// An extension to ring; empty when none is known.
        package var phone: String
        /// From then on the extension is shown, by the monotonic clock.
        package var patience: Duration
        /// Whether nobody has answered in time, nobody could be told, or nobody is left: the extension is to be shown.
        package var asksToRing: Bool
        package var until: Duration

        package init(
            event: UUID, cause: Cause, target: String, confirmation: Confirmation, phone: String, patience: Duration,
            until: Duration
        ) {
            self.event = event
            self.cause = cause
            self.target = target
            self.confirmation = confirmation
            self.phone = phone
            self.patience = patience
            self.until = until
            asksToRing = !confirmation.saysThatSomebodyComes
        }
    }

    /// What somebody was told.
    package enum Cause: Hashable, Sendable {
        /// A visitor with a pass has come.
        case arrival
        case call
        case walkIn
        /// Something was left here; nobody needs to come.
        case leftDelivery
        /// Something was delivered that wants a signature.
        case signedDelivery
    }
}

package import Foundation

/// Where notices wait until they are delivered. Blocking; for a thread of its own.
package protocol NoticeQueue: Sendable {
    /// Takes what is due next, so that no other worker takes it for a minute; `nil` when nothing is due.
    func claim() throws -> Delivery?
    /// Says what became of a delivery: done with, or to be tried again.
    func settle(_ delivery: Delivery, wasDelivered: Bool) throws
}

/// One message to one webhook.
package struct Delivery: Hashable, Sendable {
    /// The queue's notices that it carries.
    package var notices: [UUID]
    /// The same on every attempt.
    package var id: UUID
    package var webhook: Webhook
    /// JSON.
    package var body: Data

    package init(notices: [UUID], id: UUID, webhook: Webhook, body: Data) {
        self.notices = notices
        self.id = id
        self.webhook = webhook
        self.body = body
    }
}

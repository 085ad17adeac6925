package import Foundation
package import Reception

/// An event as `uketsuke-cloud events` prints it. The names are part of the command line's contract.
package struct EventRecord: Codable, Hashable, Sendable {
    package var event: Event
    package var kiosk: UUID
    package var kioskName: String
    package var siteName: String
    package var receivedAt: Instant
    /// By the cloud's clock, as far as this event alone tells.
    package var correctedAt: Instant
    /// Missing when the pass was unknown when the event came.
    package var visitor: FrozenVisitor?
    /// What is odd about its time.
    package var flags: [Visit.TimeFlag]
    /// Another event of the same stream has the same number: one of the two was made on a copy of the kiosk's data.
    package var isNumberDoubled: Bool
    /// Who has said that they come; missing where nobody was asked.
    package var answer: AnswerRecord?

    package init(_ recorded: RecordedEvent, isNumberDoubled: Bool, answer: AnswerRecord? = nil) {
        event = recorded.event
        kiosk = recorded.kiosk
        kioskName = recorded.kioskName
        siteName = recorded.siteName
        receivedAt = recorded.receivedAt
        correctedAt = recorded.time
        visitor = recorded.visitor
        flags = recorded.flags
        self.isNumberDoubled = isNumberDoubled
        self.answer = answer
    }

    /// The oddities as one word each.
    package var remarks: [String] { flags.map(\.rawValue) + (isNumberDoubled ? ["numberDoubled"] : []) }
}

import CloudDomain
import Foundation
import GRDB
import Reception

/// Where the asking for somebody to come has got to, for one event.
struct Escalation {
    var event: UUID
    var tenant: TenantNumber
    var site: SiteNumber
    /// When the visitor came, by the cloud's clock.
    var occurredAt: Instant
    /// Whom it asks, one step after the other.
    var chain: [[NoticeTarget]]
    /// The step that was asked last.
    var step: Int
    /// How long each has to answer.
    var patience: Duration
    var state: AnswerRecord.State
    /// The key of the recipient who comes.
    var takenBy: String?
    /// Who comes, as people are told.
    var name = ""
    var minutes: Int?

    init(
        event: UUID, tenant: TenantNumber, site: SiteNumber, occurredAt: Instant, chain: [[NoticeTarget]], step: Int,
        patience: Duration, state: AnswerRecord.State
    ) {
        self.event = event
        self.tenant = tenant
        self.site = site
        self.occurredAt = occurredAt
        self.chain = chain
        self.step = step
        self.patience = patience
        self.state = state
    }

    init(_ row: Row) throws {
        event = try row.uuid("event")
        tenant = row["tenant"]
        site = row["site"]
        occurredAt = row["occurredAt"]
        chain = try Wire.decode([[NoticeTarget]].self, from: Data((row["chain"] as String).utf8))
        step = row["step"]
        patience = .milliseconds(row["patience"] as Int64)
        state = AnswerRecord.State(rawValue: row["state"]) ?? .unanswered
        takenBy = row["takenBy"]
        name = row["name"]
        minutes = row["minutes"]
    }
}

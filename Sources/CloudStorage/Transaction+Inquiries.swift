import CloudDomain
import Foundation
import GRDB
import Reception

// What somebody who was told of a visitor sees and says through the link in the notice.
extension Transaction {
    /// A link that works: the notice that it came with, and where the asking stands.
    private struct Link {
        var notice: Notice
        var recipient: String
        var step: Int
        /// A department's or the reception's channel, which several people read.
        var isGroup: Bool
        var escalation: Escalation
    }

    /// Where the receiver of a notice answers.
    func answerLinks(of notice: UUID, base: String) -> AnswerLinks {
        AnswerLinks(base: base, token: vault.answerToken(of: notice))
    }

    func inquiry(_ token: String) throws -> Inquiry? { try link(token).map(inquiry) }

    /// Takes an answer, unless another one has said before that they come. Who comes may say another time, or that
    /// somebody else is to be asked; of a group nobody knows whether it is the same one, so there the first word stands.
    func answer(_ token: String, _ answer: Answer, name: String) throws -> Inquiry? {
        guard let link = try link(token) else { return nil }
        let isOwn = link.escalation.takenBy == link.recipient && !link.isGroup
        switch answer {
        case .coming(let minutes):
            if link.escalation.state != .coming || isOwn { try take(link, minutes: minutes, name: name) }
        case .passOn:
            let isAsked = link.escalation.state == .asking && link.escalation.step == link.step
            if isAsked || link.escalation.state == .coming && isOwn { try askNext(link.escalation) }
        }
        return try inquiry(token)
    }

    private func link(_ token: String) throws -> Link? {
        let row = try Row.fetchOne(
            db, sql: "SELECT * FROM notice WHERE answer = ? AND queuedAt > ?",
            arguments: [AnswerToken.hash(token), now.advanced(by: .zero - Answer.lifetime)])
        guard let row, let escalation = try escalation(of: row.uuid("event")) else { return nil }
        let notice = try Wire.decode(Notice.self, from: Data((row["body"] as String).utf8))
        return Link(
            notice: notice, recipient: row["recipient"], step: row["step"], isGroup: row["host"] == nil,
            escalation: escalation)
    }

    private func inquiry(_ link: Link) throws -> Inquiry {
        let escalation = link.escalation
        let site = try site(escalation.site, of: escalation.tenant)
        let state: Inquiry.State
        switch escalation.state {
        case .coming where escalation.takenBy == link.recipient && !link.isGroup:
            state = .mine(minutes: escalation.minutes ?? 0)
        case .coming: state = .taken(by: escalation.name, minutes: escalation.minutes ?? 0)
        case .asking where escalation.step == link.step: state = .open
        case .asking:
            let next = try escalation.chain[escalation.step].first.map { try card(of: $0, at: site).name } ?? ""
            state = .passedOn(to: next)
        case .unanswered: state = .unanswered
        }
        return Inquiry(
            notice: link.notice, state: state, time: site.time.reading(of: link.notice.occurredAt).time,
            isGroup: link.isGroup)
    }

    // MARK: - Somebody comes

    private func take(_ link: Link, minutes: Int, name: String) throws {
        var escalation = link.escalation
        escalation.state = .coming
        escalation.takenBy = link.recipient
        escalation.name = name.isEmpty ? link.notice.host : name
        escalation.minutes = minutes
        try keep(escalation)
        let isNamed = !name.isEmpty || !link.recipient.hasPrefix("site/")
        let phone = try UUID(uuidString: link.recipient).flatMap { try host($0)?.phone } ?? ""
        try reply(.coming, to: escalation, card: HostCard(name: isNamed ? escalation.name : "", phone: phone))
        try tellOthers(of: escalation, link)
    }

    /// Whoever may have heard of the visitor hears that it is taken; whoever has not hears nothing any more.
    private func tellOthers(of escalation: Escalation, _ link: Link) throws {
        try db.execute(
            sql: """
                UPDATE notice SET state = 'dropped' WHERE event = ? AND type <> 'taken' AND recipient <> ?
                AND state = 'pending' AND attempts = 0
                """, arguments: [escalation.event.text, link.recipient])
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT * FROM notice WHERE event = ? AND type <> 'taken' AND recipient <> ? AND state <> 'dropped'
                """, arguments: [escalation.event.text, link.recipient])
        for row in rows {
            var notice = try Wire.decode(Notice.self, from: Data((row["body"] as String).utf8))
            (notice.id, notice.type) = (.v7(world), .taken)
            (notice.takenBy, notice.minutes) = (escalation.name, escalation.minutes)
            try insert(
                notice, to: (row["recipient"], row["host"], row["department"], row["site"]), of: escalation.event,
                tenant: escalation.tenant, lane: .word, step: row["step"])
        }
    }
}

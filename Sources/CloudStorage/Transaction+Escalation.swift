package import CloudDomain
package import Foundation
import GRDB
import Reception

// Who is asked next when nobody comes. All of it stands in the database, so that a restart forgets nobody who waits.
extension Transaction {
    /// The most that is done in one transaction.
    private static let portion = 50

    func begin(_ escalation: Escalation) throws {
        try db.execute(
            prepared: """
                INSERT INTO escalation (event, tenant, site, occurredAt, chain, step, patience, state, changedAt, dueAt)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            [
                escalation.event.text, escalation.tenant, escalation.site, escalation.occurredAt,
                String(decoding: try Wire.encode(escalation.chain), as: UTF8.self), escalation.step,
                escalation.patience.wholeMilliseconds, escalation.state.rawValue, now,
                now.advanced(by: escalation.patience),
            ])
    }

    /// Asked often and without writing.
    func isEscalationDue() throws -> Bool {
        try db.value(
            Bool.self, prepared: "SELECT EXISTS (SELECT 1 FROM escalation WHERE state = 'asking' AND dueAt <= ?)",
            [now]) ?? false
    }

    /// Asks the next one wherever nobody has answered in time.
    ///
    /// - Returns: whether anything was told.
    func escalate() throws -> Bool {
        let rows = try db.rows(
            prepared: "SELECT * FROM escalation WHERE state = 'asking' AND dueAt <= ? ORDER BY dueAt LIMIT ?",
            [now, Self.portion])
        for row in rows { try askNext(Escalation(row)) }
        return !rows.isEmpty
    }

    func escalation(of event: UUID) throws -> Escalation? {
        try db.row(prepared: "SELECT * FROM escalation WHERE event = ?", [event.text]).map(Escalation.init)
    }

    /// Tells the next of the chain, and the visitor who that is; or that nobody is left. Nobody is rung for somebody who
    /// came long ago.
    func askNext(_ known: Escalation) throws {
        var escalation = known
        (escalation.takenBy, escalation.name, escalation.minutes) = (nil, "", nil)
        let site = try site(escalation.site, of: escalation.tenant)
        let isFresh = now.since(escalation.occurredAt) <= Notice.freshness
        guard isFresh, let notice = try ring(of: escalation.event),
            let (step, recipients) = try reachable(
                in: escalation.chain, from: escalation.step + 1, event: escalation.event, at: site)
        else {
            escalation.state = .unanswered
            try keep(escalation)
            return try reply(.unanswered, to: escalation, card: lastCard(of: escalation, at: site))
        }
        (escalation.state, escalation.step) = (.asking, step)
        try tell(recipients, notice, of: escalation.event, tenant: escalation.tenant, lane: .ring, step: step)
        try keep(escalation)
        let card = try escalation.chain[step].first.map { try self.card(of: $0, at: site) }
        try reply(.passedOn, to: escalation, card: card ?? HostCard(name: "", phone: ""))
    }

    /// Keeps where it stands now, and begins its time anew.
    func keep(_ escalation: Escalation) throws {
        try db.execute(
            prepared: """
                UPDATE escalation SET step = ?, state = ?, changedAt = ?, dueAt = ?, takenBy = ?, name = ?, minutes = ?
                WHERE event = ?
                """,
            [
                escalation.step, escalation.state.rawValue, now, now.advanced(by: escalation.patience),
                escalation.takenBy, escalation.name, escalation.minutes, escalation.event.text,
            ])
    }

    /// Tells the kiosks of the site; the one that waits knows the event.
    func reply(_ state: Reply.State, to escalation: Escalation, card: HostCard) throws {
        let reply = Reply(
            event: escalation.event, state: state, name: card.name, minutes: escalation.minutes, phone: card.phone,
            at: now)
        try announce(.reply(reply), tenant: escalation.tenant, site: escalation.site)
    }

    /// What was told first of the event; the same goes to whoever is asked next.
    func ring(of event: UUID) throws -> Notice? {
        try db.value(
            String.self, prepared: "SELECT body FROM notice WHERE event = ? AND type <> 'taken' ORDER BY id LIMIT 1",
            [event.text]
        ).map { try Wire.decode(Notice.self, from: Data($0.utf8)) }
    }

    /// Whom the visitor can ring themselves: whoever was asked last, or else the reception.
    private func lastCard(of escalation: Escalation, at site: Site) throws -> HostCard {
        let asked = try escalation.chain.prefix(escalation.step + 1).last?.first.map { try card(of: $0, at: site) }
        guard let asked, !asked.phone.isEmpty else { return HostCard(name: "", phone: site.phone) }
        return asked
    }

    /// Who has answered, by event.
    package func answers() throws -> [UUID: AnswerRecord] {
        let rows = try Row.fetchAll(
            db, sql: "SELECT event, state, name, minutes, changedAt FROM escalation WHERE tenant = ?",
            arguments: [tenant().number])
        return try rows.reduce(into: [:]) { answers, row in
            answers[try row.uuid("event")] = AnswerRecord(
                state: AnswerRecord.State(rawValue: row["state"]) ?? .unanswered, name: row["name"],
                minutes: row["minutes"], at: row["changedAt"])
        }
    }
}

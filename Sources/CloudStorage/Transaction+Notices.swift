import CloudDomain
import Foundation
import GRDB
import Reception

import struct CloudDomain.Host

extension Transaction {
    /// How often a notice has failed: an attempt is counted when it begins, and one still under way may yet succeed.
    static let failures = "(attempts - (leasedUntil IS NOT NULL))"

    /// Queues what an event calls for: the first of its chain who can be told is told. Where somebody waits for an
    /// answer, the next one's turn is set down too.
    ///
    /// - Returns: what became of it; `nil` when nobody is to be told.
    func queueNotices(for recorded: RecordedEvent, appointment: Appointment?, kiosk: Kiosk) throws -> NoticeState? {
        let event = recorded.event
        guard let kind = Notice.Kind(event) else { return nil }
        let layout = try layout(of: kiosk.site.number, tenant: kiosk.tenant) ?? .standard
        let chain = try Chain.steps(of: event, invited: appointment?.hosts ?? [], layout: layout) { try host($0) }
        guard let (step, recipients) = try reachable(in: chain, from: 0, event: event.id, at: kiosk.site) else {
            return .noChannel
        }
        let isFailing = try recipients.allSatisfy { try hasFailedOfLate($0, of: kiosk.tenant) }
        let isFresh = now.since(recorded.time) <= Notice.freshness
        let progress = try appointment.map(progress) ?? (arrived: 0, expected: 0)
        let notice = Notice(
            id: .v7(world), type: kind, visitor: recorded.visitor, host: "", kiosk: kiosk.name,
            site: kiosk.site.name, occurredAt: recorded.time, arrived: progress.arrived, expected: progress.expected,
            button: event.button)
        try tell(
            recipients, notice, of: event.id, tenant: kiosk.tenant, lane: isFresh ? .ring : .digest, step: step)
        guard isFresh else { return .digest }
        if kind.asksForAnswer {
            try begin(
                Escalation(
                    event: event.id, tenant: kiosk.tenant, site: kiosk.site.number, occurredAt: recorded.time,
                    chain: chain, step: step, patience: .seconds(layout.answerSeconds), state: .asking))
        }
        return isFailing ? .failing : .queued
    }

    /// How a notice travels.
    enum Lane: String {
        /// At once; once it is no longer news it joins the digest.
        case ring
        case digest
        /// At once, and dropped once it is no longer news.
        case word
    }

    /// Queues one notice for each recipient, under an ID of its own.
    func tell(
        _ recipients: [Recipient], _ notice: Notice, of event: UUID, tenant: TenantNumber, lane: Lane, step: Int
    ) throws {
        for recipient in recipients {
            var own = notice
            own.id = .v7(world)
            own.host = recipient.name
            let address = recipient.address
            try insert(
                own, to: (recipient.key, address.host, address.department, address.site), of: event, tenant: tenant,
                lane: lane, step: step)
        }
    }

    /// - Parameter recipient: its key, and the columns that its webhook is found by.
    func insert(
        _ notice: Notice, to recipient: (key: String, host: String?, department: String?, site: SiteNumber?),
        of event: UUID, tenant: TenantNumber, lane: Lane, step: Int
    ) throws {
        let due = lane == .digest ? now.advanced(by: Notice.digestQuiet) : now
        let isAnswered = notice.type.asksForAnswer && lane == .ring
        try db.execute(
            prepared: """
                INSERT INTO notice (id, tenant, event, type, host, department, site, recipient, lane, occurredAt,
                    queuedAt, dueAt, answer, step, body)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (event, recipient, type) DO NOTHING
                """,
            [
                notice.id.text, tenant, event.text, notice.type.rawValue, recipient.host, recipient.department,
                recipient.site, recipient.key, lane.rawValue, notice.occurredAt, now, due,
                isAnswered ? AnswerToken.hash(vault.answerToken(of: notice.id)) : nil, step,
                String(decoding: try Wire.encode(notice), as: UTF8.self),
            ])
    }

    /// How many of an appointment's visitors have come, of how many.
    private func progress(of appointment: Appointment) throws -> (arrived: Int, expected: Int) {
        let row = try db.row(
            prepared: """
                SELECT count(*) AS expected,
                    coalesce(sum(EXISTS (
                        SELECT 1 FROM visit WHERE visit.tenant = pass.tenant AND visit.pass = pass.id)), 0) AS arrived
                FROM pass WHERE appointment = ? AND state = 'active'
                """, [appointment.id.text])
        return (row?["arrived"] ?? 0, row?["expected"] ?? 0)
    }
}

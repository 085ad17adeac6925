import CloudDomain
import Foundation
import GRDB
import Reception

import struct CloudDomain.Host

extension Transaction {
    /// How often a notice has failed: an attempt is counted when it begins, and one still under way may yet succeed.
    static let failures = "(attempts - (leasedUntil IS NOT NULL))"

    /// Queues what an event calls for: a welcome rings the hosts, a call the site's fallback or else the hosts.
    ///
    /// - Returns: what became of it; `nil` when nobody is to be told.
    func queueNotices(for recorded: RecordedEvent, appointment: Appointment?, kiosk: Kiosk) throws -> NoticeState? {
        let kind: Notice.Kind
        switch (recorded.event.kind, recorded.event.verdict) {
        case (.checkIn, .welcome): kind = .arrival
        case (.call, _): kind = .call
        default: return nil
        }
        let hosts = (appointment?.hosts ?? []).filter(\.hasChannel)
        let recipients: [Recipient] =
            kind == .call && kiosk.site.hasFallback ? [.site(kiosk.site)] : hosts.map(Recipient.host)
        guard !recipients.isEmpty else { return .noChannel }
        let isFailing = try recipients.allSatisfy { try hasFailedOfLate($0, of: kiosk.tenant) }
        let isFresh = now.since(recorded.time) <= Notice.freshness
        let progress = try appointment.map(progress) ?? (arrived: 0, expected: 0)
        for recipient in recipients {
            let notice = Notice(
                id: .v7(world), type: kind, visitor: recorded.visitor, host: recipient.name, kiosk: kiosk.name,
                site: kiosk.site.name, occurredAt: recorded.time, arrived: progress.arrived,
                expected: progress.expected)
            try insert(notice, to: recipient, event: recorded.event.id, tenant: kiosk.tenant, isFresh: isFresh)
        }
        return isFresh ? (isFailing ? .failing : .queued) : .digest
    }

    private enum Recipient {
        case host(Host)
        case site(Site)

        var name: String {
            switch self {
            case .host(let host): host.name
            case .site(let site): site.name
            }
        }

        /// As it stands in the table.
        var key: String {
            switch self {
            case .host(let host): host.id.text
            case .site(let site): "site/\(site.number)"
            }
        }
    }

    /// Whether a notice to them has failed and is still being tried again.
    private func hasFailedOfLate(_ recipient: Recipient, of tenant: TenantNumber) throws -> Bool {
        // The bare comparison lets SQLite use the index of those that were tried.
        try db.value(
            Bool.self,
            prepared: """
                SELECT EXISTS (
                    SELECT 1 FROM notice WHERE tenant = ? AND recipient = ? AND state = 'pending' AND attempts > 0
                    AND \(Self.failures) > 0)
                """, [tenant, recipient.key]) ?? false
    }

    private func insert(
        _ notice: Notice, to recipient: Recipient, event: UUID, tenant: TenantNumber, isFresh: Bool
    ) throws {
        let (host, site): (String?, SiteNumber?) =
            switch recipient {
            case .host(let host): (host.id.text, nil)
            case .site(let site): (nil, site.number)
            }
        let due = isFresh ? now : now.advanced(by: Notice.digestQuiet)
        try db.execute(
            prepared: """
                INSERT INTO notice (id, tenant, event, host, site, recipient, lane, occurredAt, queuedAt, dueAt, body)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (event, recipient) DO NOTHING
                """,
            [
                notice.id.text, tenant, event.text, host, site, recipient.key,
                isFresh ? "ring" : "digest", notice.occurredAt, now, due,
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

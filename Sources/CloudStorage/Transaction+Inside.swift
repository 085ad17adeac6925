import CloudDomain
import Foundation
import GRDB
import Reception

// What kiosks are told of those who are inside beyond their passes: who came without an appointment, where they came in,
// and who was seen at the assembly point.
extension Transaction {
    /// Tells of the newest visit of a pass, if there is something new.
    func announceInside(
        _ visit: Visit?, of pass: PassID, by events: [RecordedEvent], tenant: TenantNumber, site: SiteNumber
    )
        throws
    {
        let card = try visit.flatMap { $0.leftAt == nil ? $0 : nil }.map { visit in
            InsideCard(
                walkIn: events.first { $0.event.id == visit.checkIn.event }?.event.walkIn,
                kiosk: visit.checkIn.kioskName,
                safeAt: VisitFold.safeAt(
                    visit, by: events, evacuationEndedAt: try evacuationEnd(of: visit.checkIn.kiosk)))
        }
        try announceNews(.inside(pass: pass, card: card), isNothing: card == nil, tenant: tenant, site: site)
    }

    /// Keeps that an evacuation of the kiosk's site was over then, and takes back the marks from before.
    func endEvacuation(_ recorded: RecordedEvent, kiosk: Kiosk) throws {
        try db.execute(
            prepared: """
                UPDATE site SET evacuationEndedAt = max(coalesce(evacuationEndedAt, ?1), ?1)
                WHERE tenant = ?2 AND number = ?3
                """, [recorded.time, kiosk.tenant, kiosk.site.number])
        let marked = try db.rows(
            prepared: """
                SELECT key, site FROM change WHERE tenant = ? AND kind = 'inside' AND body LIKE '%"safeAt"%'
                """, [kiosk.tenant])
        for row in marked {
            guard let pass = PassID(row["key"] as String) else { continue }
            let visit = try newestVisit(of: pass, tenant: kiosk.tenant)
            try announceInside(
                visit, of: pass, by: visitEvents(of: pass, tenant: kiosk.tenant), tenant: kiosk.tenant,
                site: row["site"])
        }
    }

    private func evacuationEnd(of kiosk: UUID) throws -> Instant? {
        try db.row(
            prepared: """
                SELECT evacuationEndedAt FROM site JOIN kiosk ON kiosk.tenant = site.tenant AND kiosk.site = site.number
                WHERE kiosk.id = ?
                """, [kiosk.text])?["evacuationEndedAt"]
    }
}

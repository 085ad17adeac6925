package import CloudDomain
import Foundation
import GRDB
import Reception

extension Transaction {
    /// Every visit, in order of check-in.
    package func visits() throws -> [Visit] {
        try String.fetchAll(
            db, sql: "SELECT body FROM visit WHERE tenant = ? ORDER BY checkedInAt, pass, position",
            arguments: [tenant().number]
        ).map { try Wire.decode(Visit.self, from: Data($0.utf8)) }
    }

    func newestVisit(of pass: PassID, tenant: TenantNumber) throws -> Visit? {
        try db.value(
            String.self,
            prepared: "SELECT body FROM visit WHERE tenant = ? AND pass = ? ORDER BY position DESC LIMIT 1",
            [tenant, pass]
        ).map { try Wire.decode(Visit.self, from: Data($0.utf8)) }
    }

    /// Makes the visits of a pass anew after `recorded` was kept, and tells the kiosks if its newest state is another
    /// now.
    func refold(_ recorded: RecordedEvent, appointment: Appointment?, kiosk: Kiosk) throws {
        guard let pass = recorded.event.pass else { return }
        // What was just written need not be read again: for most passes it is all there is.
        let others = try db.values(
            String.self,
            prepared: """
                SELECT body FROM event
                WHERE tenant = ? AND pass = ? AND kind IN ('checkIn', 'checkOut', 'walkIn') AND id <> ?
                """, [kiosk.tenant, pass, recorded.event.id.text]
        ).map(Self.recorded)
        let events = others + [recorded]
        let visits = VisitFold.visits(of: events)
        let told = events.filter(\.isAdmission).map(\.receivedAt).max()
        if !others.isEmpty {
            try db.execute(prepared: "DELETE FROM visit WHERE tenant = ? AND pass = ?", [kiosk.tenant, pass])
        }
        for (position, visit) in visits.enumerated() {
            try insert(visit, at: position, tenant: kiosk.tenant, told: told)
        }
        let site = appointment?.site ?? kiosk.site.number
        try announce(visits.last?.state, of: pass, tenant: kiosk.tenant, site: site)
    }

    private func insert(_ visit: Visit, at position: Int, tenant: TenantNumber, told: Instant?) throws {
        try db.execute(
            prepared: """
                INSERT INTO visit (tenant, pass, position, checkedInAt, checkedOutAt, conflictAt, body)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """,
            [
                tenant, visit.pass, position, visit.checkIn.correctedAt, visit.checkOut?.correctedAt,
                visit.isConflict ? told : nil, String(decoding: try Wire.encode(visit), as: UTF8.self),
            ])
    }
}

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

    /// Makes the visits of a pass anew after `recorded` was kept, and tells the kiosks what is new.
    func refold(_ recorded: RecordedEvent, appointment: Appointment?, kiosk: Kiosk) throws {
        guard let pass = recorded.event.pass else { return }
        try refold(
            pass, of: kiosk.tenant, toldAt: appointment?.site ?? kiosk.site.number, after: recorded)
    }

    /// Makes the visits of a pass anew.
    ///
    /// - Parameters:
    ///   - site: whose kiosks are told.
    ///   - recorded: what was just written, which need not be read again: for most passes it is all there is.
    ///   - closings: by check-in event, when a visit is closed now that nobody has ended.
    func refold(
        _ pass: PassID, of tenant: TenantNumber, toldAt site: SiteNumber, after recorded: RecordedEvent? = nil,
        assuming closings: [UUID: Instant] = [:]
    ) throws {
        let others = try visitEvents(of: pass, tenant: tenant, but: recorded?.event.id)
        let events = others + [recorded].compactMap { $0 }
        let known = others.isEmpty ? [:] : try assumedClosings(of: pass, tenant: tenant)
        let visits = VisitFold.visits(of: events, assumed: known.merging(closings) { $1 })
        let told = events.filter(\.isAdmission).map(\.receivedAt).max()
        if !others.isEmpty {
            try db.execute(prepared: "DELETE FROM visit WHERE tenant = ? AND pass = ?", [tenant, pass])
        }
        for (position, visit) in visits.enumerated() {
            try insert(visit, at: position, tenant: tenant, told: told)
        }
        try announce(visits.last?.state, of: pass, tenant: tenant, site: site)
        try announceInside(visits.last, of: pass, by: events, tenant: tenant, site: site)
    }

    /// What the visits of a pass are made of.
    func visitEvents(of pass: PassID, tenant: TenantNumber, but event: UUID? = nil) throws -> [RecordedEvent] {
        try db.values(
            String.self,
            prepared: """
                SELECT body FROM event
                WHERE tenant = ? AND pass = ? AND kind IN ('checkIn', 'checkOut', 'walkIn', 'staff') AND id <> ?
                """, [tenant, pass, event?.text ?? ""]
        ).map(Self.recorded).filter(\.shapesVisits)
    }

    /// What was assumed before, which a late event of another kind does not undo.
    private func assumedClosings(of pass: PassID, tenant: TenantNumber) throws -> [UUID: Instant] {
        let rows = try db.rows(
            prepared: """
                SELECT json_extract(body, '$.checkIn.event') AS event, assumedOutAt FROM visit
                WHERE tenant = ? AND pass = ? AND assumedOutAt IS NOT NULL
                """, [tenant, pass])
        return try rows.reduce(into: [:]) { $0[try $1.uuid("event")] = $1["assumedOutAt"] }
    }

    private func insert(_ visit: Visit, at position: Int, tenant: TenantNumber, told: Instant?) throws {
        try db.execute(
            prepared: """
                INSERT INTO visit (tenant, pass, position, checkedInAt, checkedOutAt, conflictAt, site, openSince,
                    assumedOutAt, body)
                VALUES (?, ?, ?, ?, ?, ?, (SELECT site FROM kiosk WHERE id = ?), ?, ?, ?)
                """,
            [
                tenant, visit.pass, position, visit.checkIn.correctedAt, visit.leftAt, visit.isConflict ? told : nil,
                visit.checkIn.kiosk.text, visit.leftAt == nil ? visit.openSince : nil, visit.assumedOutAt,
                String(decoding: try Wire.encode(visit), as: UTF8.self),
            ])
    }
}

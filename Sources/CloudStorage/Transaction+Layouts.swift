package import CloudDomain
import Foundation
import GRDB
package import Reception

extension Transaction {
    /// What was set for a site's kiosks; `nil` where they show the standard.
    package func layout(of site: Site) throws -> KioskLayout? {
        try layout(of: site.number, tenant: tenant().number)
    }

    /// Sets what a site's kiosks show, and tells them. It must have passed ``LayoutCheck``.
    package func setLayout(_ layout: KioskLayout, of site: Site) throws {
        let tenant = try tenant().number
        try db.execute(
            sql: """
                INSERT INTO layout (tenant, site, body, changedAt) VALUES (?, ?, ?, ?)
                ON CONFLICT DO UPDATE SET body = excluded.body, changedAt = excluded.changedAt
                """,
            arguments: [tenant, site.number, String(decoding: try Wire.encode(layout), as: UTF8.self), now])
        try announce(.layout(layout), tenant: tenant, site: site.number)
    }

    /// Has a site's kiosks show the standard again.
    package func resetLayout(of site: Site) throws {
        let tenant = try tenant().number
        try db.execute(sql: "DELETE FROM layout WHERE tenant = ? AND site = ?", arguments: [tenant, site.number])
        try announce(.layout(.standard), tenant: tenant, site: site.number)
    }

    func layout(of site: SiteNumber, tenant: TenantNumber) throws -> KioskLayout? {
        try db.value(String.self, prepared: "SELECT body FROM layout WHERE tenant = ? AND site = ?", [tenant, site])
            .map { try Wire.decode(KioskLayout.self, from: Data($0.utf8)) }
    }

    /// - Throws: ``StorageFailure`` when a layout's button names that target.
    func refuseWhereRung(_ target: NoticeTarget) throws {
        let count = try Int.fetchOne(
            db, sql: "SELECT count(*) FROM layout WHERE tenant = ? AND instr(body, ?)",
            arguments: [tenant().number, try Self.escaped(target)])
        guard count == 0 else {
            throw StorageFailure(
                .invalid, "A site's layout rings it; change that first with uketsuke-cloud layout set.")
        }
    }

    /// As it stands in the JSON, whose encoder may escape slashes.
    private static func escaped(_ target: NoticeTarget) throws -> String {
        String(decoding: try Wire.encode([target]).dropFirst().dropLast(), as: UTF8.self)
    }
}

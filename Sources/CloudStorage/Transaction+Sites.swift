package import CloudDomain
import Foundation
import GRDB
package import Reception

/// What an edit changes of a site; what is missing stays.
package struct SiteEdit: Sendable {
    package var phone: String?
    package var closeAt: Closing

    /// What becomes of the time at which forgotten visits are closed.
    package enum Closing: Sendable {
        case keep
        /// `nil` for never.
        case set(ClockTime?)
    }

    package init(phone: String? = nil, closeAt: Closing = .keep) {
        self.phone = phone
        self.closeAt = closeAt
    }
}

extension Transaction {
    /// Adds a site and tells its kiosks.
    ///
    /// - Throws: ``StorageFailure`` when the name is taken or none.
    package func addSite(
        name: String, time: SiteTime, phone: String, webhook: Webhook?, closeAt: ClockTime? = nil
    ) throws -> Site {
        try checkName(name)
        let tenant = try tenant().number
        guard try !sites(of: tenant).contains(where: { $0.name == name }) else {
            throw StorageFailure(.ambiguous, "A site of that name exists already.")
        }
        let newest =
            try Int.fetchOne(db, sql: "SELECT max(number) FROM site WHERE tenant = ?", arguments: [tenant]) ?? 0
        guard let number = SiteNumber(exactly: newest + 1) else {
            throw StorageFailure(.invalid, "A tenant has at most 65,535 sites.")
        }
        let site = Site(
            number: number, name: name, time: time, phone: phone, hasFallback: webhook != nil, closeAt: closeAt)
        let secret = try webhook.map { try vault.seal($0.secret, for: "site/\(tenant)/\(number)") }
        try db.execute(
            sql: """
                INSERT INTO site (tenant, number, name, timeZone, phone, webhook, sealedSecret, closeAt)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                tenant, number, name, time.timeZone.identifier, phone, webhook?.url.absoluteString, secret,
                closeAt?.description,
            ])
        try announce(.site(site.card), tenant: tenant, site: number)
        return site
    }

    /// Changes a site, and tells its kiosks.
    ///
    /// - Throws: ``StorageFailure`` when there is none of that name.
    package func editSite(named name: String?, _ edit: SiteEdit) throws -> Site {
        let (tenant, number) = (try tenant().number, try site(named: name).number)
        if let phone = edit.phone {
            try checkText(phone)
            try db.execute(
                sql: "UPDATE site SET phone = ? WHERE tenant = ? AND number = ?", arguments: [phone, tenant, number])
        }
        if case .set(let closeAt) = edit.closeAt {
            try db.execute(
                sql: "UPDATE site SET closeAt = ? WHERE tenant = ? AND number = ?",
                arguments: [closeAt?.description, tenant, number])
        }
        let site = try site(number, of: tenant)
        if edit.phone != nil { try announce(.site(site.card), tenant: tenant, site: number) }
        return site
    }

    /// A tenant's sites, in order of number.
    package func sites(of tenant: TenantNumber) throws -> [Site] {
        try Row.fetchAll(db, sql: "SELECT * FROM site WHERE tenant = ? ORDER BY number", arguments: [tenant])
            .map(site)
    }

    /// The site of that name; the only one when no name is given.
    ///
    /// - Throws: ``StorageFailure`` with what to type instead.
    package func site(named name: String?) throws -> Site {
        let sites = try sites(of: tenant().number)
        guard !sites.isEmpty else {
            throw StorageFailure(.unknown, "There is no site yet; add one with uketsuke-cloud site add --name NAME.")
        }
        if let name {
            guard let site = sites.first(where: { $0.name == name }) else {
                throw StorageFailure(.unknown, "No site has that name; uketsuke-cloud site list shows them.")
            }
            return site
        }
        guard sites.count == 1 else {
            throw StorageFailure(.ambiguous, "There are several sites; say which with --site NAME.")
        }
        return sites[0]
    }

    func site(_ number: SiteNumber, of tenant: TenantNumber) throws -> Site {
        let row = try Row.fetchOne(
            db, sql: "SELECT * FROM site WHERE tenant = ? AND number = ?", arguments: [tenant, number])
        guard let row else { throw StorageFailure(.unusable, "Site \(number) is missing; restore the database.") }
        return try site(row)
    }

    private func site(_ row: Row) throws -> Site {
        let zone: String = row["timeZone"]
        guard let time = SiteTime(identifier: zone) else {
            throw StorageFailure(.unusable, "The system does not know the time zone \(zone); install tzdata.")
        }
        let webhook: String? = row["webhook"]
        let closeAt: String? = row["closeAt"]
        return Site(
            number: row["number"], name: row["name"], time: time, phone: row["phone"], hasFallback: webhook != nil,
            closeAt: closeAt.flatMap { ClockTime($0) })
    }
}

import CloudDomain
import Foundation
import GRDB
import Reception

// Visits that nobody has ended are closed at the site's set time. It is an assumption, marked as one: whatever an event
// says later counts for more.
extension Transaction {
    /// The most that is done in one transaction.
    private static let portion = 50

    /// Asked often and without writing.
    func isClosingDue() throws -> Bool { try !forgotten(1).isEmpty }

    /// Closes some of them.
    ///
    /// - Returns: whether any was closed.
    func closeForgotten() throws -> Bool {
        let visits = try forgotten(Self.portion)
        for (visit, closing, site, tenant) in visits {
            let place = try knownPass(visit.pass, of: tenant)?.1.site ?? site
            try refold(
                visit.pass, of: tenant, toldAt: place,
                assuming: [visit.checkIn.event: closing.next(after: visit.openSince)])
        }
        // What cannot be closed (its events are gone) is no reason to go on at once.
        return try visits.first.map { try forgotten(1).first?.visit != $0.visit } ?? false
    }

    private typealias Forgotten = (visit: Visit, closing: ClosingTime, site: SiteNumber, tenant: TenantNumber)

    private func forgotten(_ most: Int) throws -> [Forgotten] {
        let tenant = try tenant().number
        var found: [Forgotten] = []
        for site in try sites(of: tenant) where found.count < most {
            guard let closing = site.closing else { continue }
            let visits = try db.values(
                String.self,
                prepared: """
                    SELECT body FROM visit WHERE tenant = ? AND site = ? AND openSince < ? ORDER BY openSince LIMIT ?
                    """, [tenant, site.number, closing.last(upTo: now), most - found.count])
            for body in visits {
                found.append((try Wire.decode(Visit.self, from: Data(body.utf8)), closing, site.number, tenant))
            }
        }
        return found
    }
}

package import Foundation
package import Reception

/// A terminal that has been enrolled.
package struct Kiosk: Hashable, Sendable {
    package var id: UUID
    /// What the administrator calls it.
    package var name: String
    package var tenant: TenantNumber
    package var site: Site

    package init(id: UUID, name: String, tenant: TenantNumber, site: Site) {
        self.id = id
        self.name = name
        self.tenant = tenant
        self.site = site
    }
}

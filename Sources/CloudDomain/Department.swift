package import Foundation
package import Reception

/// A department that hosts belong to.
package struct Department: Hashable, Sendable {
    package var id: UUID
    package var name: String
    /// Missing when it is not tied to one site.
    package var site: SiteNumber?

    package init(id: UUID, name: String, site: SiteNumber?) {
        self.id = id
        self.name = name
        self.site = site
    }
}

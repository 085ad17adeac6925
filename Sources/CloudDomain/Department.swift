package import Foundation
package import Reception

/// A department that hosts belong to.
package struct Department: Hashable, Sendable {
    package var id: UUID
    package var name: String
    /// In kana; kiosks sort departments by it. Empty when it is not known.
    package var reading: String
    /// The name in other languages, by BCP 47 tag.
    package var names: [String: String]
    /// An extension that a kiosk may show; empty when none is set.
    package var phone: String
    /// Missing when it is not tied to one site.
    package var site: SiteNumber?
    /// Whether it has a channel of its own; without one its hosts are told, each by theirs.
    package var hasChannel: Bool

    package init(
        id: UUID, name: String, reading: String = "", names: [String: String] = [:], phone: String = "",
        site: SiteNumber?, hasChannel: Bool = false
    ) {
        self.id = id
        self.name = name
        self.reading = reading
        self.names = names
        self.phone = phone
        self.site = site
        self.hasChannel = hasChannel
    }

    /// As kiosks are told.
    package var record: DepartmentRecord {
        DepartmentRecord(id: id, name: name, reading: reading, names: names, phone: phone)
    }
}

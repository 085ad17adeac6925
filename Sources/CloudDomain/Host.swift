package import Foundation
package import Reception

/// Who receives visitors.
package struct Host: Hashable, Sendable {
    package var id: UUID
    package var name: String
    /// How the name is read, in kana; empty when it is not known.
    package var reading: String
    /// Empty when none is set; never told to kiosks.
    package var mail: String
    /// An extension that a kiosk may show; empty when none is set.
    package var phone: String
    package var department: UUID?
    /// Whether arrivals can be told to this host at all.
    package var hasChannel: Bool

    package init(
        id: UUID, name: String, reading: String = "", mail: String, phone: String, department: UUID?, hasChannel: Bool
    ) {
        self.id = id
        self.name = name
        self.reading = reading
        self.mail = mail
        self.phone = phone
        self.department = department
        self.hasChannel = hasChannel
    }

    /// As visitors may see.
    package var card: HostCard { HostCard(name: name, phone: phone) }

    /// As kiosks are told.
    package var record: HostRecord {
        HostRecord(id: id, name: name, reading: reading, department: department, phone: phone)
    }
}

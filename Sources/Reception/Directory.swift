package import Foundation

/// A host as kiosks know one: to be found by name or reading, and to be rung.
package struct HostRecord: Codable, Hashable, Sendable, Identifiable {
    package var id: UUID
    package var name: String
    /// How the name is read, in kana; empty when it is not known. Latin names may leave it empty.
    package var reading: String
    package var department: UUID?
    /// An extension that visitors may be shown; empty when none is set.
    package var phone: String

    package init(id: UUID, name: String, reading: String, department: UUID?, phone: String) {
        self.id = id
        self.name = name
        self.reading = reading
        self.department = department
        self.phone = phone
    }
}

/// A department as kiosks show it (row M3). The cloud tells kiosks only of departments with somebody in them.
package struct DepartmentRecord: Codable, Hashable, Sendable, Identifiable {
    package var id: UUID
    package var name: String
    /// In kana; departments are sorted by it.
    package var reading: String
    /// The name in other languages, by BCP 47 tag.
    package var names: [String: String]
    /// An extension that visitors may be shown; empty when none is set.
    package var phone: String

    package init(id: UUID, name: String, reading: String, names: [String: String] = [:], phone: String) {
        self.id = id
        self.name = name
        self.reading = reading
        self.names = names
        self.phone = phone
    }

    /// The name in that language, else as it is written at home.
    package func name(in language: String) -> String { names[language] ?? name }
}

/// Somebody who came without an appointment, as they typed it. Personal data.
package struct WalkIn: Codable, Hashable, Sendable {
    package var name: String
    /// Empty when it was not asked for.
    package var company: String
    /// How many came together, this one included; at least 1.
    package var headcount: Int
    /// The language they chose (BCP 47).
    package var language: String

    package init(name: String, company: String, headcount: Int, language: String) {
        self.name = name
        self.company = company
        self.headcount = headcount
        self.language = language
    }

    /// The most characters of a name or a company.
    package static let longestText = 80
    /// The most people of one party.
    package static let largestParty = 99
}

/// What has become of an arrival, a call or a walk-in: news for the screen of the kiosk that recorded it.
package struct Reply: Codable, Hashable, Sendable {
    /// The event that it answers.
    package var event: UUID
    package var state: State
    /// Who comes, or who is asked next; empty when there is no name to tell.
    package var name: String
    /// In how many minutes they come; missing when they did not say, 0 means at once.
    package var minutes: Int?
    /// The extension of whoever was asked last; empty when none is set.
    package var phone: String
    package var at: Instant

    package enum State: String, Codable, Sendable {
        /// Somebody is on the way.
        case coming
        /// Nobody has answered, or the one asked could not come: the next is being asked.
        case passedOn
        /// Nobody is left to be asked.
        case unanswered
    }

    package init(event: UUID, state: State, name: String, minutes: Int?, phone: String, at: Instant) {
        self.event = event
        self.state = state
        self.name = name
        self.minutes = minutes
        self.phone = phone
        self.at = at
    }
}

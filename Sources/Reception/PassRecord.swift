/// A pass as the cloud tells it to kiosks: one visitor of one appointment, with what the screen needs.
package struct PassRecord: Codable, Hashable, Sendable, Identifiable {
    package var id: PassID
    package var kind: PassKind
    package var state: PassState
    /// 0 admits at every site of the tenant.
    package var site: SiteNumber
    /// It admits in the half-open `[from, until)`. Whole days of the site's time zone, unless the appointment says else.
    package var from: Instant
    package var until: Instant
    /// When the appointment itself begins and ends, for the screen.
    package var start: Instant
    package var end: Instant
    /// Eight digits; kiosks keep only a keyed hash of it.
    package var passcode: String
    /// As the invitation wrote it.
    package var visitor: String
    /// Empty when unknown; never shown unless the tenant says so (row M7).
    package var company: String
    package var title: String
    /// Empty when none is set.
    package var room: String
    package var hosts: [HostCard]
    /// The visitor's language (BCP 47), when the invitation knew it.
    package var language: String?

    package init(
        id: PassID, kind: PassKind, state: PassState, site: SiteNumber, window: Range<Instant>,
        appointment: Range<Instant>, passcode: String, visitor: String, company: String, title: String, room: String,
        hosts: [HostCard], language: String?
    ) {
        self.id = id
        self.kind = kind
        self.state = state
        self.site = site
        from = window.lowerBound
        until = window.upperBound
        start = appointment.lowerBound
        end = appointment.upperBound
        self.passcode = passcode
        self.visitor = visitor
        self.company = company
        self.title = title
        self.room = room
        self.hosts = hosts
        self.language = language
    }
}

/// How often a pass admits.
package enum PassKind: String, Codable, Sendable {
    /// Once.
    case single
    /// On every day of its window, any number of times.
    case period
}

/// Whether a pass still stands.
package enum PassState: String, Codable, Sendable {
    case active
    /// The pass alone was taken back.
    case withdrawn
    /// Its appointment was cancelled or deleted.
    case cancelled
}

/// What a visitor may be told about a host.
package struct HostCard: Codable, Hashable, Sendable {
    package var name: String
    /// Whom to ring when nobody can be notified; empty when none is set.
    package var phone: String

    package init(name: String, phone: String) {
        self.name = name
        self.phone = phone
    }
}

/// Where a pass stands by the newest visit made with it.
package struct VisitState: Codable, Hashable, Sendable {
    package var checkedInAt: Instant
    /// Missing while the visitor is inside.
    package var checkedOutAt: Instant?
    /// How it ended; missing while the visitor is inside, and where an older release did not say.
    package var exit: ExitKind?

    package init(checkedInAt: Instant, checkedOutAt: Instant? = nil, exit: ExitKind? = nil) {
        self.checkedInAt = checkedInAt
        self.checkedOutAt = checkedOutAt
        self.exit = exit
    }

    /// An end of a kind that this release does not know is an end all the same: a kiosk must not stop syncing over it.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        checkedInAt = try container.decode(Instant.self, forKey: .checkedInAt)
        checkedOutAt = try container.decodeIfPresent(Instant.self, forKey: .checkedOutAt)
        exit = try container.decodeIfPresent(String.self, forKey: .exit).flatMap(ExitKind.init)
    }
}

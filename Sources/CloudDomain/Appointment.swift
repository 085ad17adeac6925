package import Foundation
package import Reception

/// A meeting that visitors are invited to.
package struct Appointment: Hashable, Sendable {
    package var id: UUID
    package var site: SiteNumber
    package var title: String
    package var start: Instant
    package var end: Instant
    /// Empty when none is set.
    package var room: String
    package var kind: PassKind
    package var isCancelled: Bool
    package var hosts: [Host]

    package init(
        id: UUID, site: SiteNumber, title: String, start: Instant, end: Instant, room: String, kind: PassKind,
        isCancelled: Bool, hosts: [Host]
    ) {
        self.id = id
        self.site = site
        self.title = title
        self.start = start
        self.end = end
        self.room = room
        self.kind = kind
        self.isCancelled = isCancelled
        self.hosts = hosts
    }

    /// When its passes admit: from the first moment of the site's day that holds the start, to the last of the day
    /// that holds the end. Half-open, so that a meeting that ends at midnight does not reach into the day after.
    package func window(at site: SiteTime) -> Range<Instant> {
        let first = site.day(of: start)
        let last = site.day(of: max(start, Instant(milliseconds: end.milliseconds - 1)))
        return first.lowerBound..<last.upperBound
    }
}

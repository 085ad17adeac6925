package import Foundation
package import Reception

/// What a program beside the kiosk is told of an event that is on record: a badge printer, a door, a light.
///
/// It is made after the commit, never before. As JSON it is one object; what is not known is missing. Personal data:
/// it goes to the program's standard input, never to its arguments, and never to a log.
package struct Hook: Hashable, Sendable {
    package var kind: Kind
    /// The event's ID, the same as in the cloud's history.
    package var event: UUID
    /// When it happened, by the corrected clock.
    package var at: Instant
    /// The same on the site's wall: `2026-11-23 10:02`.
    package var localTime: String
    package var tenant: String?
    package var site: String?
    package var pass: PassID?
    package var verdict: VerdictCode?
    package var visitor: String?
    package var company: String?
    package var headcount: Int?
    /// The appointment's title, as the invitation wrote it.
    package var title: String?
    package var room: String?
    /// When the appointment begins and ends.
    package var start: Instant?
    package var end: Instant?
    /// Who receives the visitor.
    package var hosts: [HostCard]?
    /// Whom a call, a delivery or a walk-in is for.
    package var target: NoticeTarget?
    /// The target as visitors read it.
    package var targetName: String?
    /// Which button of the idle screen it began with.
    package var button: String?
    /// The visitor's language (BCP 47).
    package var language: String?

    package init(kind: Kind, event: UUID, at: Instant, localTime: String) {
        self.kind = kind
        self.event = event
        self.at = at
        self.localTime = localTime
    }

    /// What happened; the raw value names it in the JSON and, after `on_`, in the configuration.
    package enum Kind: String, Codable, Sendable, CaseIterable {
        case checkIn = "check_in"
        case checkOut = "check_out"
        case walkIn = "walk_in"
        case delivery, call, refusal
        /// Staff want a visitor's badge once more.
        case reprint
    }

    /// One JSON object in one line, without a newline.
    package var json: Data { (try? Wire.encode(self)) ?? Data("{}".utf8) }
}

extension Hook: Encodable {
    private enum CodingKeys: String, CodingKey {
        case kind, event, at, localTime, tenant, site, pass, verdict, visitor, company, headcount, title, room, start
        case end, hosts, target, targetName, button, language
    }
}

import ArgumentParser
import Foundation
import Reception

/// A moment as a person types it: RFC 3339, or the site's wall clock without an offset.
struct SiteMoment: ExpressibleByArgument {
    private let text: String

    init?(argument: String) {
        // ISO 8601 allows an offset of whole hours, which RFC 3339 does not.
        text = argument.wholeMatch(of: /.+[Tt ]\d\d:\d\d.*[+-]\d\d/) == nil ? argument : argument + ":00"
        guard Instant(rfc3339: text) != nil || Self.local(text) != nil else { return nil }
    }

    /// The moment at that site.
    ///
    /// - Throws: ``CommandFailure`` for a day or time that does not exist.
    func instant(at site: SiteTime) throws -> Instant {
        if let instant = Instant(rfc3339: text) { return instant }
        guard let match = Self.local(text), let instant = site.instant(match) else {
            throw CommandFailure("The time \(text) does not exist at the site.")
        }
        return instant
    }

    private static func local(_ text: String) -> DateComponents? {
        let pattern = /(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d))?/
        guard let match = text.wholeMatch(of: pattern)?.output else { return nil }
        return DateComponents(
            year: Int(match.1), month: Int(match.2), day: Int(match.3), hour: Int(match.4), minute: Int(match.5),
            second: Int(match.6 ?? "0"))
    }
}

extension SiteTime {
    /// The moment at which the site's wall clock shows that; `nil` when it never does.
    fileprivate func instant(_ components: DateComponents) -> Instant? {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = timeZone
        var components = components
        components.timeZone = timeZone
        guard components.isValidDate(in: calendar), let date = calendar.date(from: components) else { return nil }
        return Instant(date)
    }

    /// The half-open day that a person named, such as `2026-11-23`.
    func day(named text: String) -> Range<Instant>? {
        guard let moment = SiteMoment(argument: text + "T12:00"), let noon = try? moment.instant(at: self)
        else { return nil }
        return day(of: noon)
    }
}

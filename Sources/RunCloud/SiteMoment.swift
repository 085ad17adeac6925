import ArgumentParser
import Reception

/// A moment as a person types it: RFC 3339, or the site's wall clock without an offset.
///
/// Where the clocks are put forward or back, ``SiteTime`` says what a time that does not exist or comes twice means: the
/// first moment after the gap, and the earlier of the two.
struct SiteMoment: ExpressibleByArgument {
    private let text: String

    init?(argument: String) {
        // ISO 8601 allows an offset of whole hours, which RFC 3339 does not.
        text = argument.wholeMatch(of: /.+[Tt ]\d\d:\d\d.*[+-]\d\d/) == nil ? argument : argument + ":00"
        guard Instant(rfc3339: text) != nil || Self.local(text) != nil else { return nil }
    }

    /// The moment at that site.
    ///
    /// - Throws: ``CommandFailure`` for a day that does not exist there.
    func instant(at site: SiteTime) throws -> Instant {
        if let instant = Instant(rfc3339: text) { return instant }
        guard let (date, time) = Self.local(text),
            let instant = site.instant(date, hour: time[0], minute: time[1], second: time[2])
        else { throw CommandFailure("The time \(text) does not exist at the site.") }
        return instant
    }

    private static func local(_ text: String) -> (CivilDate, time: [Int64])? {
        let pattern = /(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d))?/
        guard let match = text.wholeMatch(of: pattern)?.output else { return nil }
        let numbers = [match.1, match.2, match.3, match.4, match.5, match.6 ?? "0"].compactMap { Int64($0) }
        guard numbers.count == 6, let date = CivilDate(year: numbers[0], month: numbers[1], day: numbers[2]) else {
            return nil
        }
        return (date, Array(numbers[3...]))
    }
}

extension SiteTime {
    /// The half-open day that a person named, such as `2026-11-23`.
    func day(named text: String) -> Range<Instant>? {
        guard let moment = SiteMoment(argument: text + "T12:00"), let noon = try? moment.instant(at: self)
        else { return nil }
        return day(of: noon)
    }
}

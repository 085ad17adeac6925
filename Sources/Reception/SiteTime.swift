package import Foundation

/// The days and clock times of one site: everything that depends on its time zone goes through here.
package struct SiteTime: Hashable, Sendable {
    package let timeZone: TimeZone
    private let calendar: Calendar

    /// - Parameter identifier: an IANA name such as `Asia/Tokyo`; `nil` is returned when the system does not know it.
    package init?(identifier: String) {
        guard let timeZone = TimeZone(identifier: identifier) else { return nil }
        self.init(timeZone: timeZone)
    }

    package init(timeZone: TimeZone) {
        self.timeZone = timeZone
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = timeZone
        self.calendar = calendar
    }

    /// UTC, for a kiosk that has not been told its site yet.
    package static let utc = SiteTime(timeZone: .gmt)

    /// The half-open `[first moment, first moment of the next day)` of the site's day that holds `instant`.
    ///
    /// Right also where a day has 23 or 25 hours, and where midnight does not exist.
    package func day(of instant: Instant) -> Range<Instant> {
        let start = calendar.startOfDay(for: instant.date)
        let noonish = start.addingTimeInterval(36 * 3600)
        return Instant(start)..<Instant(calendar.startOfDay(for: noonish))
    }

    /// The wall-clock reading at the site.
    package func reading(of instant: Instant) -> Reading {
        let parts = calendar.dateComponents([.year, .month, .day, .hour, .minute, .weekday], from: instant.date)
        return Reading(
            year: parts.year ?? 0, month: parts.month ?? 0, day: parts.day ?? 0,
            hour: parts.hour ?? 0, minute: parts.minute ?? 0, weekday: parts.weekday ?? 1)
    }

    /// A calendar day and time as a clock on the site's wall shows it.
    package struct Reading: Hashable, Sendable {
        package let year, month, day, hour, minute: Int
        /// 1 is Sunday, 7 is Saturday.
        package let weekday: Int

        /// `09:05`.
        package var time: String { Int64(hour).padded(to: 2) + ":" + Int64(minute).padded(to: 2) }
    }
}

extension Instant {
    /// The nearest millisecond to `date`.
    package init(_ date: Date) {
        self.init(milliseconds: Int64((date.timeIntervalSince1970 * 1000).rounded()))
    }

    /// The same moment for Foundation's calendar.
    package var date: Date { Date(timeIntervalSince1970: Double(milliseconds) / 1000) }
}

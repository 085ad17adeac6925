package import Foundation

/// The days and clock times of one site: everything that depends on its time zone goes through here.
///
/// A clock on the site's wall is a function of the moment, and not every function can be turned round: where clocks are
/// put forward, some readings never come (a whole day, where a country changed sides of the date line); where they are
/// put back, some come twice. A reading that never comes stands for the first moment after the gap, one that comes twice
/// for the earlier of the two.
package struct SiteTime: Hashable, Sendable {
    package let timeZone: TimeZone

    /// - Parameter identifier: an IANA name such as `Asia/Tokyo`; `nil` is returned when the system does not know it.
    package init?(identifier: String) {
        guard let timeZone = TimeZone(identifier: identifier) else { return nil }
        self.init(timeZone: timeZone)
    }

    package init(timeZone: TimeZone) {
        self.timeZone = timeZone
    }

    /// UTC, for a kiosk that has not been told its site yet.
    package static let utc = SiteTime(timeZone: .gmt)

    /// The half-open `[first moment, first moment of the next day)` of the site's day that holds `instant`.
    ///
    /// Right also where a day has 23 or 25 hours, where midnight does not exist or comes twice, and where a day is missing.
    /// Days never overlap: when a clock is put back across midnight, the day that had begun goes on.
    package func day(of instant: Instant) -> Range<Instant> {
        let day = wall(instant).flooredDivision(by: SiteTime.dayLength).quotient
        let next = firstMoment(showing: (day + 1) * SiteTime.dayLength)
        guard instant < next else { return next..<firstMoment(showing: (day + 2) * SiteTime.dayLength) }
        return firstMoment(showing: day * SiteTime.dayLength)..<next
    }

    /// The moment at which the site's wall clock shows that; see ``SiteTime`` for readings that never come or come twice.
    ///
    /// - Returns: `nil` for what no clock shows (24:00) and for a day that the calendar or the site does not have.
    package func instant(_ date: CivilDate, hour: Int64, minute: Int64, second: Int64 = 0) -> Instant? {
        guard (0..<24).contains(hour), (0..<60).contains(minute), (0..<60).contains(second) else { return nil }
        let seconds = (date.daysSince1970 * 24 + hour) * 3600 + minute * 60 + second
        let instant = firstMoment(showing: seconds * 1000)
        // Midnight's own gap may carry a reading past its day, but not past a whole one.
        let isMissing =
            wall(firstMoment(showing: date.daysSince1970 * SiteTime.dayLength))
            >= (date.daysSince1970 + 1) * SiteTime.dayLength
        return isMissing ? nil : instant
    }

    /// The wall-clock reading at the site.
    package func reading(of instant: Instant) -> Reading {
        let (day, time) = wall(instant).flooredDivision(by: SiteTime.dayLength)
        let date = CivilDate(daysSince1970: day)
        // 1970-01-01 was a Thursday.
        let weekday = (day + 4).flooredDivision(by: 7).remainder + 1
        return Reading(
            year: Int(date.year), month: Int(date.month), day: Int(date.day), hour: Int(time / 3_600_000),
            minute: Int(time / 60_000 % 60), weekday: Int(weekday))
    }

    /// A calendar day and time as a clock on the site's wall shows it.
    package struct Reading: Hashable, Sendable {
        package let year, month, day, hour, minute: Int
        /// 1 is Sunday, 7 is Saturday.
        package let weekday: Int

        /// `09:05`.
        package var time: String { Int64(hour).padded(to: 2) + ":" + Int64(minute).padded(to: 2) }
    }

    // MARK: - The wall clock as a number

    private static let dayLength: Int64 = 86_400_000
    /// No zone is or was further from UTC than this.
    private static let farthest: Int64 = 16 * 3_600_000

    /// What the wall clock shows, as milliseconds since its own 1970-01-01 00:00.
    private func wall(_ instant: Instant) -> Int64 { instant.milliseconds + offset(instant.milliseconds) }

    private func offset(_ milliseconds: Int64) -> Int64 {
        Int64(timeZone.secondsFromGMT(for: Instant(milliseconds: milliseconds).date)) * 1000
    }

    /// The earliest moment at which the wall clock shows `wall`, or else the first after the gap that swallows it.
    private func firstMoment(showing wall: Int64) -> Instant {
        var (early, late) = (wall - SiteTime.farthest, wall + SiteTime.farthest)
        let shown = Set([offset(early), offset(late)]).map { wall - $0 }.filter { $0 + offset($0) == wall }.min()
        if let shown { return Instant(milliseconds: shown) }
        // One change of the clock lies between, and before it the clock shows less, after it more.
        while early + 1 < late {
            let middle = (early + late) / 2
            if middle + offset(middle) < wall { early = middle } else { late = middle }
        }
        return Instant(milliseconds: late)
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

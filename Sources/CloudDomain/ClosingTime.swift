package import Reception

/// When a site's forgotten visits are closed: every day at the same time by the clock on its wall.
package struct ClosingTime: Hashable, Sendable {
    package var clock: ClockTime
    package var site: SiteTime

    package init(_ clock: ClockTime, at site: SiteTime) {
        self.clock = clock
        self.site = site
    }

    /// The first one after `moment`.
    package func next(after moment: Instant) -> Instant {
        let day = site.day(of: moment)
        let (today, tomorrow) = (closing(of: day), closing(of: site.day(of: day.upperBound)))
        return today > moment ? today : tomorrow
    }

    /// The last one up to and with `moment`.
    package func last(upTo moment: Instant) -> Instant {
        let day = site.day(of: moment)
        let yesterday = site.day(of: Instant(milliseconds: day.lowerBound.milliseconds - 1))
        return closing(of: day) <= moment ? closing(of: day) : closing(of: yesterday)
    }

    /// 24:00 is the first moment of the day after.
    private func closing(of day: Range<Instant>) -> Instant {
        let reading = site.reading(of: day.lowerBound)
        guard
            let date = CivilDate(year: Int64(reading.year), month: Int64(reading.month), day: Int64(reading.day)),
            let moment = site.instant(date, hour: Int64(clock.minutes / 60), minute: Int64(clock.minutes % 60))
        else { return day.upperBound }
        return moment
    }
}

import Foundation
import Reception
import Testing

/// Days and clock times where clocks are put forward and back (LESSONS F37 and its last paragraph).
@Suite struct SiteTimeTests {
    private func site(_ zone: String) throws -> SiteTime { try #require(SiteTime(identifier: zone)) }

    private func instant(_ text: String) throws -> Instant { try #require(Instant(rfc3339: text)) }

    private func date(_ text: String) throws -> CivilDate {
        let numbers = text.split(separator: "-").compactMap { Int64($0) }
        return try #require(CivilDate(year: numbers[0], month: numbers[1], day: numbers[2]))
    }

    // MARK: - Days

    @Test(arguments: [
        ("Asia/Tokyo", "2026-11-23", "2026-11-22T15:00:00Z", 24 * 60),
        // Between 00:00 and 09:00 in Japan it is still yesterday in UTC.
        ("Asia/Tokyo", "2027-01-01", "2026-12-31T15:00:00Z", 24 * 60),
        ("Asia/Tokyo", "2028-02-29", "2028-02-28T15:00:00Z", 24 * 60),
        ("Europe/Berlin", "2026-03-29", "2026-03-28T23:00:00Z", 23 * 60),
        ("Europe/Berlin", "2026-10-25", "2026-10-24T22:00:00Z", 25 * 60),
        // Half an hour of daylight saving.
        ("Australia/Lord_Howe", "2026-10-04", "2026-10-03T13:30:00Z", 23 * 60 + 30),
        ("Australia/Lord_Howe", "2026-04-05", "2026-04-04T13:00:00Z", 24 * 60 + 30),
        // Midnight does not exist: the day begins at one.
        ("America/Sao_Paulo", "2018-11-04", "2018-11-04T03:00:00Z", 23 * 60),
        ("Asia/Beirut", "2026-03-29", "2026-03-28T22:00:00Z", 23 * 60),
        ("Africa/Cairo", "2026-04-24", "2026-04-23T22:00:00Z", 23 * 60),
        ("America/Santiago", "2026-09-06", "2026-09-06T04:00:00Z", 23 * 60),
        // The last hour of a day comes twice, and the first.
        ("America/Sao_Paulo", "2018-02-17", "2018-02-17T02:00:00Z", 25 * 60),
        ("America/Havana", "2026-11-01", "2026-11-01T04:00:00Z", 25 * 60),
        // Samoa crossed the date line: the 29th is followed by the 31st.
        ("Pacific/Apia", "2011-12-29", "2011-12-29T10:00:00Z", 24 * 60),
        ("Pacific/Apia", "2011-12-31", "2011-12-30T10:00:00Z", 24 * 60),
        ("Asia/Kathmandu", "2026-11-23", "2026-11-22T18:15:00Z", 24 * 60),
    ])
    func `a site's day begins at its first moment and has as many minutes as it has`(
        zone: String, day: String, start: String, minutes: Int
    ) throws {
        let site = try site(zone)
        let begin = try instant(start)
        let expected = begin..<begin.advanced(by: .seconds(60 * minutes))
        for moment in [
            begin, begin.advanced(by: .seconds(30 * minutes)), expected.upperBound.advanced(by: .milliseconds(-1)),
        ] {
            #expect(site.day(of: moment) == expected)
            let reading = site.reading(of: moment)
            #expect(
                try date(day)
                    == CivilDate(year: Int64(reading.year), month: Int64(reading.month), day: Int64(reading.day)))
        }
        #expect(site.day(of: expected.upperBound).lowerBound == expected.upperBound)
        #expect(site.day(of: begin.advanced(by: .milliseconds(-1))).upperBound == begin)
    }

    @Test(arguments: [
        "Asia/Tokyo", "Europe/Berlin", "Australia/Lord_Howe", "America/Sao_Paulo", "Asia/Beirut", "Africa/Cairo",
        "Africa/Casablanca", "America/Havana", "America/St_Johns", "Pacific/Apia", "Pacific/Chatham",
        "Antarctica/Troll",
        "America/Nuuk", "Asia/Gaza", "Asia/Pyongyang", "Pacific/Kwajalein",
    ])
    func `days follow one another without gap or overlap, and readings are those of Foundation's calendar`(
        zone: String
    ) throws {
        let site = try site(zone)
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = site.timeZone
        var day = site.day(of: try instant("2005-01-01T12:00:00Z"))
        let end = try instant("2030-01-01T00:00:00Z")
        var wrong = 0
        while day.lowerBound < end {
            let middle = day.lowerBound.advanced(by: day.upperBound.since(day.lowerBound) / 2)
            let parts = calendar.dateComponents([.year, .month, .day, .hour, .minute, .weekday], from: middle.date)
            let reading = site.reading(of: middle)
            let agrees =
                [reading.year, reading.month, reading.day, reading.hour, reading.minute, reading.weekday]
                == [parts.year, parts.month, parts.day, parts.hour, parts.minute, parts.weekday]
            if !agrees || site.day(of: middle) != day
                || !(22..<27).contains(day.upperBound.since(day.lowerBound) / .seconds(3600))
            {
                wrong += 1
            }
            day = day.upperBound..<site.day(of: day.upperBound).upperBound
        }
        #expect(wrong == 0)
    }

    // MARK: - What a person types

    @Test(arguments: [
        ("Asia/Tokyo", "2026-11-23", 8, 59, "2026-11-22T23:59:00Z"),
        // Never shown: the first moment after the gap.
        ("Europe/Berlin", "2026-03-29", 2, 30, "2026-03-29T01:00:00Z"),
        ("Australia/Lord_Howe", "2026-10-04", 2, 10, "2026-10-03T15:30:00Z"),
        ("America/Sao_Paulo", "2018-11-04", 0, 0, "2018-11-04T03:00:00Z"),
        ("Asia/Beirut", "2026-03-29", 0, 59, "2026-03-28T22:00:00Z"),
        // Shown twice: the earlier.
        ("Europe/Berlin", "2026-10-25", 2, 30, "2026-10-25T00:30:00Z"),
        ("Australia/Lord_Howe", "2026-04-05", 1, 45, "2026-04-04T14:45:00Z"),
        ("America/Sao_Paulo", "2018-02-17", 23, 30, "2018-02-18T01:30:00Z"),
        ("America/Havana", "2026-11-01", 0, 30, "2026-11-01T04:30:00Z"),
        ("Pacific/Apia", "2011-12-29", 23, 59, "2011-12-30T09:59:00Z"),
        ("Pacific/Apia", "2011-12-31", 0, 0, "2011-12-30T10:00:00Z"),
    ])
    func `a time that does not exist is the first moment after the gap, one that comes twice the earlier`(
        zone: String, day: String, hour: Int64, minute: Int64, expected: String
    ) throws {
        #expect(try site(zone).instant(date(day), hour: hour, minute: minute) == instant(expected))
    }

    @Test func `a day that a site never had, and hours that no clock shows, are no time`() throws {
        #expect(try site("Pacific/Apia").instant(date("2011-12-30"), hour: 12, minute: 0) == nil)
        #expect(try site("Asia/Tokyo").instant(date("2026-11-23"), hour: 24, minute: 0) == nil)
        #expect(try site("Asia/Tokyo").instant(date("2026-11-23"), hour: 12, minute: 60) == nil)
        #expect(SiteTime(identifier: "Asia/Nowhere") == nil)
    }

    // MARK: - Period passes over odd days

    /// Scenario 10 where days have 23, 24 and 25 hours, or none at all.
    @Test(arguments: [
        ("Europe/Berlin", "2026-03-28", 3), ("Europe/Berlin", "2026-10-24", 3), ("America/Sao_Paulo", "2018-11-03", 3),
        ("Asia/Beirut", "2026-03-28", 3), ("Pacific/Apia", "2011-12-28", 4), ("America/Havana", "2026-10-31", 3),
        ("Asia/Tokyo", "2028-02-28", 3), ("Asia/Tokyo", "2026-12-30", 4),
    ])
    func `a period pass admits anew on each of its days and is in already for the rest of it`(
        zone: String, first: String, days: Int
    ) throws {
        let site = try site(zone)
        var day = site.day(of: try #require(site.instant(date(first), hour: 12, minute: 0)))
        let start = day.lowerBound
        var lastDays: [Range<Instant>] = []
        for _ in 0..<days {
            lastDays.append(day)
            day = site.day(of: day.upperBound)
        }
        let pass = PassRecord(
            id: PassID(7), kind: .period, state: .active, site: 1, window: start..<day.lowerBound,
            appointment: start..<day.lowerBound, passcode: "", visitor: "", company: "", title: "", room: "", hosts: [],
            language: nil)
        func verdict(at now: Instant, visit: VisitState?) -> VerdictCode {
            Decision(
                presented: .passcode(Passcode(.live)), row: pass, visit: visit,
                policy: AdmissionPolicy(site: 1, siteTime: site, isCacheComplete: true),
                time: CorrectedTime(now: now, isTrusted: true)
            ).verdict.code
        }
        var visit: VisitState?
        for day in lastDays {
            #expect(verdict(at: day.lowerBound, visit: visit) == .welcome)
            visit = VisitState(checkedInAt: day.lowerBound, checkedOutAt: nil)
            #expect(verdict(at: day.upperBound.advanced(by: .milliseconds(-1)), visit: visit) == .alreadyIn)
        }
        #expect(verdict(at: day.lowerBound, visit: visit) == .tooLate)
        #expect(verdict(at: start.advanced(by: .milliseconds(-1)), visit: nil) == .tooEarly)
    }
}

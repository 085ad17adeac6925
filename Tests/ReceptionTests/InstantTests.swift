import Foundation
import Reception
import Testing

@Suite struct InstantTests {
    @Test(arguments: [
        (Int64(0), "1970-01-01T00:00:00.000Z"), (-1, "1969-12-31T23:59:59.999Z"),
        (951_782_400_000, "2000-02-29T00:00:00.000Z"),
        (1_795_395_723_456, "2026-11-23T01:02:03.456Z"), (4_102_444_799_999, "2099-12-31T23:59:59.999Z"),
    ])
    func `a time is written and read back to the millisecond`(milliseconds: Int64, text: String) {
        #expect(Instant(milliseconds: milliseconds).rfc3339 == text)
        #expect(Instant(rfc3339: text) == Instant(milliseconds: milliseconds))
    }

    @Test func `days agree with Foundation's calendar from 1603 to 2370`() {
        var calendar = Calendar(identifier: .iso8601)
        calendar.timeZone = .gmt
        for day in stride(from: Int64(-134_000), to: 146_097, by: 37) {
            let parts = calendar.dateComponents(
                [.year, .month, .day], from: Date(timeIntervalSince1970: Double(day) * 86_400))
            let date = CivilDate(daysSince1970: day)
            #expect([date.year, date.month, date.day] == [parts.year, parts.month, parts.day].map { Int64($0 ?? 0) })
            #expect(date.daysSince1970 == day)
        }
    }

    @Test func `an offset is taken off`() {
        #expect(Instant(rfc3339: "2026-11-23T10:02:03.4567+09:00")?.rfc3339 == "2026-11-23T01:02:03.456Z")
        #expect(Instant(rfc3339: "2026-11-23T10:02+0900")?.rfc3339 == "2026-11-23T01:02:00.000Z")
    }

    @Test(arguments: ["", "2026-11-23", "2026-02-30T00:00:00Z", "2026-11-23T24:00:00Z", "2026-11-23T10:00:00", "now"])
    func `what is not a date and time is not read`(text: String) {
        #expect(Instant(rfc3339: text) == nil)
    }

    @Test(arguments: [("Asia/Tokyo", 24), ("Europe/Berlin", 25), ("America/Santiago", 24)])
    func `a site's day begins and ends at its own midnights`(zone: String, hours: Int) throws {
        let site = try #require(SiteTime(identifier: zone))
        let noon = try #require(Instant(rfc3339: "2026-10-25T12:00:00Z"))
        let day = site.day(of: noon)
        #expect(day.upperBound.since(day.lowerBound) == .seconds(hours * 3600))
        #expect(site.reading(of: day.lowerBound).time == "00:00")
        #expect(site.day(of: day.lowerBound) == day)
        #expect(site.day(of: day.upperBound).lowerBound == day.upperBound)
    }

    @Test func `a day whose midnight does not exist begins at one o'clock`() throws {
        let santiago = try #require(SiteTime(identifier: "America/Santiago"))
        let noon = try #require(Instant(rfc3339: "2026-09-06T15:00:00Z"))
        let day = santiago.day(of: noon)
        #expect(santiago.reading(of: day.lowerBound).time == "01:00")
        #expect(day.upperBound.since(day.lowerBound) == .seconds(23 * 3600))
    }
}

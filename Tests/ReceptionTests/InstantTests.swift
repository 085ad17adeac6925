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

    @Test(arguments: ["0000-01-01T00:00:00+00:01", "9999-12-31T23:59:59.999-00:01", "9999-12-31T23:59:60Z"])
    func `what could not be written again is not read`(text: String) {
        #expect(Instant(rfc3339: text) == nil)
    }

    @Test(arguments: ["", "2026-11-23", "2026-02-30T00:00:00Z", "2026-11-23T24:00:00Z", "2026-11-23T10:00:00", "now"])
    func `what is not a date and time is not read`(text: String) {
        #expect(Instant(rfc3339: text) == nil)
    }

    @Test(arguments: [
        ("2024-02-28T23:59:59.999Z", "2024-02-29T00:00:00.000Z"),
        ("2026-02-28T23:59:59.999Z", "2026-03-01T00:00:00.000Z"),
        ("2026-12-31T23:59:59.999Z", "2027-01-01T00:00:00.000Z"),
        ("2096-02-29T23:59:59.999Z", "2096-03-01T00:00:00.000Z"),
        ("2100-02-28T23:59:59.999Z", "2100-03-01T00:00:00.000Z"),
    ])
    func `a millisecond crosses leap days and year's ends`(last: String, first: String) {
        #expect(Instant(rfc3339: last)?.advanced(by: .milliseconds(1)).rfc3339 == first)
        #expect(Instant(rfc3339: "2100-02-29T00:00:00Z") == nil)
    }
}

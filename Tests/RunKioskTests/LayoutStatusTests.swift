import Foundation
import Reception
import Testing

@testable import RunKiosk

/// What `status` says about the screen and the reception's hours.
@Suite struct LayoutStatusTests {
    /// 2026-11-24T01:00:00Z, a Tuesday, ten in the morning in Tokyo.
    private let now = Instant(milliseconds: 1_795_482_000_000)
    private let tokyo = SiteTime(identifier: "Asia/Tokyo") ?? .utc

    @Test func `the layout in force is named, and whose it is`() {
        #expect(
            LayoutStatus(nil, departments: 0).text
                == "walk-in, departments, delivery, check-out, call; ja en zh-Hans ko; 0 departments "
                + "(the program's own layout, as the cloud has said nothing)")
        let layout = KioskLayout(languages: ["en"], buttons: [LayoutButton(id: "ring", action: .call)])
        #expect(LayoutStatus(layout, departments: 3).text == "ring; en; 3 departments (as the cloud says)")
        #expect(LayoutStatus(KioskLayout(buttons: []), departments: 0).text.hasPrefix("no buttons; "))
    }

    @Test func `the hours are those of the site's clock`() throws {
        let span = try Wire.decode(OpeningHours.Span.self, from: Data(#""09:00-17:30""#.utf8))
        let hours = OpeningHours(
            week: [.tuesday: [span]], holidays: [.init(date: "2026-11-23", name: "勤労感謝の日")])
        #expect(HoursStatus(hours, at: now, in: tokyo).text == "open now; today 09:00-17:30")
        #expect(HoursStatus(hours, at: now, in: .utc).text == "closed now; today 09:00-17:30")
        let day = Duration.seconds(86_400)
        #expect(HoursStatus(hours, at: now.advanced(by: day), in: tokyo).text == "closed now; today none")
        let holiday = HoursStatus(hours, at: now.advanced(by: .zero - day), in: tokyo)
        #expect(holiday.text == "closed, holiday: 勤労感謝の日" && !holiday.open)
        #expect(HoursStatus(.always, at: now, in: tokyo).text == "open now; today 00:00-24:00")
    }
}

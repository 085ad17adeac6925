import Reception

@testable import Kiosk

/// Texts as visitors may see them, filled in.
enum Sample {
    /// What stands in a text's places where it is measured, each as long as it may well be.
    private static let values = [
        "name": "佐々木 健太郎", "minutes": "30", "phone": "1234", "time": "10:02", "seconds": "30", "count": "1000",
        "status": "503", "step": "3", "steps": "4", "page": "2", "pages": "12", "most": "99", "least": "2",
        "people": "120", "safe": "100", "missing": "20", "file": "evacuation.txt",
        "key": "Esc", "role": "×", "standing": "×", "order": "×", "how": "×", "reason": "×",
        "from": "09:00", "until": "17:30", "first": "09:00-12:00", "second": "13:00-17:30", "day": "23",
    ]

    static func filled(_ phrase: Phrase, _ language: Language) -> String {
        let words = Words(language: language)
        var values = Sample.values
        values["date"] = words.date(reading)
        values["moment"] = words.dateAndTime(reading)
        values["weekday"] = words.weekday(4)
        values["month"] = "11"
        values["hours"] = words.hours([.init(open: ClockTime(minutes: 540), close: ClockTime(minutes: 1050))])
        values["text"] = words.say(.back)
        return words.say(phrase, values)
    }

    /// Wednesday 25 November 2026, 10:30 in Tokyo.
    static let reading = (SiteTime(identifier: "Asia/Tokyo") ?? .utc)
        .reading(of: Instant(rfc3339: "2026-11-25T01:30:00Z") ?? Instant(milliseconds: 0))
}

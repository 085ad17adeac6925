/// When a reception is open, by the clock on the site's wall.
package struct OpeningHours: Codable, Hashable, Sendable {
    /// A day that is missing is closed. `nil`: open always but on holidays.
    package var week: [Weekday: [Span]]?
    /// Days on which the reception is closed.
    package var holidays: [Holiday]

    /// One half-open `[open, close)` of a day; `close` may be 24:00. As text `09:00-17:30`.
    package struct Span: Hashable, Sendable {
        package var open: ClockTime
        package var close: ClockTime

        package init(open: ClockTime, close: ClockTime) {
            self.open = open
            self.close = close
        }
    }

    /// A day of the calendar, `2026-12-31`, with the name that visitors are told.
    package struct Holiday: Codable, Hashable, Sendable {
        package var date: String
        package var name: String

        package init(date: String, name: String) {
            self.date = date
            self.name = name
        }
    }

    package init(week: [Weekday: [Span]]? = nil, holidays: [Holiday] = []) {
        self.week = week
        self.holidays = holidays
    }

    package init(from decoder: any Decoder) throws {
        let box = try decoder.container(keyedBy: CodingKeys.self)
        week = try box.decodeIfPresent([Weekday: [Span]].self, forKey: .week)
        holidays = try box.decodeIfPresent([Holiday].self, forKey: .holidays) ?? []
    }

    package static let always = OpeningHours()

    /// Whether the reception is open when the site's clock shows that.
    package func state(at reading: SiteTime.Reading) -> State {
        if let holiday = holidays.first(where: { $0.date == reading.date }) { return .holiday(holiday.name) }
        let now = ClockTime(minutes: reading.hour * 60 + reading.minute)
        let isOpen = spans(on: reading.weekday).contains { $0.open <= now && now < $0.close }
        return isOpen ? .open : .closed
    }

    /// The hours of a weekday, 1 is Sunday; the whole day where there are none at all.
    package func spans(on weekday: Int) -> [Span] {
        guard let week else { return [Span(open: .midnight, close: .endOfDay)] }
        return Weekday.allCases.indices.contains(weekday - 1) ? week[Weekday.allCases[weekday - 1]] ?? [] : []
    }

    package enum State: Hashable, Sendable {
        case open
        case closed
        /// Closed for that holiday.
        case holiday(String)
    }
}

extension OpeningHours.Span: Codable, CustomStringConvertible {
    package var description: String { "\(open)-\(close)" }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let parts = try container.decode(String.self).split(separator: "-").map { ClockTime(String($0)) }
        guard parts.count == 2, let open = parts[0], let close = parts[1], open < close else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "hours are HH:MM-HH:MM, the second time after the first")
        }
        self.init(open: open, close: close)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

/// A day of the week, from Sunday on.
package enum Weekday: String, Codable, CodingKeyRepresentable, Hashable, Sendable, CaseIterable {
    case sunday, monday, tuesday, wednesday, thursday, friday, saturday
}

/// A time of day, `09:30`; up to `24:00`.
package struct ClockTime: Hashable, Sendable, Comparable, Codable, CustomStringConvertible {
    /// Since midnight, 0 to 1440.
    package let minutes: Int

    package init(minutes: Int) { self.minutes = min(max(0, minutes), 1440) }

    package static let midnight = ClockTime(minutes: 0)
    package static let endOfDay = ClockTime(minutes: 1440)

    /// Reads `HH:MM`; `nil` for what no clock shows, but for 24:00.
    package init?(_ text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ $0.utf8.count == 2 && $0.allSatisfy(\.isWholeNumber) }),
            let hour = Int(parts[0]), let minute = Int(parts[1]), (0...24).contains(hour), (0..<60).contains(minute),
            hour < 24 || minute == 0
        else { return nil }
        self.init(minutes: hour * 60 + minute)
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let time = ClockTime(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "a time of day is HH:MM")
        }
        self = time
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }

    package var description: String { Int64(minutes / 60).padded(to: 2) + ":" + Int64(minutes % 60).padded(to: 2) }

    package static func < (one: ClockTime, other: ClockTime) -> Bool { one.minutes < other.minutes }
}

extension SiteTime.Reading {
    /// `2026-11-23`.
    package var date: String {
        Int64(year).padded(to: 4) + "-" + Int64(month).padded(to: 2) + "-" + Int64(day).padded(to: 2)
    }
}

/// Instants are written as RFC 3339 in UTC with three fractional digits: `2026-11-23T01:02:03.456Z`.
///
/// Reading takes any RFC 3339 date-time (a numeric offset, no fraction, more digits than three).
/// Days are counted by the algorithms of H. Hinnant, "chrono-Compatible Low-Level Date Algorithms".
extension Instant {
    /// The RFC 3339 text in UTC, always 24 characters for the years 0000 to 9999.
    package var rfc3339: String {
        let (day, time) = milliseconds.flooredDivision(by: 86_400_000)
        let date = CivilDate(daysSince1970: day)
        let fields = [time / 3_600_000, time / 60_000 % 60, time / 1000 % 60].map { $0.padded(to: 2) }
        return "\(date)T\(fields.joined(separator: ":")).\((time % 1000).padded(to: 3))Z"
    }

    /// Reads an RFC 3339 date-time; `nil` when the text is not one, or when its offset carries it out of ``writable``:
    /// what was written of it could never be read again.
    package init?(rfc3339 text: String) {
        var reader = TimeReader(text)
        guard let date = reader.date(), reader.skip("Tt "), let time = reader.milliseconds(),
            let offset = reader.offsetMinutes(), reader.isAtEnd
        else { return nil }
        self.init(milliseconds: (date.daysSince1970 * 1440 - offset) * 60_000 + time)
        guard Instant.writable.contains(self) else { return nil }
    }
}

/// Reads the parts of a date-time one after another, byte by byte: every admission reads several times, and a regular
/// expression would cost more than its commit.
private struct TimeReader {
    private var rest: Substring.UTF8View

    init(_ text: String) { rest = text[...].utf8 }

    var isAtEnd: Bool { rest.isEmpty }

    /// `2026-11-23`.
    mutating func date() -> CivilDate? {
        guard let year = number(4), skip("-"), let month = number(2), skip("-"), let day = number(2) else { return nil }
        return CivilDate(year: year, month: month, day: day)
    }

    /// The time of day; seconds, and their fraction, may be missing. 60 is a leap second.
    mutating func milliseconds() -> Int64? {
        guard let hour = number(2), skip(":"), let minute = number(2), hour < 24, minute < 60 else { return nil }
        let time = (hour * 60 + minute) * 60_000
        guard skip(":") else { return time }
        guard let second = number(2), second <= 60, let fraction = skip(".") ? fraction() : 0 else { return nil }
        return time + second * 1000 + fraction
    }

    /// `Z`, `+09:00` or `+0900`.
    mutating func offsetMinutes() -> Int64? {
        if skip("Zz") { return 0 }
        let sign: Int64 = rest.first == UInt8(ascii: "-") ? -1 : 1
        guard skip("+-"), let hours = number(2) else { return nil }
        _ = skip(":")
        guard let minutes = number(2), hours < 24, minutes < 60 else { return nil }
        return sign * (hours * 60 + minutes)
    }

    /// Passes over one of `signs`, if it is next.
    mutating func skip(_ signs: String) -> Bool {
        guard let next = rest.first, signs.utf8.contains(next) else { return false }
        rest.removeFirst()
        return true
    }

    /// As many digits as there are, at least one; what is finer than a millisecond is dropped.
    private mutating func fraction() -> Int64? {
        let digits = rest.prefix { TimeReader.value(of: $0) != nil }
        rest.removeFirst(digits.count)
        guard !digits.isEmpty else { return nil }
        let values = digits.prefix(3).compactMap(TimeReader.value) + [0, 0]
        return values.prefix(3).reduce(0) { $0 * 10 + $1 }
    }

    /// Exactly `count` digits.
    private mutating func number(_ count: Int) -> Int64? {
        var number: Int64 = 0
        for _ in 0..<count {
            guard let value = rest.first.flatMap(TimeReader.value) else { return nil }
            number = number * 10 + value
            rest.removeFirst()
        }
        return number
    }

    private static func value(of digit: UInt8) -> Int64? {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) ? Int64(digit - UInt8(ascii: "0")) : nil
    }
}

extension Instant: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let instant = Instant(rfc3339: try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "a time is written like 2026-11-23T01:02:03.456Z")
        }
        self = instant
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rfc3339)
    }
}

extension Instant: CustomStringConvertible {
    package var description: String { rfc3339 }
}

/// A day of the proleptic Gregorian calendar, without a time zone.
package struct CivilDate: Hashable, Comparable, Sendable, CustomStringConvertible {
    package let year: Int64
    /// 1 to 12.
    package let month: Int64
    /// 1 to 31.
    package let day: Int64

    /// The day so many days after 1970-01-01.
    package init(daysSince1970: Int64) {
        let shifted = daysSince1970 + 719_468
        let (era, dayOfEra) = shifted.flooredDivision(by: 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    /// The given day; `nil` when the calendar has no such day (30 February).
    package init?(year: Int64, month: Int64, day: Int64) {
        guard (1...12).contains(month), (1...31).contains(day) else { return nil }
        self.year = year
        self.month = month
        self.day = day
        guard CivilDate(daysSince1970: daysSince1970) == self else { return nil }
    }

    /// Days since 1970-01-01; negative before.
    package var daysSince1970: Int64 {
        let shiftedYear = month <= 2 ? year - 1 : year
        let (era, yearOfEra) = shiftedYear.flooredDivision(by: 400)
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    package static func < (left: CivilDate, right: CivilDate) -> Bool {
        left.daysSince1970 < right.daysSince1970
    }

    /// `2026-11-23`.
    package var description: String { "\(year.padded(to: 4))-\(month.padded(to: 2))-\(day.padded(to: 2))" }
}

extension Int64 {
    func flooredDivision(by divisor: Int64) -> (quotient: Int64, remainder: Int64) {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }

    func padded(to width: Int) -> String {
        let digits = String(self)
        return String(repeating: "0", count: Swift.max(0, width - digits.count)) + digits
    }
}

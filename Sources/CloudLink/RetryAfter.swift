import Curl
import Reception

/// The wait that an answer asks for (RFC 9110 §10.2.3).
enum RetryAfter {
    /// No wait is longer, whatever the answer says: a mistyped year must not silence a lane for good.
    static let longest = Duration.seconds(3600)

    /// `nil` when the answer asks for none, or not in a way that can be read.
    ///
    /// - Parameter now: the kiosk's clock, for a date in an answer that does not say what time it is at the server.
    static func wait(_ head: HTTPHead, now: Instant) -> Duration? {
        guard let text = head["retry-after"] else { return nil }
        if let seconds = Int64(text) { return clamped(.seconds(min(max(seconds, 0), 3600))) }
        guard let date = instant(httpDate: text) else { return nil }
        let reference = head["date"].flatMap(instant(httpDate:)) ?? now
        return clamped(date.since(reference))
    }

    private static func clamped(_ wait: Duration) -> Duration { min(max(wait, .zero), longest) }

    /// Reads an IMF-fixdate, `Mon, 23 Nov 2026 01:02:03 GMT`. The two obsolete forms are not read.
    static func instant(httpDate text: String) -> Instant? {
        let pattern = /[A-Z][a-z]{2}, (\d\d) ([A-Z][a-z]{2}) (\d{4}) (\d\d:\d\d:\d\d) GMT/
        guard let match = text.wholeMatch(of: pattern)?.output,
            let month = months.firstIndex(of: String(match.2))
        else { return nil }
        let number = month < 9 ? "0\(month + 1)" : "\(month + 1)"
        return Instant(rfc3339: "\(match.3)-\(number)-\(match.1)T\(match.4)Z")
    }

    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
}

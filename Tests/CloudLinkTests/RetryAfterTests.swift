import Foundation
import Kiosk
import Reception
import TestSupport
import Testing

@testable import CloudLink

/// Waits that answers ask for.
struct RetryAfterTests {
    /// The still world's clock says 2026-11-23T02:13:20Z.
    @Test(arguments: [
        ("0", Duration.zero),
        ("30", .seconds(30)),
        ("-5", .zero),
        ("99999999999999999", .seconds(3600)),
        ("Mon, 23 Nov 2026 02:14:20 GMT", .seconds(60)),
        ("Mon, 23 Nov 2026 01:00:00 GMT", .zero),
        ("Wed, 23 Nov 2126 01:00:00 GMT", .seconds(3600)),
        ("", nil), ("soon", nil), ("1.5", nil), ("Mon, 31 Feb 2026 01:00:00 GMT", nil),
        ("Mon, 23 Abc 2026 01:00:00 GMT", nil), ("999999999999999999999999", nil),
    ])
    func `a wait is read, held to an hour, or ignored`(_ text: String, _ expected: Duration?) throws {
        let responder = try RawResponder { _ in
            .answer(RawResponder.http(503, headers: ["Retry-After: \(text)"], Data()))
        }
        #expect(failure(of: try client(port: responder.port)) == .busy(status: 503, retryAfter: expected))
    }
}

import Reception
import Testing

/// The code that an administrator holds up to a kiosk that no cloud knows.
@Suite struct EnrolmentOfferTests {
    private static func code(_ text: String) -> String { OwnCode.enrolmentPrefix + Base32.encode(Array(text.utf8)) }

    @Test func `address and code are read, in whatever letters a scanner types`() throws {
        let text = Self.code("https://r.example.com:8443/a\nABCD-EFGH-JKLM")
        for read in [text, text.lowercased(), " \(text)\r\n"] {
            let offer = try #require(EnrolmentOffer(controlCode: read))
            #expect(offer == EnrolmentOffer(cloud: "https://r.example.com:8443/a", code: "ABCD-EFGH-JKLM"))
        }
    }

    @Test(arguments: [
        code("https://r.example.com"), code("https://r.example.com\n"), code("\nABCD"), code("https://a\nb\nc"),
        code("https://a\u{1B}[2J\nABCD"), code("https://受付\nABCD"), "UKCE", "UKCE!", "UKCEO", OwnCode.test,
        "ABCD-EFGH-JKLM", "",
    ])
    func `anything else is none`(text: String) {
        #expect(EnrolmentOffer(controlCode: text) == nil)
    }
}

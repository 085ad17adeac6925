import Foundation
import Reception
import Testing

/// What may leave the scan worker.
@Suite struct OwnCodeTests {
    private static let token = Samples.token

    @Test(arguments: [
        (token, OwnCode.pass(token)), (token.lowercased(), .pass(token)), ("]Q1\(token)\r\n", .pass(token)),
        (String(token.prefix(70)), .pass(String(token.prefix(70)))), ("UK1", .pass("UK1")),
        ("https://r.example.com/p/\(token)", .link("https://r.example.com/p/\(token)")),
        ("HTTPS://R.EXAMPLE.COM/\(token)\n", .link("HTTPS://R.EXAMPLE.COM/\(token)")),
        ("http://r.example.com/#\(token)", .link("http://r.example.com/#\(token)")),
        ("https://r.example.com/p/\(token)?from=mail", .link("https://r.example.com/p/\(token)?from=mail")),
        (OwnCode.test, .control(OwnCode.test)), ("ukcsleep1", .control("UKCSLEEP1")),
    ]) func `a code of ours is known by its look`(_ text: String, _ expected: OwnCode) {
        #expect(OwnCode(text) == expected)
    }

    @Test(arguments: [
        "", "UK", "UK2\(token)", "https://example.com/", "https://example.com/UK1", "https://example.com/\(token)/x",
        "https://example.com/?pass=\(token)", "ftp://example.com/\(token)", "https://example.com/a b/\(token)",
        "https://example.com/\(String(repeating: "x", count: 512))/\(token)", token + String(repeating: "0", count: 58),
        "UKC\u{1B}[2J", "UKCÄ", "UKC" + String(repeating: "A", count: 398), "WIFI:S:lobby;T:WPA;P:secret;;",
        "BEGIN:VCARD\nN:Yamada\nEND:VCARD", "\u{0}\u{1B}[2J\u{7}", String(repeating: "UK1", count: 2000),
    ]) func `everything else is foreign`(_ text: String) {
        #expect(OwnCode(text) == nil)
    }

    @Test func `the test code has every symbol of a token once`() {
        #expect(OwnCode.test == "UKCTEST0123456789ABCDEFGHJKLMNPQRSTUVWX")
        #expect(OwnCode.test.utf8.suffix(32).elementsEqual(Base32.alphabet))
    }

    @Test(arguments: [
        "https://r.example.com/p/\(token)", "HTTPS://R.EXAMPLE.COM/P/\(token)", "http://[::1]:8080/#\(token)",
        "ｈｔｔｐｓ://r.example.com/\(token.lowercased())/",
    ]) func `the token in an address is read`(_ address: String) {
        #expect(Token.reading(address) == Token.reading(Self.token))
    }

    @Test func `a cut token in an address is garbled, and another address is not ours`() {
        #expect(Token.reading("https://r.example.com/\(Self.token.dropLast())") == .garbled)
        #expect(Token.reading("https://r.example.com/\(Self.token)/x") == .notOurs)
    }
}

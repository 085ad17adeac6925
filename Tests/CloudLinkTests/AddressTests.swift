import Testing

@testable import CloudLink

/// What counts as the address of a cloud.
struct AddressTests {
    @Test(arguments: [
        ("https://reception.example.com", "https://reception.example.com"),
        ("https://reception.example.com/", "https://reception.example.com"),
        ("  HTTPS://127.0.0.1:8443//\n", "https://127.0.0.1:8443"),
        ("https://example.com/uketsuke/", "https://example.com/uketsuke"),
        ("https://[::1]:8443", "https://[::1]:8443"),
    ])
    func `an https address is taken without the slash at its end`(_ text: String, _ expected: String) throws {
        #expect(try CloudAddress(text).baseURL == expected)
    }

    @Test(arguments: [
        ("", CloudAddressError.notHTTPS),
        ("reception.example.com", .notHTTPS),
        ("http://reception.example.com", .notHTTPS),
        ("file:///etc/passwd", .notHTTPS),
        ("https://", .noHost),
        ("https:///path", .noHost),
        ("https://user@example.com", .hasUser),
        ("https://user:secret@example.com", .hasUser),
        ("https://example.com?x=1", .hasQuery),
        ("https://example.com#x", .hasQuery),
        ("https://example.com:0", .badPort),
        ("https://example.com:65536", .badPort),
    ])
    func `anything else is refused with its own reason`(_ text: String, _ expected: CloudAddressError) {
        #expect(throws: expected) { try CloudAddress(text) }
    }

    @Test(arguments: ["https://exa mple.com", "https://example.com\r\nX: y", "https://[::1", "https://\u{0}"])
    func `a text that is no URL is refused`(_ text: String) {
        #expect(throws: CloudAddressError.self) { try CloudAddress(text) }
    }
}

/// The query of a URL, its values escaped down to what RFC 3986 calls unreserved.
struct Query: CustomStringConvertible {
    let description: String

    init(_ items: [(name: String, value: String)]) {
        description = items.map { "\($0.name)=\(Query.escaped($0.value))" }.joined(separator: "&")
    }

    private static let unreserved = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~".utf8)

    private static func escaped(_ text: String) -> String {
        text.utf8.map { byte in
            if unreserved.contains(byte) { return String(UnicodeScalar(byte)) }
            return (byte < 16 ? "%0" : "%") + String(byte, radix: 16, uppercase: true)
        }.joined()
    }
}

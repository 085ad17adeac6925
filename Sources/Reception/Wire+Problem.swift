package import Foundation

/// An error answer of the API (RFC 9457, `application/problem+json`).
package struct Problem: Codable, Hashable, Sendable {
    /// The same number as the HTTP status.
    package var status: Int
    /// A short sentence for people.
    package var title: String
    /// What is wrong with this very request and what to do; never personal data.
    package var detail: String
    /// A word for programs where the status alone does not say it.
    package var reason: String?

    /// The ``reason`` when the kiosk was revoked by its administrator: it is to delete what it holds.
    package static let revoked = "revoked"

    package init(status: Int, title: String, detail: String, reason: String? = nil) {
        self.reason = reason
        self.status = status
        self.title = title
        self.detail = detail
    }
}

/// How both sides read and write JSON.
package enum Wire {
    /// Sorted keys, so that equal values are equal bytes.
    package static func encode(_ value: some Encodable) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(value)
    }

    package static func decode<Value: Decodable>(_ type: Value.Type, from data: Data) throws -> Value {
        try JSONDecoder().decode(type, from: data)
    }
}

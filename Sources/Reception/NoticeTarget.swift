package import Foundation

/// Whom a call, a delivery or a walk-in is for. As text `reception`, `department/UUID` or `host/UUID`.
package enum NoticeTarget: Hashable, Sendable {
    /// The site's front desk: the fallback for whoever does not know whom to see.
    case reception
    case department(UUID)
    case host(UUID)
}

extension NoticeTarget: Codable, CustomStringConvertible {
    package var description: String {
        switch self {
        case .reception: "reception"
        case .department(let id): "department/\(id.uuidString.lowercased())"
        case .host(let id): "host/\(id.uuidString.lowercased())"
        }
    }

    /// Reads what ``description`` writes; `nil` otherwise.
    package init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        switch (parts.first, parts.count == 2 ? UUID(uuidString: String(parts[1])) : nil) {
        case ("reception", nil) where parts.count == 1: self = .reception
        case ("department", let id?): self = .department(id)
        case ("host", let id?): self = .host(id)
        default: return nil
        }
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let target = NoticeTarget(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "a target is reception, department/UUID or host/UUID")
        }
        self = target
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

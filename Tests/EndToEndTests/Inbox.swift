import Foundation
import Reception
import TestSupport
import Testing

/// Where the cloud's notices go in a test: a receiver of webhooks with a path for everybody who is told.
final class Inbox: Sendable {
    /// What somebody was told.
    struct Message: Decodable {
        struct Answers: Decodable { let coming, passOn: String }

        let id: UUID
        let type: String
        let visitor, company, room, host, kiosk, site: String
        let occurredAt: Instant
        let arrived, expected: Int
        let headcount: Int?
        let button: String?
        let answers: Answers?
        let takenBy: String?
        let minutes: Int?
        let text: String?
    }

    private let receiver: RawResponder

    init() throws { receiver = try RawResponder { _ in .answer(RawResponder.http(204, Data())) } }

    /// The webhook of somebody.
    func url(_ recipient: String) -> String { "http://127.0.0.1:\(receiver.port)/\(recipient)" }

    /// What somebody has been told so far.
    func messages(to recipient: String) throws -> [Message] {
        try receiver.requests.filter { $0.target == "/\(recipient)" }
            .map { try JSONDecoder().decode(Message.self, from: $0.body) }
    }

    /// Waits until somebody has been told `count` times of something of that type, and returns the last.
    func message(
        to recipient: String, _ type: String, count: Int = 1, sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> Message {
        var told: [Message] = []
        try await eventually("\(recipient) is told of \(type)", sourceLocation: sourceLocation) {
            told = try messages(to: recipient).filter { $0.type == type }
            return told.count >= count
        }
        return try #require(told.last, sourceLocation: sourceLocation)
    }
}

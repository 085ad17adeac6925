package import Foundation
package import Reception

/// What somebody who was told of a visitor says.
package enum Answer: Hashable, Sendable {
    /// They come, in so many minutes; 0 is at once.
    case coming(minutes: Int)
    /// Somebody else is to be asked.
    case passOn

    /// The longest time that one may say.
    package static let mostMinutes = 60
    /// How long an answer link works after its notice was queued.
    package static let lifetime: Duration = .seconds(6 * 3600)
    /// The most characters of a name that somebody types.
    package static let longestName = 40
}

/// Who has answered an event, as `uketsuke-cloud visits` and `events` print it.
package struct AnswerRecord: Codable, Hashable, Sendable {
    package var state: State
    /// Who comes; empty while nobody has said so.
    package var name: String
    /// In how many minutes they come, counted from ``at``; missing while nobody does.
    package var minutes: Int?
    /// When it came to stand so.
    package var at: Instant

    package enum State: String, Codable, Sendable {
        case asking, coming, unanswered
    }

    package init(state: State, name: String, minutes: Int?, at: Instant) {
        self.state = state
        self.name = name
        self.minutes = minutes
        self.at = at
    }

    /// In a few words, for tables.
    package var summary: String {
        switch state {
        case .asking: "nobody has answered yet"
        case .unanswered: "nobody answered"
        case .coming: minutes.map { $0 == 0 ? "\(name) comes now" : "\(name) comes in \($0) min" } ?? "\(name) comes"
        }
    }
}

/// The secret part of an answer link: whoever knows it may answer one notice, and nothing else.
package enum AnswerToken {
    /// What is kept of it.
    package static func hash(_ token: String) -> Data { Credential.hash(token) }
}

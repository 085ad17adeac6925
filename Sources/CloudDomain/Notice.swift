package import Foundation
package import Reception

/// What a host is told, as it stands in the body of a webhook.
package struct Notice: Codable, Hashable, Sendable {
    /// The same on every attempt, so that a receiver can drop repeats.
    package var id: UUID
    package var type: Kind
    /// Empty when unknown, as for a call without a pass.
    package var visitor: String
    package var company: String
    package var title: String
    package var room: String
    /// Whom the notice is for: a host's name, a department's, or the site's.
    package var host: String
    package var kiosk: String
    package var site: String
    package var occurredAt: Instant
    /// How many of the appointment's visitors have come, this one included.
    package var arrived: Int
    /// How many are expected in all.
    package var expected: Int
    /// How many came together without an appointment; missing for everything else.
    package var headcount: Int?
    /// The button that the visitor chose, by its ID in the layout.
    package var button: String?
    /// Where the receiver says who comes; missing where no answer is asked for, and from a cloud without an address.
    package var answers: AnswerLinks?
    /// In a `taken` notice: who comes.
    package var takenBy: String?
    /// In a `taken` notice: in how many minutes; missing when they did not say, 0 means at once.
    package var minutes: Int?
    /// All of it in words, for receivers that show a text and no more; made when the notice is sent.
    package var text: String?

    package enum Kind: String, Codable, Sendable {
        case arrival, call, walkIn, delivery
        /// Somebody else has taken what the receiver was told of.
        case taken

        /// What an event calls for; `nil` when nobody is to be told.
        package init?(_ event: Event) {
            switch (event.kind, event.verdict) {
            case (.checkIn, .welcome): self = .arrival
            // Whom staff let in has arrived, whatever the kiosk said, unless they were in already.
            case (.checkIn, let verdict) where event.staff != nil && verdict != .alreadyIn: self = .arrival
            case (.call, _): self = .call
            case (.walkIn, _): self = .walkIn
            case (.delivery, _): self = .delivery
            default: return nil
            }
        }

        /// Whether somebody waits to hear who comes.
        package var asksForAnswer: Bool { self == .arrival || self == .call || self == .walkIn }
    }

    /// An event older than this when it comes is not rung for; it goes into the digest.
    package static let freshness: Duration = .seconds(15 * 60)
    /// The digest is sent once nothing has joined it for this long.
    package static let digestQuiet: Duration = .seconds(5)
    /// A notice that could not be delivered for this long is given up and shown as failed.
    package static let patience: Duration = .seconds(24 * 3600)

    package init(
        id: UUID, type: Kind, visitor: FrozenVisitor?, host: String, kiosk: String, site: String,
        occurredAt: Instant, arrived: Int, expected: Int, button: String? = nil
    ) {
        self.id = id
        self.type = type
        self.visitor = visitor?.name ?? ""
        company = visitor?.company ?? ""
        title = visitor?.title ?? ""
        room = visitor?.room ?? ""
        headcount = visitor?.headcount
        self.host = host
        self.kiosk = kiosk
        self.site = site
        self.occurredAt = occurredAt
        self.arrived = arrived
        self.expected = expected
        self.button = button
    }
}

extension Notice {
    /// As it is sent: with its words, and with where to answer when that is asked for.
    package func sent(answers: AnswerLinks?) -> Notice {
        var notice = self
        notice.answers = answers
        notice.text = ChatText.of(notice)
        return notice
    }
}

/// Where a receiver answers; each shows a page, and nothing is said until a person presses a button there.
package struct AnswerLinks: Codable, Hashable, Sendable {
    /// "I'm coming."
    package var coming: String
    /// "Ask somebody else."
    package var passOn: String

    /// - Parameter base: the cloud's address as receivers reach it, without a slash at the end.
    package init(base: String, token: String) {
        coming = "\(base)/answer/\(token)"
        passOn = "\(base)/answer/\(token)?pass-on"
    }
}

/// Arrivals that came too late to ring for, told to one host at once.
package struct NoticeDigest: Codable, Hashable, Sendable {
    /// The same whenever the same arrivals are sent again.
    package var id: UUID
    package var type = "digest"
    package var host: String
    /// In order of time.
    package var arrivals: [Notice]
    /// The same in words.
    package var text: String

    package init(id: UUID, host: String, arrivals: [Notice]) {
        self.id = id
        self.host = host
        self.arrivals = arrivals
        text = ChatText.of(arrivals)
    }
}

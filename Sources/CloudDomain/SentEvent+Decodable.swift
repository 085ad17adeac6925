import Foundation
package import Reception

/// Reading never fails: what is wrong with one event must not keep its neighbours out.
extension SentEvent: Decodable {
    private enum Key: CodingKey { case id }

    package init(from decoder: any Decoder) throws {
        do {
            let event = try Event(from: decoder)
            if let reason = event.implausibility {
                self = .malformed(id: event.id, reason: reason)
            } else {
                self = .event(event)
            }
        } catch {
            let id = try? decoder.container(keyedBy: Key.self).decode(UUID.self, forKey: .id)
            self = .malformed(id: id, reason: SentEvent.reason(error))
        }
    }

    /// Names the field, never its value.
    private static func reason(_ error: any Error) -> String {
        let path: [any CodingKey] =
            switch error as? DecodingError {
            case .keyNotFound(let key, let context): context.codingPath + [key]
            case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
                context.codingPath
            default: []
            }
        let field = path.filter { $0.intValue == nil }.map(\.stringValue).last { $0 != "events" }
        return field.map { "Field \($0) is missing or has a wrong type or value." } ?? "It is not an event object."
    }
}

/// `POST /v1/kiosk/events` as the server reads it.
package struct SentBatch: Decodable, Sendable {
    package var events: [SentEvent]
    /// Missing, too, when it cannot be read: that is no reason to refuse what happened.
    package var sender: SenderClock?

    private enum Key: CodingKey { case events, sender }

    package init(events: [SentEvent], sender: SenderClock? = nil) {
        self.events = events
        self.sender = sender
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        events = try container.decode([SentEvent].self, forKey: .events)
        sender = try? container.decode(SenderClock.self, forKey: .sender)
    }
}

extension Event {
    /// About 3,000 years: enough for every wrong clock, and no sum of two times overflows.
    private static let longestOffset: UInt64 = 100_000_000_000_000

    /// Why the numbers or texts of a well-formed event cannot be.
    fileprivate var implausibility: String? {
        if sequence < 1 { return "Field sequence must be at least 1." }
        if clock.offsetMilliseconds.magnitude > Self.longestOffset {
            return "Field offsetMilliseconds is out of range."
        }
        let texts = [
            clock.bootID, program, cache.cursor?.epoch ?? "", button ?? "", act?.kind.rawValue ?? "",
            previous ?? "",
        ]
        guard texts.allSatisfy(\.isShortText) else { return "A text is longer than 200 bytes." }
        if let act, act.detail.utf8.count > StaffAct.longestDetail { return "Field detail is too long." }
        guard kind == .walkIn else { return nil }
        return walkIn.map(\.implausibility) ?? "Field walkIn is missing."
    }
}

extension StaffAct {
    /// In bytes.
    fileprivate static let longestDetail = 1000
}

extension WalkIn {
    /// Why it cannot be what somebody typed at a kiosk. Characters are counted by scalars, with room for accents.
    fileprivate var implausibility: String? {
        if !name.isName || name.unicodeScalars.count > 4 * Self.longestText { return "Field name is no name." }
        if !company.isOneLine || company.unicodeScalars.count > 4 * Self.longestText {
            return "Field company is no company."
        }
        if !(1...Self.largestParty).contains(headcount) { return "Field headcount must be 1 to \(Self.largestParty)." }
        return language.isShortText ? nil : "A text is longer than 200 bytes."
    }
}

import Foundation
import Reception

/// Something that somebody was told, and that may still be answered.
struct Awaited: Hashable, Sendable {
    var event: UUID
    var cause: Screen.Cause
    var target: String
    var phone: String
    /// When it was recorded, by the monotonic clock.
    var since: Duration
    /// An answer that came while another visitor was at the screen, and when.
    var unseen: Reply?
    var answered: Duration?
}

extension Model {
    /// Answers to what is older are no news any more.
    private static let longestWait = Duration.seconds(1800)
    /// An answer that could not be shown for so long is not shown any more.
    private static let stalest = Duration.seconds(120)
    /// More visitors than can be at a kiosk within half an hour.
    private static let mostAwaited = 100

    mutating func expect(_ event: UUID, _ cause: Screen.Cause, target: String, phone: String) {
        awaited.removeAll { $0.event == event || uptime - $0.since > Model.longestWait }
        awaited.append(Awaited(event: event, cause: cause, target: target, phone: phone, since: uptime))
        awaited = awaited.suffix(Model.mostAwaited)
    }

    // MARK: - The screen

    /// What is shown of an event that somebody was told of.
    func waiting(for event: UUID, confirmation: Confirmation) -> Screen.Waiting? {
        guard let known = awaited.last(where: { $0.event == event }) else { return nil }
        var waiting = Screen.Waiting(
            event: event, cause: known.cause, target: known.target, confirmation: confirmation, phone: known.phone,
            patience: uptime, until: uptime)
        setTimes(of: &waiting)
        return waiting
    }

    /// Whoever is asked now has the configured time; nobody needs to answer for what was left here.
    private func setTimes(of waiting: inout Screen.Waiting) {
        waiting.patience = uptime
        if isAwaited(waiting) {
            waiting.asksToRing = waiting.reply?.state == .passedOn && waiting.asksToRing
            waiting.patience = uptime + answerTime
        } else {
            waiting.asksToRing = !waiting.confirmation.saysThatSomebodyComes || waiting.reply?.state == .unanswered
        }
        waiting.until = uptime + standingTime(of: waiting)
    }

    /// How long it stands from when somebody was asked or has answered.
    func standingTime(of waiting: Screen.Waiting) -> Duration {
        if isAwaited(waiting) { return answerTime + settings.idleTime }
        let isToRing = waiting.cause != .leftDelivery && waiting.asksToRing
        return waiting.reply == nil && !isToRing ? settings.resultTime : settings.idleTime
    }

    private func isAwaited(_ waiting: Screen.Waiting) -> Bool {
        waiting.cause != .leftDelivery && waiting.reply?.state != .coming && waiting.reply?.state != .unanswered
            && waiting.confirmation.saysThatSomebodyComes
    }

    private var answerTime: Duration { .seconds(max(5, layout.answerSeconds)) }

    /// What stands when a welcome has had its time: no name any more, but who comes, or that somebody was told.
    func waiting(after result: Screen.Result) -> Screen.Waiting? {
        guard result.admission.verdict.code == .welcome, result.presentation.purpose == .enter,
            result.reply != nil || result.confirmation == .confirmed(.queued),
            var waiting = waiting(for: result.admission.event, confirmation: result.confirmation)
        else { return nil }
        if let reply = result.reply { waiting = answered(waiting, reply) }
        return waiting
    }

    /// Nobody has answered in time: the extension is shown.
    mutating func losePatience() {
        guard case .waiting(var waiting) = screen, !waiting.asksToRing, waiting.patience <= uptime,
            waiting.cause != .leftDelivery, waiting.reply?.state != .coming
        else { return }
        waiting.asksToRing = true
        screen = .waiting(waiting)
    }

    // MARK: - Answers

    /// Takes what has become of what was recorded here. On another visitor's screen nothing of it appears.
    mutating func hear(_ replies: [Reply]) -> [Effect] {
        for reply in replies {
            guard let place = awaited.lastIndex(where: { $0.event == reply.event }) else { continue }
            awaited[place].unseen = reply.bounded
            awaited[place].answered = uptime
        }
        return showReplyHere() + showUnseenReply()
    }

    private mutating func showReplyHere() -> [Effect] {
        switch screen {
        case .result(var result):
            guard let reply = takeUnseen(of: result.admission.event) else { return [] }
            result.reply = reply
            screen = .result(result)
            return [.sound(reply.sound)]
        case .waiting(let waiting):
            guard let reply = takeUnseen(of: waiting.event) else { return [] }
            change(to: .waiting(answered(waiting, reply)))
            return [.sound(reply.sound)]
        default: return []
        }
    }

    /// An answer that came while another visitor was here, or none, is shown on the idle screen for a while.
    mutating func showUnseenReply() -> [Effect] {
        guard screen.isHome, restUntil == nil, recording == nil,
            let known = awaited.first(where: { $0.unseen != nil }), let reply = takeUnseen(of: known.event)
        else { return [] }
        guard let answered = known.answered, uptime - answered < Model.stalest, isNews(reply),
            let waiting = waiting(for: known.event, confirmation: .confirmed(.queued))
        else { return [] }
        change(to: .waiting(self.answered(waiting, reply)))
        return [.sound(reply.sound)]
    }

    /// Whether it was given lately: after an outage an answer may come when its visitor has long gone in.
    private func isNews(_ reply: Reply) -> Bool {
        !now.isTrusted || now.now.since(reply.at) < Model.stalest
    }

    private mutating func takeUnseen(of event: UUID) -> Reply? {
        guard let place = awaited.lastIndex(where: { $0.event == event }) else { return nil }
        defer { awaited[place].unseen = nil }
        return awaited[place].unseen
    }

    private func answered(_ waiting: Screen.Waiting, _ reply: Reply) -> Screen.Waiting {
        var waiting = waiting
        waiting.reply = reply
        // Somebody did not answer, or could not come: there is that extension to ring, too.
        if !reply.phone.isEmpty { waiting.phone = reply.phone }
        if reply.state == .passedOn { waiting.asksToRing = true }
        setTimes(of: &waiting)
        return waiting
    }

    // MARK: - The cloud's word

    mutating func settle(_ results: [EventResult]) {
        heard = (heard + results).suffix(Model.mostHeard)
        switch screen {
        case .result(var result):
            result.confirmation = word(on: result.admission.event) ?? result.confirmation
            screen = .result(result)
        case .waiting(var waiting):
            guard let word = word(on: waiting.event), word != waiting.confirmation else { return }
            waiting.confirmation = word
            setTimes(of: &waiting)
            screen = .waiting(waiting)
        default: break
        }
    }

    /// More than one batch, should the next one come before the desk is heard.
    private static let mostHeard = 2 * EventBatch.most

    /// The cloud's word, if it has come.
    func word(on event: UUID) -> Confirmation? {
        heard.last { $0.id == event }.map { $0.status == .rejected ? .rejected : .confirmed($0.notice) }
    }

    mutating func connect(_ state: LinkState) {
        link = state
        if state == .revoked { return endForGood() }
        guard state != .online else { return }
        switch screen {
        case .result(var result) where result.confirmation == .sending:
            result.confirmation = .willBeSent
            screen = .result(result)
        case .waiting(var waiting) where waiting.confirmation == .sending:
            waiting.confirmation = .willBeSent
            setTimes(of: &waiting)
            screen = .waiting(waiting)
        default: break
        }
    }

    /// The kiosk was revoked: nobody can be received or sign in, and nothing of anybody stays on the screen.
    private mutating func endForGood() {
        hasStaff = false
        goHome()
    }
}

extension Reply {
    fileprivate var sound: Sound { state == .coming ? .good : .attention }
}

import Foundation
import Reception

extension Model {
    /// Takes one message; returns what is to be done about it. Pure but for this value.
    package mutating func update(_ message: Message) -> [Effect] {
        let effects = take(message)
        guard choices.isQuiet else { return effects }
        return effects.filter { if case .sound = $0 { false } else { true } }
    }

    private mutating func take(_ message: Message) -> [Effect] {
        switch message {
        case .key(let key): return press(key)
        case .code(let text, let means): return present(text, by: means)
        case .foreign: return presentForeign()
        case .hint(let advice): hint = advice.map { CameraHint(advice: $0, until: uptime + CameraHint.lifetime) }
        case .tick(let uptime, let now): return tick(uptime, now)
        case .admitted(let presentation, let admission): return show(admission, of: presentation)
        case .recorded(let action, let event): return show(action, recorded: event)
        case .notRecorded(let failure): return refuseService(failure)
        case .storageTrouble(let failure): storageTrouble = failure.reason
        case .link(let state): connect(state)
        case .outbox(let counts): outbox = counts
        case .scanner(let state): note(state)
        case .settled(let results):
            storageIsFine()
            settle(results)
        case .synced(let summary): return synced(summary)
        case .note(let note): if !notes.contains(note) { notes.append(note) }
        case .advice(let sentences): advice = sentences.prefix(Model.mostAdvice).map(\.bounded)
        case .found(let text, let matches):
            show(matches, of: text)
            take(matches, of: text)
        case .replied(let replies): return hear(replies)
        case .picture(let preview): picture = preview
        case .staff(let news): return hear(news)
        case .enrolment(let news): return hear(news)
        }
        return []
    }

    /// More sentences than the bottom line has room for.
    private static let mostAdvice = 20

    /// A lost scanner that is being started again is still lost to who stands before it.
    private mutating func note(_ state: ScannerState) {
        if state != .ready { hint = nil }
        if (scanner, state) != (.lost, .starting) { scanner = state }
    }

    // MARK: - Answers

    private mutating func show(_ admission: Admission, of presentation: Presentation) -> [Effect] {
        if presentation.means == .passcode {
            switch admission.verdict {
            // Also where a stale cache makes the kiosk say less: who guesses must not profit from an outage.
            case .unknownPasscode, .mistypedPasscode, .unsynced: tries.failed(at: uptime)
            case .welcome: tries.succeeded()
            default: break
            }
        }
        storageIsFine()
        restUntil = nil
        // Whoever has turned the language has said more than the invitation knows.
        if language == homeLanguage, let tag = admission.verdict.pass?.language, let spoken = Language(tag: tag),
            offers(spoken)
        {
            language = spoken
        }
        return show(answerTo: presentation, admission) + [.hook(hook(admission, of: presentation))]
    }

    private mutating func show(answerTo presentation: Presentation, _ admission: Admission) -> [Effect] {
        if presentation.purpose == .leave, case .departed(_, let left) = admission.verdict {
            change(to: .goodbye(.init(at: left, until: uptime + settings.resultTime)))
            return [.sound(.goodbye)]
        }
        let result = Screen.Result(
            presentation: presentation, admission: admission, confirmation: confirmation(of: admission.event),
            until: uptime + settings.resultTime, shownAt: uptime)
        guard case .welcome(let pass) = admission.verdict else {
            change(to: .result(result))
            return [.sound(.attention)]
        }
        let phone = pass.hosts.map(\.phone).first { !$0.isEmpty } ?? cache.site?.phone ?? ""
        expect(admission.event, .arrival, target: "", phone: phone)
        change(to: .result(result))
        return [.sound(.good)]
    }

    private mutating func refuseService(_ failure: StorageFailure) -> [Effect] {
        recording = nil
        restUntil = nil
        storageTrouble = failure.reason
        hasFailedToRecord = true
        lastCode = nil
        if let effects = tellStaff(failure) { return effects }
        change(to: .outOfOrder(.init(uptime: uptime + settings.resultTime)))
        return [.sound(.attention)]
    }

    private mutating func show(_ action: Action, recorded event: Event) -> [Effect] {
        if case .staff(let deed) = action { return show(deed, recorded: event) }
        let about = recording
        recording = nil
        storageIsFine()
        let hook = hook(action, event, about).map { [Effect.hook($0)] } ?? []
        if case .checkOut = action {
            guard about.map({ $0.turn == turn }) ?? true else { return hook }
            change(to: .goodbye(.init(at: event.correctedAt, until: uptime + settings.resultTime)))
            return [.sound(.goodbye)] + hook
        }
        let phone = about?.target?.phone ?? cache.site?.phone ?? ""
        expect(event.id, about?.cause ?? .call, target: about?.target?.name ?? "", phone: phone)
        // The next visitor's screen shows nothing of it.
        guard about.map({ $0.turn == turn }) ?? true,
            let waiting = waiting(for: event.id, confirmation: confirmation(of: event.id))
        else { return hook }
        restUntil = nil
        change(to: .waiting(waiting))
        return [.sound(.good)] + hook
    }

    /// The outbox has taken something.
    mutating func storageIsFine() {
        storageTrouble = nil
        hasFailedToRecord = false
    }

    /// The honest word on what has just been recorded.
    private func confirmation(of event: UUID) -> Confirmation {
        word(on: event) ?? (link == .online ? .sending : .willBeSent)
    }

    // MARK: - The cloud

    /// A visitor who was sent to the staff for want of news is looked at again when the news have come (scenario 24).
    private mutating func synced(_ summary: CacheSummary) -> [Effect] {
        if !hasFailedToRecord { storageTrouble = nil }
        let hasNews = summary.cursor != cache.cursor
        cache = summary
        let reading: [Effect] = hasNews ? [.staff(.staff)] + readAnew : []
        if summary.cursor != nil { notes.removeAll { $0 == .cacheRebuilt } }
        guard hasNews, case .result(var result) = screen, result.admission.verdict == .unsynced, !result.isRechecked
        else { return reading }
        result.isRechecked = true
        screen = .result(result)
        return reading + [.admit(result.presentation)]
    }
}

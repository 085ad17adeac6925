import Foundation
import Reception

extension Model {
    /// Takes one message; returns what is to be done about it. Pure but for this value.
    package mutating func update(_ message: Message) -> [Effect] {
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
        case .advice(let sentences): advice = sentences
        }
        return []
    }

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
        if let tag = admission.verdict.pass?.language, let spoken = Language(rawValue: tag) { language = spoken }
        screen = .result(
            Screen.Result(
                presentation: presentation, admission: admission,
                confirmation: confirmation(of: admission.event), until: uptime + settings.resultTime))
        return [.sound(admission.verdict.code == .welcome ? .good : .attention)]
    }

    private mutating func refuseService(_ failure: StorageFailure) -> [Effect] {
        isRecording = false
        storageTrouble = failure.reason
        hasFailedToRecord = true
        lastCode = nil
        screen = .outOfOrder(.init(uptime: uptime + settings.resultTime))
        return [.sound(.attention)]
    }

    private mutating func show(_ action: Action, recorded event: Event) -> [Effect] {
        isRecording = false
        storageIsFine()
        let until = uptime + settings.resultTime
        switch action {
        case .checkOut: screen = .goodbye(.init(uptime: until))
        case .call, .delivery, .walkIn:
            screen = .called(.init(event: event.id, confirmation: confirmation(of: event.id), until: until))
        }
        return [.sound(.good)]
    }

    /// The outbox has taken something.
    private mutating func storageIsFine() {
        storageTrouble = nil
        hasFailedToRecord = false
    }

    /// The honest word on what has just been recorded.
    private func confirmation(of event: UUID) -> Confirmation {
        word(on: event) ?? (link == .online ? .sending : .willBeSent)
    }

    /// The cloud's word, if it has come.
    private func word(on event: UUID) -> Confirmation? {
        heard.last { $0.id == event }.map { $0.status == .rejected ? .rejected : .confirmed($0.notice) }
    }

    // MARK: - The cloud

    private mutating func settle(_ results: [EventResult]) {
        heard = (heard + results).suffix(Model.mostHeard)
        switch screen {
        case .result(var result):
            result.confirmation = word(on: result.admission.event) ?? result.confirmation
            screen = .result(result)
        case .called(var call):
            call.confirmation = word(on: call.event) ?? call.confirmation
            screen = .called(call)
        default: break
        }
    }

    /// More than one batch, should the next one come before the desk is heard.
    private static let mostHeard = 2 * EventBatch.most

    private mutating func connect(_ state: LinkState) {
        link = state
        guard state != .online else { return }
        switch screen {
        case .result(var result) where result.confirmation == .sending:
            result.confirmation = .willBeSent
            screen = .result(result)
        case .called(var call) where call.confirmation == .sending:
            call.confirmation = .willBeSent
            screen = .called(call)
        default: break
        }
    }

    /// A visitor who was sent to the staff for want of news is looked at again when the news have come (scenario 24).
    private mutating func synced(_ summary: CacheSummary) -> [Effect] {
        if !hasFailedToRecord { storageTrouble = nil }
        let hasNews = summary.cursor != cache.cursor
        cache = summary
        if summary.cursor != nil { notes.removeAll { $0 == .cacheRebuilt } }
        guard hasNews, case .result(var result) = screen, result.admission.verdict == .unsynced, !result.isRechecked
        else { return [] }
        result.isRechecked = true
        screen = .result(result)
        return [.admit(result.presentation)]
    }

    // MARK: - Time

    private mutating func tick(_ uptime: Duration, _ now: CorrectedTime) -> [Effect] {
        self.uptime = uptime
        self.now = now
        if let end = screenEnd, uptime >= end { returnToIdle() }
        if let end = hint?.until, uptime >= end { hint = nil }
        return submitPasscode()
    }

    /// Leaves nothing of the visitor behind.
    mutating func returnToIdle() {
        screen = .idle
        language = settings.language
    }
}

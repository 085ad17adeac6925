import Reception

extension Model {
    /// Takes one message; returns what is to be done about it. Pure but for this value.
    package mutating func update(_ message: Message) -> [Effect] {
        switch message {
        case .key(let key): return press(key)
        case .code(let text, let means): return present(text, by: means)
        case .tick(let uptime, let now): return tick(uptime, now)
        case .admitted(let presentation, let admission): return show(admission, of: presentation)
        case .recorded(let action, _): return show(action)
        case .notRecorded: return refuseService()
        case .storageTrouble: hasStorageTrouble = true
        case .link(let state): return connect(state)
        case .outbox(let counts): outbox = counts
        case .scanner(let state): scanner = state
        case .settled(let results):
            hasStorageTrouble = false
            settle(results)
        case .synced(let summary): return synced(summary)
        case .note(let note): if !notes.contains(note) { notes.append(note) }
        }
        return []
    }

    // MARK: - Codes

    private mutating func present(_ text: String, by means: Means) -> [Effect] {
        if let last = lastCode, last.text == text, uptime - last.seen < settings.repeatSilence {
            lastCode = (text, uptime)
            return []
        }
        lastCode = (text, uptime)
        return [.admit(Presentation(text: text, means: means))]
    }

    private mutating func show(_ admission: Admission, of presentation: Presentation) -> [Effect] {
        if presentation.means == .passcode {
            switch admission.verdict {
            case .unknownPasscode, .mistypedPasscode: tries.failed(at: uptime)
            default: tries.succeeded()
            }
        }
        hasStorageTrouble = false
        if let tag = admission.verdict.pass?.language, let spoken = Language(rawValue: tag) { language = spoken }
        screen = .result(
            Screen.Result(
                presentation: presentation, admission: admission,
                confirmation: link == .online ? .sending : .willBeSent, until: uptime + settings.resultTime))
        return [.sound(admission.verdict.code == .welcome ? .good : .attention)]
    }

    private mutating func refuseService() -> [Effect] {
        hasStorageTrouble = true
        lastCode = nil
        screen = .outOfOrder(.init(uptime: uptime + settings.resultTime))
        return [.sound(.attention)]
    }

    private mutating func show(_ action: Action) -> [Effect] {
        hasStorageTrouble = false
        let until = Screen.Until(uptime: uptime + settings.resultTime)
        switch action {
        case .checkOut: screen = .goodbye(until)
        case .call: screen = .called(until)
        }
        return [.sound(.good)]
    }

    // MARK: - The cloud

    private mutating func settle(_ results: [EventResult]) {
        guard case .result(var result) = screen,
            let answer = results.first(where: { $0.id == result.admission.event })
        else { return }
        result.confirmation = answer.status == .rejected ? .rejected : .confirmed(answer.notice)
        screen = .result(result)
    }

    private mutating func connect(_ state: LinkState) -> [Effect] {
        link = state
        guard case .result(var result) = screen else { return [] }
        switch (result.confirmation, state) {
        case (.sending, .offline), (.sending, .refused): result.confirmation = .willBeSent
        default: break
        }
        screen = .result(result)
        return []
    }

    /// A visitor who was sent to the staff for want of news is looked at again when the news have come (scenario 24).
    private mutating func synced(_ summary: CacheSummary) -> [Effect] {
        hasStorageTrouble = false
        let hasNews = summary.cursor != cache.cursor
        cache = summary
        guard hasNews, case .result(let result) = screen, result.admission.verdict == .unsynced else { return [] }
        return [.admit(result.presentation)]
    }

    // MARK: - Time

    private mutating func tick(_ uptime: Duration, _ now: CorrectedTime) -> [Effect] {
        self.uptime = uptime
        self.now = now
        if let end = screenEnd, uptime >= end { returnToIdle() }
        return []
    }

    /// Leaves nothing of the visitor behind.
    mutating func returnToIdle() {
        screen = .idle
        language = settings.language
    }
}

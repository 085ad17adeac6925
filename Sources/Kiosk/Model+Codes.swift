import Reception

/// What scanners and cameras hand in.
extension Model {
    /// Takes a code; the same one again within the time of ``KioskSettings/repeatSilence`` is the same presentation,
    /// also from another reader and in other letters.
    mutating func present(_ text: String, by means: Means) -> [Effect] {
        let folded = Token.folded(text)
        if let last = lastCode, last.text == folded, uptime - last.seen < settings.repeatSilence {
            lastCode = (folded, uptime)
            return []
        }
        lastCode = (folded, uptime)
        hint = nil
        if let effects = presentToStaff(folded) { return effects }
        let purpose = purpose
        clearForCode()
        guard OwnCode(text) != .control(OwnCode.test) else {
            change(to: .tested(.init(uptime: uptime + settings.resultTime)))
            return [.sound(.good)]
        }
        guard screen != .maintenance, purpose == .leave || opening == .open else { return [.sound(.attention)] }
        return [.admit(Presentation(text: text, means: means, purpose: purpose))]
    }

    /// What whoever shows a code now has come to do.
    private var purpose: Presentation.Purpose {
        switch screen {
        case .leaving: .leave
        case .passcode(let entry): entry.purpose
        default: .enter
        }
    }

    /// What stands on the screen is gone before the code's answer comes.
    private mutating func clearForCode() {
        turn += 1
        switch screen {
        case .idle, .closed, .maintenance, .leaving: return
        case .result where !showsSomebody: return
        default: clearForNext()
        }
        keysFrom = uptime + Model.settlingTime
    }

    /// Clears the screen for whoever does something now. Who was typing has most likely found another way in, or has gone
    /// back, and keeps the language; an answer to somebody was another visitor's.
    mutating func clearForNext() {
        let (spoken, letters, wasSomebody) = (language, usesLargeLetters, showsSomebody)
        goHome()
        guard !wasSomebody, (spoken, letters) != (language, usesLargeLetters) else { return }
        (language, usesLargeLetters, restUntil) = (spoken, letters, uptime + settings.idleTime)
    }

    private var showsSomebody: Bool {
        switch screen {
        case .result(let result): result.admission.verdict.pass != nil
        case .waiting, .goodbye: true
        default: false
        }
    }

    /// Takes a code of which nothing is known but that it is none of ours.
    ///
    /// However many are held up, one after the other, they are one event as long as they follow each other within
    /// ``KioskSettings/repeatSilence``. A code on a poster behind the visitor neither ends the typing of a passcode nor
    /// takes an answer away that is about a pass.
    mutating func presentForeign() -> [Effect] {
        defer { lastForeign = uptime }
        if let lastForeign, uptime - lastForeign < settings.repeatSilence { return [] }
        guard mayBeInterrupted, purpose == .leave || opening == .open else { return [] }
        hint = nil
        return [.admit(Presentation(text: "", means: .camera, purpose: purpose))]
    }

    private var mayBeInterrupted: Bool {
        switch screen {
        case .idle, .leaving: true
        case .result(let result): result.admission.verdict.pass == nil
        default: false
        }
    }
}

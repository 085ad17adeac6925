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
        guard OwnCode(text) != .control(OwnCode.test) else {
            screen = .tested(.init(uptime: uptime + settings.resultTime))
            return [.sound(.good)]
        }
        return [.admit(Presentation(text: text, means: means))]
    }

    /// Takes a code of which nothing is known but that it is none of ours.
    ///
    /// However many are held up, one after the other, they are one event as long as they follow each other within
    /// ``KioskSettings/repeatSilence``. A code on a poster behind the visitor neither ends the typing of a passcode nor
    /// takes an answer away that is about a pass.
    mutating func presentForeign() -> [Effect] {
        defer { lastForeign = uptime }
        if let lastForeign, uptime - lastForeign < settings.repeatSilence { return [] }
        guard mayBeInterrupted else { return [] }
        hint = nil
        return [.admit(Presentation(text: "", means: .camera))]
    }

    private var mayBeInterrupted: Bool {
        switch screen {
        case .idle: true
        case .result(let result): result.admission.verdict.pass == nil
        case .passcode, .called, .goodbye, .outOfOrder, .tested: false
        }
    }
}

import Reception

extension Model {
    mutating func startPasscode(with digit: Character, _ purpose: Presentation.Purpose) -> [Effect] {
        if screen.isAnswer { clearForNext() }
        restUntil = nil
        screen = .passcode(.init(digits: String(digit), until: uptime + settings.idleTime, purpose: purpose))
        return []
    }

    mutating func press(_ key: Key, in entry: Screen.PasscodeEntry) -> [Effect] {
        guard !entry.isSubmitted else { return [] }
        var entry = entry
        if let digit = key.digit {
            if entry.digits.count < Passcode.length { entry.digits.append(digit) }
        } else if key == .backspace, entry.digits.count > 1 {
            entry.digits.removeLast()
        } else if key == .backspace || key == .escape {
            stepBack(from: entry)
            return []
        }
        screen = .passcode(entry)
        return submitPasscode()
    }

    private mutating func stepBack(from entry: Screen.PasscodeEntry) {
        switch entry.purpose {
        case .enter: clearForNext()
        case .leave: screen = .leaving(Screen.Until(uptime: uptime + settings.idleTime))
        }
    }

    /// Hands in a passcode that is complete, as soon as further tries are allowed.
    mutating func submitPasscode() -> [Effect] {
        guard case .passcode(var entry) = screen, entry.digits.count == Passcode.length, !entry.isSubmitted,
            tries.wait(at: uptime) == .zero
        else { return [] }
        entry.isSubmitted = true
        screen = .passcode(entry)
        return [.admit(Presentation(text: entry.digits, means: .passcode, purpose: entry.purpose))]
    }
}

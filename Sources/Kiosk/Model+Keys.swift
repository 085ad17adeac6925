import Reception

extension Model {
    /// A person's key; on every screen those that are not listed do nothing.
    mutating func press(_ key: Key) -> [Effect] {
        if let exitKey = settings.exitKey, key == exitKey {
            isFinished = true
            return []
        }
        if case .passcode(let entry) = screen { return press(key, in: entry) }
        if let digit = key.digit { return startPasscode(with: digit) }
        switch (screen, key.letter) {
        case (.idle, "l"):
            language = language.next
        case (.idle, "c"):
            return record(.call(nil))
        case (.result(let result), "c") where result.offersCall:
            return record(.call(result.admission.verdict.pass?.id))
        case (.result(let result), "x"):
            guard case .alreadyIn(let pass, _) = result.admission.verdict else { return [] }
            return record(.checkOut(pass.id))
        default:
            if key == .escape || key == .enter && !mayConfirmPasscode { returnToIdle() }
        }
        return []
    }

    /// A key that is held down, or struck again before the disk has answered, asks for nothing more.
    private mutating func record(_ action: Action) -> [Effect] {
        guard !isRecording else { return [] }
        isRecording = true
        return [.record(action)]
    }

    /// Whether Enter may belong to the passcode, which is answered at its last digit: the answer must not be wiped away
    /// unread.
    private var mayConfirmPasscode: Bool {
        guard case .result(let result) = screen, result.presentation.means == .passcode else { return false }
        return uptime < result.until - settings.resultTime + Model.confirmingTime
    }

    private static let confirmingTime = Duration.seconds(2)

    private mutating func startPasscode(with digit: Character) -> [Effect] {
        screen = .passcode(.init(digits: String(digit), until: uptime + settings.idleTime))
        return []
    }

    private mutating func press(_ key: Key, in entry: Screen.PasscodeEntry) -> [Effect] {
        guard !entry.isSubmitted else { return [] }
        var entry = entry
        entry.until = uptime + settings.idleTime
        if let digit = key.digit {
            if entry.digits.count < Passcode.length { entry.digits.append(digit) }
        } else if key == .backspace, entry.digits.count > 1 {
            entry.digits.removeLast()
        } else if key == .backspace || key == .escape {
            returnToIdle()
            return []
        }
        screen = .passcode(entry)
        return submitPasscode()
    }

    /// Hands in a passcode that is complete, as soon as further tries are allowed.
    mutating func submitPasscode() -> [Effect] {
        guard case .passcode(var entry) = screen, entry.digits.count == Passcode.length, !entry.isSubmitted,
            tries.wait(at: uptime) == .zero
        else { return [] }
        entry.isSubmitted = true
        screen = .passcode(entry)
        return [.admit(Presentation(text: entry.digits, means: .passcode))]
    }
}

extension Screen.Result {
    /// Every answer but a welcome offers to call somebody.
    var offersCall: Bool { admission.verdict.code != .welcome }
}

extension Key {
    /// The ASCII digit it types, also when it is a full-width one.
    fileprivate var digit: Character? {
        guard case .character(let character) = self, let value = character.wholeNumberValue, (0...9).contains(value),
            character.isNumber
        else { return nil }
        return Character(String(value))
    }

    /// The small letter it types, also when it is a capital or a full-width one.
    fileprivate var letter: String? {
        guard case .character(let character) = self else { return nil }
        return Token.folded(String(character)).lowercased()
    }
}

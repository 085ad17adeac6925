import Reception

extension Model {
    /// A person's key; on every screen those that are not listed do nothing but show that somebody is there.
    mutating func press(_ key: Key) -> [Effect] {
        if let exitKey = settings.exitKey, key == exitKey { return pressExit() }
        if let staffKey = settings.staff.key, key == staffKey { return pressStaffKey() }
        guard uptime >= keysFrom else { return [] }
        extend()
        if !takesText, let command = key.letter {
            if command == "l" { turnLanguage() }
            if command == "+" { turnLetters() }
            if command == "l" || command == "+" { return [] }
        }
        switch screen {
        case .idle, .closed: return pressAtHome(key)
        case .maintenance: return []
        case .passcode(let entry): return press(key, in: entry)
        case .walkIn(let form): return press(key, in: form)
        case .hostSearch(let search): return press(key, in: search)
        case .departments(let list): return press(key, in: list)
        case .delivery(let delivery): return press(key, in: delivery)
        case .leaving: return pressWhileLeaving(key)
        case .result(let result): return press(key, on: result)
        case .waiting, .goodbye, .outOfOrder, .tested: return pressOnAnswer(key)
        case .signIn(let entry): return press(key, in: entry)
        case .staff(let console): return press(key, in: console)
        case .enrolment(let form): return press(key, in: form)
        }
    }

    // MARK: - Home

    private mutating func pressAtHome(_ key: Key) -> [Effect] {
        if let letter = key.letter, let item = menuItem(for: letter) { return choose(item.button) }
        guard screen == .idle else { return [] }
        if let digit = key.digit { return startPasscode(with: digit, .enter) }
        // Somebody can be called from every screen, whatever the menu offers.
        if key.letter == "c" { return record(.call(nil), .call, chosen(LayoutButton(id: "", action: .call))) }
        return []
    }

    private mutating func pressWhileLeaving(_ key: Key) -> [Effect] {
        if let digit = key.digit { return startPasscode(with: digit, .leave) }
        if key == .escape { clearForNext() }
        // Who came without a code has none to show.
        if key.letter == "c" { return record(.call(nil), .call, chosen(LayoutButton(id: "", action: .call))) }
        return []
    }

    private mutating func press(_ key: Key, in delivery: Screen.Delivery) -> [Effect] {
        if key == .escape { clearForNext() }
        guard let number = key.digit?.wholeNumberValue, let choice = Screen.Delivery.Choice(rawValue: number)
        else { return [] }
        let (button, target) = (delivery.button, chosen(delivery.button))
        let request = Request(target: target.target, button: button.id)
        switch choice {
        // Somebody has to come, so that it is a call: its answer is waited for.
        case .signature: return record(.call(nil, request), .signedDelivery, target)
        case .leftHere: return record(.delivery(request), .leftDelivery, target)
        }
    }

    // MARK: - Answers

    private mutating func press(_ key: Key, on result: Screen.Result) -> [Effect] {
        let verdict = result.admission.verdict
        switch key.letter {
        case "c" where result.offersCall:
            let reception = chosen(LayoutButton(id: "", action: .call))
            return record(.call(verdict.pass?.id), .call, reception, about: verdict.pass)
        case "x":
            guard case .alreadyIn(let pass, _) = verdict else { return [] }
            return record(.checkOut(pass.id), .arrival, nil, about: pass)
        default:
            return pressOnAnswer(key)
        }
    }

    private mutating func pressOnAnswer(_ key: Key) -> [Effect] {
        if key == .escape || key == .enter && !mayConfirmPasscode {
            goHome()
            return []
        }
        guard let digit = key.digit else { return [] }
        if isMistypedLeaving { return startPasscode(with: digit, .leave) }
        return opening == .open ? startPasscode(with: digit, .enter) : []
    }

    /// Whether somebody who leaves has mistyped the passcode: what is typed now is another try.
    private var isMistypedLeaving: Bool {
        guard case .result(let result) = screen, result.presentation.purpose == .leave else { return false }
        switch result.admission.verdict {
        case .mistypedPasscode, .unknownPasscode: return true
        default: return false
        }
    }

    /// Whether Enter may belong to the passcode, which is answered at its last digit: the answer must not be wiped away
    /// unread.
    private var mayConfirmPasscode: Bool {
        guard case .result(let result) = screen, result.presentation.means == .passcode else { return false }
        return uptime < result.shownAt + Model.confirmingTime
    }

    private static let confirmingTime = Duration.seconds(2)

    // MARK: - Recording

    /// A key that is held down, or struck again before the disk has answered, asks for nothing more.
    mutating func record(
        _ action: Action, _ cause: Screen.Cause, _ target: Screen.ChosenTarget?, about pass: PassRecord? = nil
    ) -> [Effect] {
        guard recording == nil else { return [] }
        recording = Recording(action: action, cause: cause, target: target, pass: pass, turn: turn)
        return [.record(action)]
    }
}

/// What has been handed to the desk by a key, and what its answer is about.
struct Recording: Hashable, Sendable {
    var action: Action
    var cause: Screen.Cause
    var target: Screen.ChosenTarget?
    var pass: PassRecord?
    /// The visitor who asked for it.
    var turn: Int
}

extension Screen.Result {
    /// Every answer but a welcome offers to call somebody.
    var offersCall: Bool { admission.verdict.code != .welcome }
}

extension Key {
    /// The ASCII digit it types, also when it is a full-width one. Other signs that mean a number are text: 三浦 is a name.
    var digit: Character? {
        guard case .character(let character) = self,
            ("0"..."9").contains(character) || ("０"..."９").contains(character), let value = character.wholeNumberValue
        else { return nil }
        return Character(String(value))
    }

    /// The small letter it types, also when it is a capital or a full-width one.
    var letter: String? {
        guard case .character(let character) = self else { return nil }
        return Token.folded(String(character)).lowercased()
    }
}

import Reception

/// Who opens the console says who they are.
extension Model {
    mutating func openSignIn(for intent: StaffSignIn.Intent) {
        goHome()
        screen = .signIn(StaffSignIn(intent: intent, until: uptime + settings.idleTime))
        noteStaff()
    }

    /// A card says who somebody is; the PIN is asked for.
    mutating func presentCard(_ card: String) -> [Effect] {
        var intent = StaffSignIn.Intent.console
        if case .signIn(let entry) = screen { intent = entry.intent }
        openSignIn(for: intent)
        guard case .signIn(var entry) = screen else { return [] }
        entry.card = card
        entry.isTypingPIN = true
        screen = .signIn(entry)
        return [.staff(.staff), .sound(.good)]
    }

    /// Says on the screen whether anybody may sign in.
    mutating func noteStaff() {
        guard case .signIn(var entry) = screen, hasStaff != (entry.problem != .noStaff) else { return }
        entry.problem = hasStaff ? nil : .noStaff
        screen = .signIn(entry)
    }

    mutating func press(_ key: Key, in entry: StaffSignIn) -> [Effect] {
        if key == .escape {
            if entry.isTypingPIN, entry.card == nil, !entry.isChecking { return typeNumberAgain(entry) }
            clearForNext()
            return []
        }
        guard !entry.isChecking, entry.problem != .noStaff else { return [] }
        var entry = entry
        if key.digit != nil || key == .backspace, entry.waitUntil == nil { entry.problem = nil }
        switch key {
        case .enter, .tab: return confirm(entry)
        case .backspace where entry.isTypingPIN && entry.pin.isEmpty && entry.card == nil: entry.isTypingPIN = false
        case .backspace where entry.isTypingPIN: entry.pin = String(entry.pin.dropLast())
        case .backspace: entry.number = String(entry.number.dropLast())
        default: if let digit = key.digit { entry.type(digit) }
        }
        screen = .signIn(entry)
        return []
    }

    private mutating func typeNumberAgain(_ entry: StaffSignIn) -> [Effect] {
        var entry = entry
        (entry.isTypingPIN, entry.pin) = (false, "")
        screen = .signIn(entry)
        return []
    }

    /// Enter goes on to the PIN, and hands it in.
    private mutating func confirm(_ entry: StaffSignIn) -> [Effect] {
        var entry = entry
        defer { screen = .signIn(entry) }
        guard let person = entry.person else { return [] }
        guard entry.isTypingPIN else {
            entry.isTypingPIN = true
            return []
        }
        if let end = entry.waitUntil, end > uptime { return [] }
        guard entry.pin.count >= StaffSignIn.fewestDigits else {
            entry.problem = .tooShort
            return []
        }
        let attempt = SignInAttempt(person: person, pin: entry.pin)
        entry.pin = ""
        entry.problem = nil
        entry.waitUntil = nil
        entry.isChecking = true
        return [.staff(.signIn(attempt))]
    }

    /// What came of it, where its screen still stands; whoever has gone has signed in to nothing.
    mutating func show(_ answer: SignInAnswer, for person: SignInAttempt.Person) -> [Effect] {
        guard case .signIn(var entry) = screen, entry.isChecking, entry.person == person else {
            guard case .signedIn(let member) = answer else { return [] }
            return [.record(.staff(StaffDeed(staff: member.id, what: .act(StaffAct(.signedOut)))))]
        }
        entry.isChecking = false
        switch answer {
        case .signedIn(let member): return begin(member, entry.intent)
        case .refused(let wait): entry.refuse(.refused, until: wait > .zero ? uptime + wait : nil)
        case .lockedOut(let wait): entry.refuse(.lockedOut, until: uptime + wait)
        }
        entry.until = max(entry.until, uptime + settings.idleTime)
        change(to: .signIn(entry))
        return [.sound(.attention)]
    }

    private mutating func begin(_ member: StaffMember, _ intent: StaffSignIn.Intent) -> [Effect] {
        let console = StaffConsole(member: member, until: uptime + settings.staff.idleTime)
        change(to: .staff(console))
        guard intent == .leave else { return [.sound(.good)] + readAnew }
        return readAnew + leaveProgram(console)
    }

    /// The disk has failed while a PIN was looked at.
    mutating func failSignIn() -> [Effect] {
        guard case .signIn(var entry) = screen, entry.isChecking else { return [] }
        entry.isChecking = false
        screen = .signIn(entry)
        change(to: .outOfOrder(.init(uptime: uptime + settings.resultTime)))
        return [.sound(.attention)]
    }

    /// Seconds until another try counts; `nil` when it does now.
    func wait(_ entry: StaffSignIn) -> Int? {
        entry.waitUntil.flatMap { $0 > uptime ? Int(($0 - uptime).wholeMilliseconds + 999) / 1000 : nil }
    }
}

extension StaffSignIn {
    fileprivate mutating func type(_ digit: Character) {
        if isTypingPIN {
            if pin.count < StaffSignIn.mostDigits { pin.append(digit) }
        } else if number.count < StaffSignIn.longestNumber {
            number.append(digit)
        }
    }

    fileprivate mutating func refuse(_ problem: Problem, until end: Duration?) {
        // The number stays, to be read: a PIN typed once more must not stand in its place for everybody to see.
        (self.problem, waitUntil) = (problem, end)
    }
}

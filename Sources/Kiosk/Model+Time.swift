import Reception

extension Model {
    /// When something changes by itself next: the countdown, the screen's end, a minute of the clock.
    package var nextTick: Duration {
        let intoMinute = now.now.milliseconds % 60_000
        let minute = uptime + .milliseconds(60_000 - (intoMinute < 0 ? intoMinute + 60_000 : intoMinute))
        var next = [minute, nextCount, nextDrift, hint?.until, restUntil].compactMap { $0 }
        if case .passcode = screen, tries.wait(at: uptime) > .zero { next.append(uptime + .seconds(1)) }
        if case .waiting(let waiting) = screen, waiting.patience > uptime { next.append(waiting.patience) }
        return next.min() ?? minute
    }

    /// When the screen returns to idle by itself; `nil` on the idle screen.
    var screenEnd: Duration? { screen.until }

    /// The whole seconds until the screen returns to idle by itself, rounded up; `nil` on the idle screen.
    package var countdown: Int? {
        screenEnd.map { Int((max(.zero, $0 - uptime).wholeMilliseconds + 999) / 1000) }
    }

    mutating func tick(_ uptime: Duration, _ now: CorrectedTime) -> [Effect] {
        self.uptime = uptime
        self.now = now
        let closing = screenEnd.map { uptime >= $0 } == true ? leave() : []
        if let end = hint?.until, uptime >= end { hint = nil }
        if let end = restUntil, uptime >= end { goHome() }
        losePatience()
        applyLayout()
        settleAtHome()
        return closing + submitPasscode() + showUnseenReply()
    }

    /// Keys that are under way were meant for the screen before this one.
    mutating func change(to new: Screen) {
        screen = new
        keysFrom = uptime + Model.settlingTime
    }

    /// How long a screen that came by itself stands before keys are for it.
    static let settlingTime = Duration.milliseconds(300)

    /// Somebody is there: the screen stays as long as it would from now on.
    mutating func extend() {
        guard !screen.isHome else {
            if restUntil != nil { restUntil = uptime + settings.idleTime }
            return
        }
        screen = screen.standing(until: uptime + (screen.isAnswer ? settings.resultTime : entryTime))
    }

    /// How long an entry may rest.
    var entryTime: Duration {
        if case .enrolment = screen { return settings.staff.idleTime }
        return screen.console == nil ? settings.idleTime : settings.staff.idleTime
    }

    /// The screen's time is over.
    private mutating func leave() -> [Effect] {
        if screen.console != nil { return closeConsole() }
        if case .enrolment(let form) = screen, case .enrolled = form.state { return startAnew() }
        if case .result(let result) = screen, let waiting = waiting(after: result) {
            change(to: .waiting(waiting))
        } else {
            goHome()
            keysFrom = uptime + Model.settlingTime
        }
        return []
    }
}

import Reception

/// What visitors are answered.
extension Words {
    /// The answer in one line.
    func headline(_ verdict: Verdict, at time: (Instant) -> String) -> String {
        switch verdict {
        case .welcome: say(.welcome)
        case .alreadyIn(_, let since): say(.resultAlreadyIn, ["time": time(since)])
        case .departed(_, let at): say(.resultDeparted, ["time": time(at)])
        case .garbled: say(.resultGarbled)
        case .wrongLayout: say(.resultWrongLayout)
        case .notOurs: say(.resultNotOurs)
        case .forged: say(.resultForged)
        case .unknownKey, .unsynced, .untrustedClock: say(.resultSeeStaff)
        case .unlisted: say(.resultUnlisted)
        case .withdrawn, .cancelled: say(.resultCancelled)
        case .wrongSite: say(.resultWrongSite)
        case .tooEarly: say(.resultTooEarly)
        case .tooLate: say(.resultTooLate)
        case .unknownPasscode: say(.resultUnknownPasscode)
        case .mistypedPasscode: say(.resultMistypedPasscode)
        }
    }

    /// The answer without its time, where it has one; else empty.
    func shortHeadline(_ verdict: Verdict) -> String {
        switch verdict {
        case .alreadyIn: say(.resultAlreadyInShort)
        case .departed: say(.resultDepartedShort)
        default: ""
        }
    }

    /// What to do now.
    func advice(_ verdict: Verdict, at moment: (Instant) -> String) -> String {
        switch verdict {
        case .welcome: ""
        case .alreadyIn: say(.adviceAlreadyIn)
        case .departed: say(.adviceDeparted)
        case .garbled: say(.adviceGarbled)
        case .wrongLayout: say(.adviceWrongLayout)
        case .notOurs: say(.adviceNotOurs)
        case .forged: say(.adviceForged)
        case .unknownKey, .unsynced, .unlisted: say(.adviceNotChecked)
        case .withdrawn, .cancelled: say(.adviceCancelled)
        case .wrongSite: say(.adviceWrongSite)
        case .tooEarly(let from): say(.adviceTooEarly, ["moment": moment(from)])
        case .tooLate: say(.adviceTooLate)
        case .unknownPasscode, .mistypedPasscode: say(.advicePasscode)
        case .untrustedClock: say(.adviceClock)
        }
    }

    /// The honest word on a welcome.
    func confirmation(_ confirmation: Confirmation) -> String {
        switch confirmation {
        case .sending: say(.confirmSending)
        case .willBeSent: say(.confirmWillBeSent)
        case .confirmed(.queued): say(.confirmTold)
        case .confirmed(.noChannel): say(.confirmNoChannel)
        case .confirmed(.failing): say(.confirmFailing)
        case .confirmed: say(.confirmDone)
        case .rejected: say(.resultSeeStaff)
        }
    }

    func hint(_ hint: ScanLine.Hint) -> String {
        switch hint {
        case .brighter: say(.hintBrighter)
        case .darker: say(.hintDarker)
        case .closer: say(.hintCloser)
        case .further: say(.hintFurther)
        case .still: say(.hintStill)
        }
    }

    /// What works while the camera, or the reader in its place, does not.
    func withoutReader(isCamera: Bool, within columns: Int) -> String {
        say(isCamera ? .withoutCamera : .withoutReader, within: columns)
    }

    // MARK: - Waiting

    /// Who has been called, or why nobody has.
    ///
    /// - Parameter target: a host or a department; empty for the reception.
    func called(_ confirmation: Confirmation, target: String = "") -> String {
        switch (confirmation, target.isEmpty) {
        case (.sending, true): say(.calling)
        case (.sending, false): say(.callingName, ["name": target])
        case (.confirmed(.queued), true): say(.called)
        case (.confirmed(.queued), false): say(.calledName, ["name": target])
        default: say(.speakToStaff)
        }
    }

    func callAdvice(_ confirmation: Confirmation) -> String {
        switch confirmation {
        case .sending, .confirmed(.queued): say(.pleaseWait)
        case .willBeSent: say(.callOffline)
        default: say(.callImpossible)
        }
    }

    /// An answer in one line: who comes and in how many minutes, who is asked next, or that nobody has answered.
    func reply(_ reply: Reply) -> String {
        var values = ["name": reply.name]
        if let minutes = reply.minutes { values["minutes"] = String(minutes) }
        let isNamed = !reply.name.isEmpty
        switch (reply.state, reply.minutes) {
        case (.coming, nil): return say(isNamed ? .coming : .comingUnnamed, values)
        case (.coming, 0): return say(isNamed ? .comingNow : .comingNowUnnamed, values)
        case (.coming, _): return say(isNamed ? .comingIn : .comingInUnnamed, values)
        case (.passedOn, _): return say(isNamed ? .passedOn : .passedOnUnnamed, values)
        case (.unanswered, _): return say(.unanswered)
        }
    }

    /// The same in a word or two, for letters that are seen from afar; empty where there is none.
    func short(_ waiting: Screen.Waiting) -> String {
        switch (waiting.reply?.state, waiting.reply?.minutes) {
        case (.coming, let minutes?) where minutes > 0: return say(.comingShort, ["minutes": String(minutes)])
        case (.coming, _): return ""
        case (.unanswered, _): return say(.unansweredShort)
        case (.passedOn, _): return ""
        case (nil, _): break
        }
        guard waiting.confirmation == .confirmed(.queued), waiting.cause != .leftDelivery else { return "" }
        return say(waiting.asksToRing ? .unansweredShort : .calledShort)
    }

    func ring(_ phone: String) -> String { say(.ring, ["phone": phone]) }
}

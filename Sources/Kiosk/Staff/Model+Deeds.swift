import Reception

/// What staff do, from the key to the word that it is on record.
extension Model {
    /// Hands a deed to the desk, one at a time; its outcome comes to ``show(_:recorded:)``.
    mutating func record(_ what: StaffDeed.What, in console: StaffConsole) -> [Effect] {
        guard console.doing == nil else { return [] }
        var console = console
        let deed = console.deed(what)
        console.doing = deed
        screen = .staff(console)
        return [.record(.staff(deed))]
    }

    /// A deed is on record: the page shows what became of it.
    mutating func show(_ deed: StaffDeed, recorded event: Event) -> [Effect] {
        storageIsFine()
        let hook = hook(.staff(deed), event, nil).map { hook in
            var hook = hook
            if let row = screen.console?.row(of: event.pass) { hook.note(row) }
            return [Effect.hook(hook)]
        }
        guard var console = screen.console, console.doing == deed else { return hook ?? [] }
        if case .act(let act) = deed.what, act.kind == .left { isFinished = true }
        console.doing = nil
        console.notice = notice(of: deed, event)
        if case .visitor(var page) = console.page {
            page.step = .choices
            console.page = .visitor(page)
        }
        let following = follow(deed, at: event.correctedAt, in: &console)
        screen = .staff(console)
        return readAnew + following + [.sound(.good)] + (hook ?? [])
    }

    private func notice(of deed: StaffDeed, _ event: Event) -> StaffNotice? {
        let time = ["time": time(event.correctedAt)]
        return switch deed.what {
        case .checkIn: admitted(event, time)
        case .checkOut: StaffNotice(.resultDeparted, time)
        case .walkIn(let walkIn, _): StaffNotice(.staffWalkInDone, ["name": walkIn.name])
        case .about(_, let act) where [.safe, .notSafe].contains(act.kind): nil
        case .about(_, let act): StaffNotice(act.kind == .printed ? .staffPrinted : .staffCorrected)
        case .act(let act): notice(of: act)
        }
    }

    /// Whoever lets somebody in whom the kiosk would have refused reads why, so that a slip is seen at once.
    private func admitted(_ event: Event, _ time: [String: String]) -> StaffNotice {
        let reason: Phrase? =
            switch event.verdict {
            case .tooEarly: .resultTooEarly
            case .tooLate: .resultTooLate
            case .wrongSite: .resultWrongSite
            case .cancelled, .withdrawn: .resultCancelled
            case .unlisted, .unsynced: .resultUnlisted
            default: nil
            }
        guard let reason else { return StaffNotice(.resultAlreadyIn, time) }
        return StaffNotice(.staffInDespite, time.merging(["reason": words.say(reason)]) { first, _ in first })
    }
}

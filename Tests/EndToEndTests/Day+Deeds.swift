import Foundation
import Reception
import TestSupport
import Testing

/// What visitors and administrators do in a day, and what each must be answered.
extension Day {
    func perform(_ step: DayStep) async throws {
        if step.pick % 3 > 0 { try await startCloud() }
        switch step.deed {
        case .arrive:
            guard let guest = choose(step, where: { $0.isFresh }) else {
                return try invite(4, isPeriod: step.pick % 3 == 0, isLate: true)
            }
            try await present(guest, step)
        case .comeBack:
            if let guest = choose(step, where: { $0.standing != .expected }) { try await present(guest, step) }
        case .leave:
            if let guest = choose(step, where: { $0.standing == .inside }) { try await leave(guest, step.kill) }
        case .comeInVain:
            if let guest = choose(step, where: { $0.isCancelled && $0.standing == .expected }) {
                try await present(guest)
            }
        case .showForeignCode: try await showNonsense("https://example.com/\(step.pick)", "notOurs", step.kill)
        case .showDamagedCode: try await showNonsense(damagedCode(step.pick), "garbled", step.kill)
        case .call: try await call(step.kill)
        case .invite, .cancel, .edit:
            try administer(step)
            guard let kill = step.kill else { return }
            try await Task.sleep(for: .milliseconds(kill.delay * 3))
            try await strike(kill)
        case .changeNetwork: setNetwork(step.network)
        }
    }

    // MARK: - Visitors

    private func choose(_ step: DayStep, where isAble: (DayGuest) -> Bool) -> Int? {
        let able = guests.indices.filter { isAble(guests[$0]) && guests[$0].token != shown?.code }
        return able.isEmpty ? nil : able[step.pick % able.count]
    }

    /// A visitor presents the pass, as the step says; who was not answered does it again.
    func present(_ index: Int, _ step: DayStep? = nil) async throws {
        let guest = guests[index]
        // An administrator's race with the kiosk has two right answers; with a kill it would have too many.
        var kill = guest.unsure == nil && !guest.isCancelled ? step?.kill : nil
        if guest.mayBeUnknown { kill?.waitsForAnswer = false }
        try await clear()
        let from = now
        try await show(guest.token)
        if step?.isTwice == true { try type(guest.token) }
        let isKillOfKiosk = kill != nil && kill?.victim != .cloud
        let answer = try await answer(under: kill)
        if guest.mayBeUnknown {
            // Said for a moment at least, unless news have come by then (scenario 24).
            let truth: DayBook.Truth = answer == .seeStaff ? .said : .unsure
            book.note("refusal", "unsynced", of: guest.pass, since: from, truth, isRepeatable: true)
        }
        guard let answer else {
            noteUnseen(index, since: from)
            return try await present(index)
        }
        try settle(answer, index, since: from)
        if answer == .seeStaff { return try await waitForNews(index, since: from, isGone: isKillOfKiosk) }
        // A kiosk that has said something knows it after a kill.
        if isKillOfKiosk, step?.pick.isMultiple(of: 2) == true { try await present(index) }
    }

    /// The kiosk was killed before it answered: what it may have recorded by then.
    private func noteUnseen(_ index: Int, since from: Instant) {
        let guest = guests[index]
        switch guest.standing {
        case .inside: book.note("refusal", "alreadyIn", of: guest.pass, since: from, .unsure)
        case .gone where !guest.isPeriod: book.note("refusal", "departed", of: guest.pass, since: from, .unsure)
        case .gone, .expected:
            guests[index].unsure = book.note("checkIn", "welcome", of: guest.pass, since: from, .unsure)
        }
    }

    /// Takes an answer down, if it may be given.
    private func settle(_ answer: DayAnswer, _ index: Int, since from: Instant) throws {
        var guest = guests[index]
        let isUnsure = guest.unsure != nil
        let truth: DayBook.Truth
        switch (answer, guest.standing) {
        case (.welcome(guest.name), .expected):
            truth = .never
            guest.standing = .inside
        case (.welcome(guest.name), .gone) where guest.isPeriod:
            truth = .never
            guest.standing = .inside
        case (.welcome(guest.name), .inside) where guest.isPeriod && isUnsure: truth = .said
        case (.alreadyIn, .inside): truth = .never
        case (.alreadyIn, _) where isUnsure:
            truth = .said
            guest.standing = .inside
        case (.departed, .gone) where !guest.isPeriod: truth = .never
        case (.departed, .inside) where !guest.isPeriod && isUnsure:
            truth = .said
            guest.standing = .gone
        case (.cancelled, _) where guest.isCancelled && isUnsure:
            // That says nothing about what was recorded before the cancellation came.
            if let (kind, verdict) = answer.event { book.note(kind, verdict, of: guest.pass, since: from) }
            return
        case (.cancelled, _) where guest.isCancelled: truth = .never
        case (.seeStaff, .expected) where guest.mayBeUnknown: truth = .never
        default:
            throw DayFailure(
                description: "\(guest) was told \(answer) (\(isUnsure ? "something is unsure" : "nothing is unsure"))")
        }
        if let unsure = guest.unsure { book.settle(unsure, as: truth) }
        guest.unsure = nil
        guests[index] = guest
        if let (kind, verdict) = answer.event { book.note(kind, verdict, of: guest.pass, since: from) }
    }

    /// Waits a moment for the kiosk to hear of the pass (scenario 24); then the visitor goes to the staff.
    private func waitForNews(_ index: Int, since from: Instant, isGone: Bool) async throws {
        if !isGone, isConnected, try await hearsOf(guests[index]) {
            return try settle(.welcome(guests[index].name), index, since: from)
        }
        if !isGone {
            try await press("Escape")
            // News that came just now are answered by now.
            try await Task.sleep(for: .milliseconds(300))
            try await clear()
        }
        guests[index].unsure = book.note("checkIn", "welcome", of: guests[index].pass, since: from, .unsure)
    }

    private func hearsOf(_ guest: DayGuest) async throws -> Bool {
        let end = World.live.uptime() + .seconds(3)
        while World.live.uptime() < end {
            if DayAnswer(try terminal.screen()) == .welcome(guest.name) { return true }
            try await Task.sleep(for: .milliseconds(50))
        }
        return false
    }

    /// A visitor leaves: shows the code, and presses the key that is offered.
    private func leave(_ index: Int, _ kill: DayStep.Kill?) async throws {
        try await present(index)
        guard guests[index].standing == .inside, DayAnswer(try terminal.screen()) == .alreadyIn else { return }
        let from = now
        try await press("x")
        guard try await answer(under: kill, { $0 == .goodbye }) != nil else {
            guests[index].unsure = book.note("checkOut", "none", of: guests[index].pass, since: from, .unsure)
            return try await leave(index, nil)
        }
        book.note("checkOut", "none", of: guests[index].pass, since: from)
        guests[index].standing = .gone
    }

    private func showNonsense(_ code: String, _ verdict: String, _ kill: DayStep.Kill?) async throws {
        try await clear()
        let from = now
        try await show(code)
        let wanted: DayAnswer = verdict == "garbled" ? .damaged : .notOurs
        let answer = try await answer(under: kill) { $0 == wanted }
        book.note("refusal", verdict, since: from, answer == nil ? .unsure : .said)
    }

    /// One of ours, of which one character was misread.
    private func damagedCode(_ pick: Int) -> String {
        var code = Array(guests[pick % guests.count].token)
        code[40] = code[40] == "A" ? "B" : "A"
        return String(code)
    }

    private func call(_ kill: DayStep.Kill?) async throws {
        try await clear()
        let from = now
        try await press("c")
        let answer = try await answer(under: kill) { $0 == .called }
        book.note("call", "none", since: from, answer == nil ? .unsure : .said)
    }
}

extension DayGuest {
    var isExpected: Bool { standing == .expected }
    /// Comes for the first time, as far as anybody knows.
    var isFresh: Bool { isExpected && !isCancelled && unsure == nil }
    /// Whether the kiosk may not have heard of the pass.
    var mayBeUnknown: Bool { isLate && isExpected }
}

extension DayAnswer {
    /// The kind and verdict of the event behind what a visitor is told for good.
    fileprivate var event: (String, String)? {
        switch self {
        case .welcome: ("checkIn", "welcome")
        case .alreadyIn: ("refusal", "alreadyIn")
        case .departed: ("refusal", "departed")
        case .cancelled: ("refusal", "cancelled")
        default: nil
        }
    }
}

import Foundation
import Reception

/// Enrolment from the terminal, where no cloud knows this kiosk or it was revoked.
extension Model {
    /// Whether whoever has a one-time code may enrol this kiosk. There are no staff then who could be asked for a PIN. What
    /// a kiosk that no cloud knew has recorded goes to the cloud of whoever does it: see docs/SECURITY.md.
    var mayEnrol: Bool { link == .notEnrolled || link == .revoked }

    /// Opens the screen, with what a code has said; one that the cloud is being asked about stays.
    mutating func openEnrolment(_ offer: EnrolmentOffer? = nil) -> [Effect] {
        if case .enrolment(let form) = screen, form.isSettled || offer == nil { return [] }
        clearForNext()
        var form = EnrolmentForm(until: uptime + settings.staff.idleTime)
        guard let offer else {
            screen = .enrolment(form)
            return []
        }
        (form.cloud, form.code, form.step) = (offer.cloud, offer.code, .code)
        change(to: .enrolment(form))
        return [.sound(.good)]
    }

    mutating func press(_ key: Key, in form: EnrolmentForm) -> [Effect] {
        if case .enrolled = form.state { return key == .enter || key == .escape ? startAnew() : [] }
        guard form.state != .asking else { return [] }
        var form = form
        switch key {
        case .escape where form.step == .code: (form.step, form.state) = (.cloud, .typing)
        case .escape:
            clearForNext()
            return []
        case .enter, .tab: return confirm(form)
        case .backspace: form.delete()
        case .character(let character): form.type(character)
        default: return []
        }
        screen = .enrolment(form)
        return []
    }

    /// Enter goes on to the code, and hands both in.
    private mutating func confirm(_ form: EnrolmentForm) -> [Effect] {
        var form = form
        defer { screen = .enrolment(form) }
        switch form.step {
        case .cloud:
            let isAddress = form.cloud.hasPrefix(EnrolmentForm.scheme) && form.cloud != EnrolmentForm.scheme
            guard isAddress else {
                form.state = .failed(.badAddress)
                return [.sound(.attention)]
            }
            (form.step, form.state) = (.code, .typing)
            return []
        case .code:
            guard !form.code.isEmpty else { return [] }
            form.state = .asking
            return [.enrol(form.offer)]
        }
    }

    /// What became of it. A kiosk that was enrolled starts anew, whatever stands on its screen by now.
    mutating func hear(_ news: EnrolmentNews) -> [Effect] {
        switch news {
        case .enrolled(let tenant, let site):
            var form = EnrolmentForm(until: uptime + Model.readingTime)
            form.state = .enrolled(tenant: tenant, site: site)
            change(to: .enrolment(form))
            return [.sound(.good)]
        case .failed(let problem):
            guard case .enrolment(var form) = screen, form.state == .asking else { return [] }
            form.state = .failed(problem)
            if problem == .codeRefused { form.code = "" }
            if problem != .codeRefused, problem != .busy, problem != .storage { form.step = .cloud }
            form.until = uptime + settings.staff.idleTime
            change(to: .enrolment(form))
            return [.sound(.attention)]
        }
    }

    /// How long the good news stand before the program starts anew.
    private static let readingTime = Duration.seconds(4)

    /// Ends the loop, so that the program begins again with what it was told.
    @discardableResult
    mutating func startAnew() -> [Effect] {
        startsAnew = true
        isFinished = true
        return []
    }
}

extension EnrolmentForm {
    /// A wide letter of an input method is the narrow one; what stands in no address and no code is passed over.
    fileprivate mutating func type(_ character: Character) {
        let narrow = String(character).precomposedStringWithCompatibilityMapping
        guard narrow.utf8.count == 1, narrow.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else { return }
        state = .typing
        switch step {
        case .cloud:
            if cloud.utf8.count < EnrolmentForm.longestCloud { cloud += narrow }
        case .code:
            let isOfCodes = narrow.allSatisfy { $0.isLetter || $0.isNumber || $0 == "-" }
            if isOfCodes, code.utf8.count < EnrolmentForm.longestCode { code += narrow.uppercased() }
        }
    }

    fileprivate mutating func delete() {
        state = .typing
        switch step {
        case .cloud: cloud = String(cloud.dropLast())
        case .code where code.isEmpty: step = .cloud
        case .code: code = String(code.dropLast())
        }
    }
}

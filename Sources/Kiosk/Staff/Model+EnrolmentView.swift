/// Where an administrator enrols this kiosk.
extension Model {
    func enrolmentStack(_ form: EnrolmentForm, _ columns: Int) -> Stack {
        if case .enrolled(let tenant, let site) = form.state {
            let place = [tenant, site].filter { !$0.isEmpty }.joined(separator: " · ")
            let blocks = [sentence(place, columns, role: .accent), sentence(words.say(.enrolStarting), columns)]
            return answer(.good, words.say(.enrolDone), blocks, columns)
        }
        var blocks = [title(words.say(.enrolTitle), columns)]
        if case .failed(let problem) = form.state {
            blocks.append(.text(sentence(for: problem), .notice, columns: columns))
        } else {
            blocks.append(aside(words.say(.enrolAdvice), columns))
        }
        blocks.append(.text(words.say(.enrolAddress), .quiet, columns: columns))
        guard form.step == .code else {
            blocks.append(field(form.cloud, columns, width: 60))
            return Stack(blocks: blocks, distance: 1)
        }
        blocks.append(.text(form.cloud, columns: columns))
        blocks.append(.text(words.say(.enrolCode), .quiet, columns: columns))
        guard form.state != .asking else {
            blocks.append(.text(words.say(.enrolAsking), .accent, columns: columns))
            return Stack(blocks: blocks, distance: 1)
        }
        blocks.append(field(form.code, columns, width: 24))
        return Stack(blocks: blocks, distance: 1)
    }

    func enrolmentKeys(_ form: EnrolmentForm) -> [KeyCap] {
        switch form.state {
        case .asking: return []
        case .enrolled: return [KeyCap("Enter", .enter, words.say(.next))]
        case .typing, .failed: break
        }
        let delete = KeyCap("Backspace", .backspace, words.say(.delete))
        guard form.step == .code else {
            return [KeyCap("Enter", .enter, words.say(.next)), delete, escape(.cancel)]
        }
        let enrol = form.code.isEmpty ? [] : [KeyCap("Enter", .enter, words.say(.enrol))]
        return enrol + [delete, escape(.back)]
    }

    private func sentence(for problem: EnrolmentProblem) -> String {
        switch problem {
        case .badAddress: words.say(.enrolBadAddress)
        case .codeRefused: words.say(.enrolCodeRefused)
        case .unreachable: words.say(.enrolUnreachable)
        case .untrusted: words.say(.enrolUntrusted)
        case .notTheCloud: words.say(.enrolNotTheCloud)
        case .busy: words.say(.enrolBusy)
        case .storage: words.say(.enrolStorage)
        }
    }
}

import Reception

/// The screens that answer somebody.
extension Model {
    func resultStack(_ result: Screen.Result, _ columns: Int) -> Stack {
        let verdict = result.admission.verdict
        let headline = words.headline(verdict, at: time)
        switch verdict {
        case .welcome(let record):
            let pass = record.bounded
            let role: Role = result.confirmation == .rejected ? .notice : .good
            let name = pass.visitor.isEmpty ? "" : words.name(pass.visitor)
            return answer(role, headline, name: name, welcomeBlocks(pass, result, columns), columns)
        case .alreadyIn, .departed, .tooEarly:
            let advice = sentence(words.advice(verdict, at: dateAndTime), columns)
            return answer(.notice, headline, short: words.shortHeadline(verdict), [advice], columns)
        default:
            return answer(.bad, headline, [sentence(words.advice(verdict, at: dateAndTime), columns)], columns)
        }
    }

    private func welcomeBlocks(_ pass: PassRecord, _ result: Screen.Result, _ columns: Int) -> [Block] {
        var blocks: [Block] = []
        let news = result.reply.map(words.reply) ?? words.confirmation(result.confirmation)
        blocks.append(sentence(news, columns, role: .accent))
        var details: [(label: String, value: String)] = []
        if !pass.room.isEmpty { details.append((words.say(.room), pass.room)) }
        if !pass.hosts.isEmpty { details.append((words.say(.host), words.names(pass.hosts.map(\.name)))) }
        if showsCompany, !pass.company.isEmpty { details.append((words.say(.company), pass.company)) }
        if !details.isEmpty { blocks.append(.details(details, columns: columns)) }
        if result.confirmation.asksToRing, let phone = phone(for: pass) {
            blocks.append(ring(phone, columns))
        } else if result.confirmation != .rejected {
            blocks.append(aside(words.own(.afterWelcome, of: layout) ?? words.say(.waitHere), columns))
        }
        return blocks
    }

    /// Row M7: the site's layout or the kiosk's own setting may show it.
    private var showsCompany: Bool { settings.showsCompany || layout.showsCompany }

    private func phone(for pass: PassRecord) -> String? {
        let phones = pass.hosts.map(\.phone) + [cache.site?.phone ?? ""]
        return phones.first { !$0.isEmpty }
    }

    // MARK: - Waiting

    func waitingStack(_ waiting: Screen.Waiting, _ columns: Int) -> Stack {
        let isServed = waiting.reply.map { $0.state == .coming } ?? !waiting.asksToRing
        let role: Role = isServed ? .good : .notice
        var blocks: [Block] = []
        if let advice = advice(waiting) { blocks.append(sentence(advice, columns)) }
        if waiting.asksToRing, waiting.reply?.state != .coming {
            let phone = waiting.phone.isEmpty ? cache.site?.phone ?? "" : waiting.phone
            if !phone.isEmpty { blocks.append(ring(phone, columns, isNews: true)) }
        }
        return answer(role, headline(waiting), short: words.short(waiting), blocks, columns)
    }

    private func headline(_ waiting: Screen.Waiting) -> String {
        if let reply = waiting.reply { return words.reply(reply) }
        if waiting.cause == .leftDelivery, waiting.confirmation.saysThatSomebodyComes {
            return words.say(.deliveryThanks)
        }
        if waiting.asksToRing, waiting.confirmation.saysThatSomebodyComes { return words.say(.unanswered) }
        return words.called(waiting.confirmation, target: waiting.target)
    }

    private func advice(_ waiting: Screen.Waiting) -> String? {
        switch waiting.reply?.state {
        case .coming, .passedOn: return words.say(.pleaseWait)
        case .unanswered: return words.say(.unansweredAdvice)
        case nil: break
        }
        switch waiting.cause {
        case .leftDelivery where waiting.confirmation.saysThatSomebodyComes:
            return words.own(.afterDelivery, of: layout) ?? words.say(.deliveryLeftAdvice)
        case .signedDelivery where waiting.confirmation.saysThatSomebodyComes && !waiting.asksToRing:
            return words.own(.afterDelivery, of: layout) ?? words.say(.deliverySignatureAdvice)
        default:
            let isLate = waiting.asksToRing && waiting.confirmation.saysThatSomebodyComes
            return isLate ? words.say(.unansweredAdvice) : words.callAdvice(waiting.confirmation)
        }
    }

    func goodbyeStack(_ goodbye: Screen.Goodbye, _ columns: Int) -> Stack {
        let blocks = [
            sentence(words.say(.goodbyeAdvice), columns),
            aside(words.say(.goodbyeAt, ["time": time(goodbye.at)]), columns),
        ]
        return answer(.good, words.say(.goodbye), short: words.say(.resultDepartedShort), blocks, columns)
    }
}

import Reception

extension Model {
    mutating func press(_ key: Key, in form: Screen.WalkInForm) -> [Effect] {
        var form = form
        if key == .escape { return stepBack(from: form) }
        form.problem = nil
        defer { if case .walkIn = screen { screen = .walkIn(form) } }
        switch form.step {
        case .company: form.edit(\.company, key, isRequired: false)
        case .name: form.edit(\.name, key, isRequired: true)
        case .headcount: form.editHeadcount(key)
        case .target: chooseTarget(key, &form)
        case nil: if key == .enter { return submit(form) }
        }
        return []
    }

    private mutating func stepBack(from form: Screen.WalkInForm) -> [Effect] {
        guard form.position > 0 else {
            if let console = form.console { return open(.menu(MenuPage()), in: console) }
            clearForNext()
            return []
        }
        var form = form
        form.position -= 1
        form.problem = nil
        screen = .walkIn(form)
        return []
    }

    private mutating func chooseTarget(_ key: Key, _ form: inout Screen.WalkInForm) {
        if key == .enter {
            if form.target == nil { form.problem = .noChoice } else { form.position += 1 }
        }
        guard let number = key.digit?.wholeNumberValue, let way = Screen.TargetWay(rawValue: number) else { return }
        switch way {
        case .host:
            screen = .hostSearch(.init(origin: .walkIn(form), until: uptime + entryTime))
        case .department:
            openDepartments(for: .walkIn(form))
        case .unknown:
            form.target = chosen(form.button)
            form.position += 1
        }
    }

    private mutating func submit(_ form: Screen.WalkInForm) -> [Effect] {
        let target = form.target ?? chosen(form.button)
        let walkIn = WalkIn(
            name: form.name.trimmed, company: form.company.trimmed, headcount: Int(form.headcount) ?? 1,
            language: language.rawValue)
        if let console = form.console {
            return record(.walkIn(walkIn, Request(target: target.target)), in: console)
        }
        let request = Request(target: target.target, button: form.button.id)
        return record(.walkIn(walkIn, request), .walkIn, target)
    }
}

extension Screen.WalkInForm {
    /// Types into a text; Enter goes on.
    fileprivate mutating func edit(_ text: WritableKeyPath<Self, String>, _ key: Key, isRequired: Bool) {
        switch key {
        case .enter, .tab:
            if isRequired, self[keyPath: text].trimmed.isEmpty { problem = .empty } else { position += 1 }
        case .backspace: self[keyPath: text] = String(self[keyPath: text].dropLast())
        case .character(let character):
            if !self[keyPath: text].type(character, most: WalkIn.longestText) { problem = .tooLong }
        default: break
        }
    }

    /// Up to two digits; nothing is one person.
    fileprivate mutating func editHeadcount(_ key: Key) {
        if let digit = key.digit {
            if headcount.count < 2 { headcount.append(digit) } else { problem = .tooLong }
        } else if key == .backspace {
            headcount = String(headcount.dropLast())
        } else if key == .enter || key == .tab {
            let count = headcount.isEmpty ? 1 : Int(headcount) ?? 0
            guard (1...WalkIn.largestParty).contains(count) else { return problem = .noNumber }
            headcount = String(count)
            position += 1
        }
    }
}

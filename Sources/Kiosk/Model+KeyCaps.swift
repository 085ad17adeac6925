import Reception

extension Model {
    /// The keys that do something on this screen and stand at its bottom; choices stand in its middle.
    func keys(_ size: Size) -> [KeyCap] {
        switch screen {
        case .idle, .closed, .maintenance: idleKeys(size)
        case .passcode(let entry):
            entry.isSubmitted ? [] : [KeyCap("Backspace", .backspace, words.say(.delete)), escape(.cancel)]
        case .result(let result): resultKeys(result)
        case .waiting, .goodbye, .outOfOrder, .tested: [escape(.toStart)]
        case .leaving: [KeyCap("C", words.say(.call)), escape(.back)]
        case .delivery: [escape(.back)]
        case .walkIn(let form): walkInKeys(form)
        case .hostSearch(let search): searchKeys(search)
        case .departments(let list): departmentKeys(list)
        case .signIn(let entry): signInKeys(entry)
        case .staff(let console): staffKeys(console)
        case .enrolment(let form): enrolmentKeys(form)
        }
    }

    func escape(_ phrase: Phrase) -> KeyCap { KeyCap("Esc", .escape, words.say(phrase)) }

    private func idleKeys(_ size: Size) -> [KeyCap] {
        var keys: [KeyCap] = []
        let others = otherLanguages
        if let next = others.first {
            // Whoever reads only one of them must see its name.
            let names = others.map(\.ownName).joined(separator: size.columns < 60 ? " " : " · ")
            let isTooLong = DisplayWidth.of(names) + 8 > size.columns
            keys.append(KeyCap("L", isTooLong ? next.ownName : names))
        }
        keys.append(KeyCap("+", words.say(usesLargeLetters ? .normalLetters : .largeLetters)))
        return keys
    }

    /// The staff's key and what it does, for their line; no visitor is offered it, and no finger finds it. Once there are
    /// staff, it is the one that asks who they are; while no cloud knows the kiosk, the one that enrols it.
    var exitKeyText: String? {
        guard screen.isHome else { return nil }
        if mayEnrol, let name = settings.staff.key?.name { return "\(name) \(words.say(.enrol))" }
        if hasStaff, let name = settings.staff.key?.name { return "\(name) \(words.say(.staffConsole))" }
        return settings.exitKey?.name.map { "\($0) \(words.say(.leaveProgram))" }
    }

    /// The others that are offered, in the order in which the key turns to them.
    private var otherLanguages: [Language] {
        var languages: [Language] = []
        var next = language.next(among: layout.languages)
        while next != language, !languages.contains(next) {
            languages.append(next)
            next = next.next(among: layout.languages)
        }
        return languages
    }

    private func resultKeys(_ result: Screen.Result) -> [KeyCap] {
        var keys: [KeyCap] = []
        if case .alreadyIn = result.admission.verdict { keys.append(KeyCap("X", words.say(.checkOut))) }
        if result.offersCall { keys.append(KeyCap("C", words.say(.call))) }
        return keys + [escape(.toStart)]
    }

    private func walkInKeys(_ form: Screen.WalkInForm) -> [KeyCap] {
        let forward: [KeyCap] =
            switch form.step {
            case .company: [KeyCap("Enter", .enter, words.say(form.company.isEmpty ? .skip : .next))]
            case .name, .headcount: [KeyCap("Enter", .enter, words.say(.next))]
            case .target: []
            case nil: [KeyCap("Enter", .enter, words.say(.confirm))]
            }
        return forward + [escape(.back)]
    }

    private func searchKeys(_ search: Screen.HostSearch) -> [KeyCap] {
        let choosing = search.selection == nil ? [] : [KeyCap("Enter", .enter, words.say(.choose))]
        return choosing + [KeyCap("Backspace", .backspace, words.say(.delete)), escape(.back)]
    }

    private func departmentKeys(_ list: Screen.DepartmentList) -> [KeyCap] {
        var keys: [KeyCap] = []
        if list.selection != nil { keys.append(KeyCap("Enter", .enter, words.say(.choose))) }
        if list.page > 0 { keys.append(KeyCap("←", .left, words.say(.previousPage))) }
        if list.page + 1 < list.pages { keys.append(KeyCap("→", .right, words.say(.nextPage))) }
        return keys + [escape(.back)]
    }
}

extension Key {
    /// As it is written on the keyboard, for those that can end the program.
    fileprivate var name: String? {
        switch self {
        case .control(let letter): "Ctrl-\(letter.uppercased())"
        case .function(let number): "F\(number)"
        default: nil
        }
    }
}

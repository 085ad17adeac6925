/// Where staff say who they are.
extension Model {
    func signInStack(_ entry: StaffSignIn, _ columns: Int) -> Stack {
        var blocks = [title(words.say(.staffConsole), columns)]
        if entry.intent == .leave { blocks.append(aside(words.say(.staffOnlyAdministrators), columns)) }
        guard entry.problem != .noStaff else {
            blocks.append(sentence(words.say(.staffNone), columns, role: .accent))
            blocks.append(.text(words.say(.staffNoneAdvice), columns: columns))
            return Stack(blocks: blocks, distance: 1)
        }
        if let card = entry.card {
            blocks.append(
                .text(words.say(.staffCardShown), .headline, columns: columns).droppable(card.isEmpty ? .help : .aside))
        } else {
            blocks.append(line(.staffNumber, entry.number, isOpen: !entry.isTypingPIN, columns))
        }
        if entry.isTypingPIN {
            let dots = String(repeating: "•", count: entry.pin.count)
            blocks.append(line(.staffPIN, dots, isOpen: !entry.isChecking, columns))
        }
        if let news = news(of: entry) { blocks.append(.text(news, .notice, columns: columns)) }
        if !entry.isChecking { blocks.append(.digits(columns: columns)) }
        if entry.problem == nil, !entry.isChecking, !entry.isTypingPIN {
            blocks.append(aside(words.say(.staffCardAdvice), columns))
        }
        return Stack(blocks: blocks, distance: 1)
    }

    func signInKeys(_ entry: StaffSignIn) -> [KeyCap] {
        if entry.problem == .noStaff || entry.isChecking { return [escape(.cancel)] }
        var keys: [KeyCap] = []
        // A PIN is not taken while staff wait after wrong ones.
        if entry.person != nil, !entry.isTypingPIN || wait(entry) == nil {
            keys.append(KeyCap("Enter", .enter, words.say(entry.isTypingPIN ? .staffSignIn : .next)))
        }
        if !entry.number.isEmpty || !entry.pin.isEmpty {
            keys.append(KeyCap("Backspace", .backspace, words.say(.delete)))
        }
        return keys + [escape(entry.isTypingPIN && entry.card == nil ? .back : .cancel)]
    }

    /// A label, and what has been typed behind it.
    private func line(_ phrase: Phrase, _ text: String, isOpen: Bool, _ columns: Int) -> Block {
        let label = words.say(phrase)
        let typed = " " + DisplayWidth.padded(text + (isOpen ? "▏" : ""), columns: 14) + " "
        let width = DisplayWidth.of(label) + 2 + 16
        let form = Block.Form(rows: 1, worth: .meaning) { frame, area in
            let left = area.column(centring: width)
            let end = frame.put(label, row: area.row, column: left, role: isOpen ? .headline : .quiet)
            frame.put(typed, row: area.row, column: end + 2, role: isOpen ? .field : .quiet)
        }
        return Block(forms: [form], reading: [label])
    }

    private func news(of entry: StaffSignIn) -> String? {
        if entry.isChecking { return words.say(.looking) }
        let wait = wait(entry)
        switch entry.problem {
        case .refused:
            return wait.map { words.say(.staffRefusedWait, ["seconds": String($0)]) } ?? words.say(.staffRefused)
        case .lockedOut:
            return words.say(.staffLockedOut, ["minutes": String(((wait ?? 0) + 59) / 60)])
        case .tooShort: return words.say(.staffPINTooShort, ["least": String(StaffSignIn.fewestDigits)])
        case .noStaff, nil: return nil
        }
    }
}

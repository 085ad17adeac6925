import Reception

/// The screens on which a visitor types or chooses.
extension Model {
    // MARK: - Passcode

    func passcodeStack(_ entry: Screen.PasscodeEntry, _ page: Page) -> Stack {
        let columns = page.body.columns
        let wait = (tries.wait(at: uptime).wholeMilliseconds + 999) / 1000
        var blocks = [title(words.say(.enterPasscode), columns), digits(entry.digits, columns)]
        if entry.purpose == .leave { blocks.insert(aside(words.say(.leaving), columns), at: 0) }
        if entry.digits.count < Passcode.length { blocks.append(.digits(columns: columns)) }
        if entry.isSubmitted {
            blocks.append(.text(words.say(.looking), .accent, columns: columns))
        } else if wait > 0 {
            blocks.append(.text(words.say(.passcodeWait, ["seconds": String(wait)]), .accent, columns: columns))
        }
        return Stack(blocks: blocks, distance: 2)
    }

    /// What has been typed, and a line for each digit that has not.
    private func digits(_ digits: String, _ columns: Int) -> Block {
        let typed = Array(digits + String(repeating: "_", count: max(0, Passcode.length - digits.count)))
        let groups = [String(typed.prefix(4)), String(typed.suffix(4))]
        let text = groups.map { $0.map(String.init).joined(separator: " ") }.joined(separator: "   ")
        let forms = [3, 2, 1].flatMap { scale in
            Block.picture(
                BlockDigits.bitmap(groups.joined(separator: " "), scale: scale), .stroke, columns: columns,
                worth: .size)
        }
        let small = Block.text(text, .accent, columns: columns)
        return Block(forms: forms + small.forms, reading: digits.isEmpty ? [] : [digits])
    }

    // MARK: - Walk-in

    func walkInStack(_ form: Screen.WalkInForm, _ page: Page) -> Stack {
        let columns = page.body.columns
        var blocks = [progress(form, columns)]
        switch form.step {
        case .company:
            blocks += [title(words.say(.askCompany), columns), field(form.company, columns)]
            blocks.append(.letters(language, typed: form.company, columns: columns))
            if form.problem == nil { blocks.append(aside(words.say(.askCompanyAdvice), columns)) }
        case .name:
            blocks += [title(words.say(.askName), columns), field(form.name, columns)]
            blocks.append(.letters(language, typed: form.name, columns: columns))
            if form.problem == nil { blocks.append(aside(words.say(.askNameAdvice), columns)) }
        case .headcount:
            blocks += [title(words.say(.askHeadcount), columns), field(form.headcount, columns, width: 8)]
            if form.headcount.count < 2 { blocks.append(.digits(columns: columns)) }
            // On a screen without a keyboard the digits are worth more.
            if form.headcount.isEmpty {
                blocks.append(aside(words.say(.askHeadcountAdvice), columns, worth: .comfort))
            }
        case .target: blocks += [title(words.say(.askTarget), columns), choices(targetWays, columns, most: 1)]
        case nil: blocks += [title(words.say(.review), columns), review(form, columns)]
        }
        if let problem = form.problem { blocks.append(.text(sentence(for: problem), .notice, columns: columns)) }
        return Stack(blocks: blocks, isPinned: true)
    }

    private func sentence(for problem: Screen.WalkInForm.Problem) -> String {
        switch problem {
        case .empty: words.say(.problemEmpty)
        case .noChoice: words.say(.searchChoose)
        case .tooLong: words.say(.problemTooLong)
        case .noNumber: words.say(.problemNoNumber, ["most": String(WalkIn.largestParty)])
        }
    }

    /// How far one has come: a sign for each question, and in figures.
    func progress(_ form: Screen.WalkInForm, _ columns: Int) -> Block {
        let steps = form.steps.count + 1
        let signs = (0..<steps).map { $0 < form.position ? "●" : $0 == form.position ? "◉" : "○" }
        let figures = words.say(.stepOf, ["step": String(form.position + 1), "steps": String(steps)])
        let block = Block.text(signs.joined(separator: " ") + "   " + figures, .quiet, columns: columns)
        return Block(forms: block.forms, reading: [words.say(.walkIn), figures]).droppable(.decoration)
    }

    private var targetWays: [KeyCap] {
        Screen.TargetWay.allCases.map { way in
            let phrase: Phrase =
                switch way {
                case .host: .targetHost
                case .department: .targetDepartment
                case .unknown: .targetUnknown
                }
            return KeyCap(Character(String(way.rawValue)), words.say(phrase))
        }
    }

    private func review(_ form: Screen.WalkInForm, _ columns: Int) -> Block {
        var details: [(label: String, value: String)] = []
        for step in form.steps {
            switch step {
            case .company where !form.company.isEmpty: details.append((words.say(.labelCompany), form.company))
            case .company: break
            case .name: details.append((words.say(.labelName), form.name))
            case .headcount: details.append((words.say(.labelHeadcount), words.say(.people, ["count": form.headcount])))
            case .target:
                let name = form.target?.name ?? ""
                details.append((words.say(.labelTarget), name.isEmpty ? words.say(.reception) : name))
            }
        }
        return .details(details, columns: columns)
    }

    // MARK: - Delivering and leaving

    func deliveryStack(_ page: Page) -> Stack {
        let columns = page.body.columns
        let caps = Screen.Delivery.Choice.allCases.map { choice in
            KeyCap(
                Character(String(choice.rawValue)),
                words.say(choice == .signature ? .deliverySignature : .deliveryLeft))
        }
        return Stack(
            blocks: [
                .text(words.say(.delivery), .quiet, columns: columns).droppable(.decoration),
                title(words.say(.deliveryAsk), columns), choices(caps, columns, most: 1),
            ], distance: 2)
    }

    func leavingStack(_ page: Page) -> Stack {
        let columns = page.body.columns
        return Stack(
            blocks: [
                title(words.say(.leaving), columns), sentence(words.say(.leavingAdvice), columns, role: .accent),
                aside(words.say(.leavingWithout), columns),
            ], distance: 2)
    }

    func choices(_ caps: [KeyCap], _ columns: Int, most: Int, isTall: Bool = true) -> Block {
        var block = Block.menu(caps, columns: columns, most: most, isRoomy: isTall)
        block.reading = caps.map { words.say(.keyDoes, ["key": $0.name, "text": $0.text]) }
        return block
    }

    /// Where something is typed; of what is too long the end, where the cursor is.
    func field(_ text: String, _ columns: Int, width: Int = 48) -> Block {
        let width = min(width, columns - 2)
        var shown = text + "▏"
        while DisplayWidth.of(shown) > width { shown.removeFirst() }
        let line = " " + DisplayWidth.padded(shown, columns: width) + " "
        let forms = [3, 1].map { rows in
            Block.Form(rows: rows, worth: .size) { frame, area in
                let left = area.column(centring: width + 2)
                let blank = String(repeating: " ", count: width + 2)
                for row in 0..<rows {
                    frame.put(row == rows / 2 ? line : blank, row: area.row + row, column: left, role: .field)
                }
            }
        }
        return Block(forms: forms, reading: text.isEmpty ? [] : [text])
    }
}

import Reception

/// The screens on which a visitor finds a person or a department.
extension Model {
    func searchStack(_ search: Screen.HostSearch, _ page: Page) -> Stack {
        let columns = page.body.columns
        var blocks = [title(words.say(.search), columns), field(search.query, columns)]
        let unknown = choices([KeyCap("0", words.say(.targetUnknown))], columns, most: 1, isTall: false)
        let least = words.say(.searchAdvice, ["least": String(HostMatch.fewestCharacters)])
        let board = Block.letters(language, typed: search.query, columns: columns)
        guard search.isLongEnough else {
            return choosing(blocks + [aside(least, columns), board, unknown], search.origin, columns)
        }
        if search.matches.isEmpty {
            let news = words.say(search.isSearching ? .searching : .searchNothing)
            return choosing(blocks + [.text(news, columns: columns), board, unknown], search.origin, columns)
        }
        var caps = search.matches.enumerated().map { place, match in
            let text = match.department.isEmpty ? match.host.name : "\(match.host.name)  \(match.department)"
            return KeyCap(
                String(place + 1), .character(Character(String(place + 1))), text, isSelected: search.selection == place
            )
        }
        caps.append(KeyCap("0", words.say(.targetUnknown)))
        // Six names and a way out need every row of a small screen; what was asked is known by now.
        blocks[0] = blocks[0].droppable(.help)
        blocks.append(choices(caps, columns, most: 2))
        blocks.append(aside(words.say(search.hasMore ? .searchMore : .searchChoose), columns))
        blocks.append(board)
        return choosing(blocks, search.origin, columns)
    }

    func departmentStack(_ list: Screen.DepartmentList, _ page: Page) -> Stack {
        let columns = page.body.columns
        var caps = list.visible.enumerated().map { place, department in
            KeyCap(
                String(place + 1), .character(Character(String(place + 1))), words.department(department),
                isSelected: list.selection == place)
        }
        caps.append(KeyCap("0", words.say(.targetUnknown)))
        var blocks = [
            title(words.say(list.departments.isEmpty ? .departmentsNone : .departments), columns),
            choices(caps, columns, most: 2),
        ]
        if list.pages > 1 {
            let values = ["page": String(list.page + 1), "pages": String(list.pages)]
            blocks.append(aside(words.say(.pageOf, values), columns))
        }
        return choosing(blocks, list.origin, columns)
    }

    /// A walk-in's choice is one of its questions, and shows which.
    private func choosing(_ blocks: [Block], _ origin: Screen.Origin, _ columns: Int) -> Stack {
        guard case .walkIn(let form) = origin else { return Stack(blocks: blocks) }
        return Stack(blocks: [progress(form, columns)] + blocks, isPinned: true)
    }
}

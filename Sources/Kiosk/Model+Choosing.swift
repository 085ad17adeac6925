import Reception

extension Model {
    // MARK: - A host

    mutating func press(_ key: Key, in search: Screen.HostSearch) -> [Effect] {
        let isFresh = search.matchedAt.map { uptime < $0 + Model.settlingTime } ?? false
        guard !isFresh || key.digit == nil && key != .enter else { return [] }
        if let number = key.digit?.wholeNumberValue {
            if number == 0 { return chooseUnknown(for: search.origin) }
            return search.matches.indices.contains(number - 1) ? choose(search.matches[number - 1], in: search) : []
        }
        var search = search
        switch key {
        case .escape: return stepBack(to: search.origin)
        case .enter:
            let only = search.matches.count == 1 ? 0 : nil
            if let place = search.selection ?? only { return choose(search.matches[place], in: search) }
            search.selection = search.matches.isEmpty ? nil : 0
        case .up, .down: search.selection = Model.moved(search.selection, by: key, among: search.matches.count)
        case .backspace: search.query = String(search.query.dropLast())
        case .character(let character): _ = search.query.type(character, most: Model.longestQuery)
        default: break
        }
        return look(for: &search)
    }

    private static let longestQuery = 40

    /// Asks for what has been typed, when that has changed.
    private mutating func look(for search: inout Screen.HostSearch) -> [Effect] {
        guard case .hostSearch(let before) = screen else { return [] }
        defer { screen = .hostSearch(search) }
        guard search.query != before.query else { return [] }
        search.selection = nil
        search.isSearching = search.isLongEnough
        guard search.isLongEnough else {
            search.matches = []
            search.hasMore = false
            return []
        }
        return [.search(search.query)]
    }

    mutating func show(_ matches: [HostMatch], of text: String) {
        guard case .hostSearch(var search) = screen, search.query == text else { return }
        search.isSearching = false
        search.matches = matches.prefix(HostMatch.most).map(\.bounded)
        search.hasMore = matches.count > HostMatch.most
        search.selection = nil
        search.matchedAt = uptime
        screen = .hostSearch(search)
    }

    private mutating func choose(_ match: HostMatch, in search: Screen.HostSearch) -> [Effect] {
        let phone = match.host.phone.isEmpty ? cache.site?.phone ?? "" : match.host.phone
        let target = Screen.ChosenTarget(target: .host(match.host.id), name: match.host.name, phone: phone)
        return take(target, for: search.origin)
    }

    // MARK: - A department

    mutating func openDepartments(for origin: Screen.Origin) {
        let sorted = cache.departments.sorted { ($0.sortKey, $0.name) < ($1.sortKey, $1.name) }
        screen = .departments(
            Screen.DepartmentList(origin: origin, departments: sorted, until: uptime + entryTime))
    }

    mutating func press(_ key: Key, in list: Screen.DepartmentList) -> [Effect] {
        if let number = key.digit?.wholeNumberValue {
            if number == 0 { return chooseUnknown(for: list.origin) }
            return list.visible.indices.contains(number - 1)
                ? take(chosen(list.visible[number - 1]), for: list.origin) : []
        }
        var list = list
        switch key {
        case .escape: return stepBack(to: list.origin)
        case .enter:
            if let place = list.selection { return take(chosen(list.visible[place]), for: list.origin) }
        case .left, .right:
            let page = min(max(0, list.page + (key == .left ? -1 : 1)), list.pages - 1)
            if page != list.page { (list.page, list.selection) = (page, nil) }
        case .up, .down: list.selection = Model.moved(list.selection, by: key, among: list.visible.count)
        default: return []
        }
        screen = .departments(list)
        return []
    }

    // MARK: - Both

    /// “I don't know whom to see”: whom the button names, else the reception.
    private mutating func chooseUnknown(for origin: Screen.Origin) -> [Effect] {
        switch origin {
        case .button(let button): take(chosen(button), for: origin)
        case .walkIn(let form): take(chosen(form.button), for: origin)
        }
    }

    private mutating func take(_ target: Screen.ChosenTarget, for origin: Screen.Origin) -> [Effect] {
        switch origin {
        case .button(let button): return call(target, button)
        case .walkIn(var form):
            form.target = target
            form.position += 1
            form.until = uptime + entryTime
            screen = .walkIn(form)
            return []
        }
    }

    private mutating func stepBack(to origin: Screen.Origin) -> [Effect] {
        switch origin {
        case .button: clearForNext()
        case .walkIn(var form):
            form.until = uptime + entryTime
            screen = .walkIn(form)
        }
        return []
    }

    /// The next place of a list, which ends at its ends; the first arrow begins at the nearer one.
    private static func moved(_ place: Int?, by key: Key, among count: Int) -> Int? {
        guard count > 0 else { return nil }
        guard let place else { return key == .up ? count - 1 : 0 }
        return min(max(0, place + (key == .up ? -1 : 1)), count - 1)
    }
}

extension DepartmentRecord {
    /// Latin names have no reading.
    fileprivate var sortKey: String { reading.isEmpty ? name : reading }
}

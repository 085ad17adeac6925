import Foundation
import Reception

// The layout's parts, in the order of the type.
extension LayoutCheck {
    /// What a button's key takes beside its text.
    private static let keyColumns = 6

    private static let keys = [
        "languages", "banner", "theme", "buttons", "walkIn", "hours", "emergencyPhone", "texts", "answerSeconds",
        "showsCompany",
    ]

    /// The same with names of targets resolved.
    mutating func check(_ value: JSONValue) -> JSONValue {
        guard var layout = object(value, "", keys: Self.keys) else { return value }
        checkLanguages(layout["languages"])
        line(layout["banner"], "banner")
        _ = word(layout["theme"], "theme", of: KioskLayout.Theme.allCases.map(\.rawValue))
        if let buttons = layout["buttons"] { layout["buttons"] = check(buttons: buttons) }
        checkWalkIn(layout["walkIn"])
        if let hours = layout["hours"] { check(hours: hours) }
        line(layout["emergencyPhone"], "emergencyPhone")
        if let texts = layout["texts"] { check(texts: texts) }
        checkSeconds(layout["answerSeconds"])
        flag(layout["showsCompany"], "showsCompany")
        return .object(layout)
    }

    private mutating func checkLanguages(_ value: JSONValue?) {
        guard let tags = list(value, "languages") else { return }
        if tags.isEmpty { note("languages", "there must be at least one; the first is the idle screen's") }
        var known: Set<String> = []
        for (index, tag) in tags.enumerated() {
            let path = "languages[\(index)]"
            guard case .text(let tag) = tag else {
                note(path, "a language is a tag in quotes, such as ja")
                continue
            }
            language(tag, path)
            if !known.insert(tag).inserted { note(path, "\(tag) is there twice") }
        }
    }

    private mutating func checkWalkIn(_ value: JSONValue?) {
        guard let steps = list(value, "walkIn") else { return }
        var known: Set<String> = []
        for (index, step) in steps.enumerated() {
            let path = "walkIn[\(index)]"
            guard let step = word(step, path, of: WalkInStep.allCases.map(\.rawValue)) else { continue }
            if !known.insert(step).inserted { note(path, "\(step) is asked twice") }
        }
        if !known.contains(WalkInStep.name.rawValue) {
            note("walkIn", "name is missing; a visitor is asked at least that")
        }
    }

    private mutating func checkSeconds(_ value: JSONValue?) {
        guard let value else { return }
        if case .number(let seconds) = value, Int(exactly: seconds) != nil, (10...600).contains(seconds) { return }
        note("answerSeconds", "this must be a whole number from 10 to 600")
    }

    private mutating func check(texts value: JSONValue) {
        guard case .object(let texts) = value else { return note("texts", "this must be an object by language") }
        for (tag, texts) in texts.sorted(by: { $0.key < $1.key }) {
            let path = "texts.\(tag)"
            language(tag, path)
            guard let texts = object(texts, path, keys: LayoutText.allCases.map(\.rawValue)) else { continue }
            for (name, text) in texts.sorted(by: { $0.key < $1.key }) { line(text, "\(path).\(name)") }
        }
    }

    // MARK: - Buttons

    private mutating func check(buttons value: JSONValue) -> JSONValue {
        guard let buttons = list(value, "buttons") else { return value }
        if buttons.count > Self.mostButtons {
            note("buttons", "there are \(buttons.count), and the smallest screen has room for \(Self.mostButtons)")
        }
        var ids: Set<String> = []
        var reaches = false
        let resolved = buttons.enumerated().map { index, button in
            check(button: button, "buttons[\(index)]", ids: &ids, reaches: &reaches)
        }
        if !reaches {
            note("buttons", "nobody can be reached; there must be a call, host, departments or walkIn button")
        }
        return .list(resolved)
    }

    private mutating func check(
        button value: JSONValue, _ path: String, ids: inout Set<String>, reaches: inout Bool
    ) -> JSONValue {
        let keys = ["id", "action", "target", "then", "labels", "worksWhenClosed"]
        guard var button = object(value, path, keys: keys) else { return value }
        check(id: button["id"], path + ".id", ids: &ids)
        let actions = LayoutButton.Action.allCases.map(\.rawValue)
        if button["action"] == nil {
            note(path + ".action", "this is missing; it is \(actions.joined(separator: ", "))")
        }
        let action = word(button["action"], path + ".action", of: actions).flatMap(LayoutButton.Action.init)
        if let action, [.call, .host, .departments, .walkIn].contains(action) { reaches = true }
        if let named = button["target"], named != .null { button["target"] = target(named, path + ".target") }
        if let then = list(button["then"], path + ".then") {
            button["then"] = .list(then.enumerated().map { target($1, "\(path).then[\($0)]") })
        }
        if let labels = button["labels"] { check(labels: labels, path + ".labels") }
        flag(button["worksWhenClosed"], path + ".worksWhenClosed")
        return .object(button)
    }

    private mutating func check(id value: JSONValue?, _ path: String, ids: inout Set<String>) {
        guard case .text(let id)? = value, id.isName, id.isShortText else {
            return note(path, "a button needs a short name of its own, such as sales")
        }
        if !ids.insert(id).inserted { note(path, "another button is called \(id) too") }
    }

    private mutating func check(labels value: JSONValue, _ path: String) {
        guard case .object(let labels) = value else { return note(path, "this must be an object by language") }
        for (tag, label) in labels.sorted(by: { $0.key < $1.key }) {
            language(tag, "\(path).\(tag)")
            line(label, "\(path).\(tag)", beside: Self.keyColumns)
            if case .text(let text) = label, !text.isName { note("\(path).\(tag)", "a button's text cannot be empty") }
        }
    }

    // MARK: - Hours

    private mutating func check(hours value: JSONValue) {
        guard let hours = object(value, "hours", keys: ["week", "holidays"]) else { return }
        if let value = hours["week"], value != .null, case let days = Weekday.allCases.map(\.rawValue),
            let week = object(value, "hours.week", keys: days)
        {
            for day in days { check(spans: week[day], "hours.week.\(day)") }
        }
        if hours["holidays"] == nil {
            note("hours.holidays", "this is missing; an empty list [] says that there are none")
        }
        for (index, holiday) in (list(hours["holidays"], "hours.holidays") ?? []).enumerated() {
            check(holiday: holiday, "hours.holidays[\(index)]")
        }
    }

    private mutating func check(spans value: JSONValue?, _ path: String) {
        var spans: [(OpeningHours.Span, path: String)] = []
        for (index, value) in (list(value, path) ?? []).enumerated() {
            let path = "\(path)[\(index)]"
            guard let span = try? Wire.decode(OpeningHours.Span.self, from: Wire.encode(value)) else {
                note(path, "hours are written HH:MM-HH:MM, the second time after the first")
                continue
            }
            if spans.contains(where: { $0.0.open < span.close && span.open < $0.0.close }) {
                note(path, "these hours overlap others of the same day")
            }
            spans.append((span, path))
        }
    }

    private mutating func check(holiday value: JSONValue, _ path: String) {
        guard let holiday = object(value, path, keys: ["date", "name"]) else { return }
        if holiday["date"]?.day == nil {
            note(path + ".date", "this is no day of the calendar; write it as 2026-12-31")
        }
        if holiday["name"] == nil { note(path + ".name", "this is missing; visitors are told it") }
        line(holiday["name"], path + ".name")
    }
}

extension JSONValue {
    /// The day that a text such as `2026-12-31` names.
    fileprivate var day: CivilDate? {
        guard case .text(let text) = self, let match = text.wholeMatch(of: /([0-9]{4})-([0-9]{2})-([0-9]{2})/)?.output,
            let year = Int64(match.1), let month = Int64(match.2), let day = Int64(match.3)
        else { return nil }
        return CivilDate(year: year, month: month, day: day)
    }
}

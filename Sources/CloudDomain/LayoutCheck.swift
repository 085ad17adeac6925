package import Foundation
package import Reception

/// Reads a layout that an administrator wrote, and finds every mistake in it at once.
///
/// A target may be written by name, `department/営業部` or `host/佐藤 花子`; what is kept has the ID.
package struct LayoutCheck {
    /// What is wrong, a sentence each that begins with the place in the JSON; empty when the layout can be used.
    package private(set) var mistakes: [String] = []
    /// What it says; `nil` when there are mistakes.
    package private(set) var layout: KioskLayout?

    /// What kiosks have texts in.
    static let languages: Set = ["ja", "en", "zh-Hans", "ko"]
    /// More would not fit on the smallest screen.
    static let mostButtons = 9

    private let hosts: [Host]
    private let departments: [Department]

    /// - Parameters:
    ///   - json: the layout; parts that are missing are the standard's.
    ///   - hosts: who may be a target, as may `departments`.
    package init(_ json: Data, hosts: [Host], departments: [Department]) {
        self.hosts = hosts
        self.departments = departments
        guard let value = try? JSONDecoder().decode(JSONValue.self, from: json) else {
            note("", "it is no JSON; see that every bracket, quote and comma is there")
            return
        }
        let resolved = check(value)
        guard mistakes.isEmpty else { return }
        do {
            layout = try Wire.decode(KioskLayout.self, from: Wire.encode(resolved))
        } catch {
            note("", "it cannot be read as a layout; compare it with uketsuke-cloud layout show")
        }
    }

    // MARK: - What its parts use

    mutating func note(_ path: String, _ what: String) {
        mistakes.append("\(path.isEmpty ? "The layout" : path): \(what).")
    }

    /// The object there, after a look for keys that nobody reads.
    mutating func object(_ value: JSONValue, _ path: String, keys: [String]) -> [String: JSONValue]? {
        guard case .object(let object) = value else {
            note(path, "this must be an object in braces")
            return nil
        }
        for key in object.keys.sorted() where !keys.contains(key) {
            note(Self.join(path, key), "there is no such key; there are \(keys.joined(separator: ", "))")
        }
        return object
    }

    mutating func list(_ value: JSONValue?, _ path: String) -> [JSONValue]? {
        guard let value else { return nil }
        guard case .list(let list) = value else {
            note(path, "this must be a list in brackets")
            return nil
        }
        return list
    }

    /// One of a few words.
    mutating func word(_ value: JSONValue?, _ path: String, of words: [String]) -> String? {
        guard let value else { return nil }
        guard case .text(let word) = value, words.contains(word) else {
            note(path, "this must be one of \(words.joined(separator: ", "))")
            return nil
        }
        return word
    }

    mutating func flag(_ value: JSONValue?, _ path: String) {
        guard let value else { return }
        if case .bool = value { return }
        note(path, "this must be true or false")
    }

    /// A text that fits on one line of the narrowest screen, beside what else stands there.
    mutating func line(_ value: JSONValue?, _ path: String, beside others: Int = 0) {
        guard let value else { return }
        guard case .text(let text) = value else { return note(path, "this must be a text in quotes") }
        if !text.isOneLine { note(path, "a text has one line and no control characters") }
        let (columns, room) = (TextColumns.of(text), TextColumns.narrowest - others)
        if columns > room {
            note(path, "the text takes \(columns) columns and the smallest screen has room for \(room); shorten it")
        }
    }

    mutating func language(_ tag: String, _ path: String) {
        if !Self.languages.contains(tag) {
            note(path, "kiosks do not speak \(tag); they speak \(Self.languages.sorted().joined(separator: ", "))")
        }
    }

    /// The target with its ID in place of a name.
    mutating func target(_ value: JSONValue, _ path: String) -> JSONValue {
        guard case .text(let text) = value else {
            note(path, "a target is reception, department/NAME or host/NAME")
            return value
        }
        let parts = text.split(separator: "/", maxSplits: 1).map(String.init)
        let named = parts.count == 2 ? parts[1] : ""
        let found: NoticeTarget?
        switch NoticeTarget(text) {
        case .reception: found = .reception
        case .host(let id): found = hosts.contains { $0.id == id } ? .host(id) : nil
        case .department(let id): found = departments.contains { $0.id == id } ? .department(id) : nil
        case nil:
            found =
                parts.first == "host"
                ? hosts.first { $0.name == named }.map { .host($0.id) }
                : parts.first == "department"
                    ? departments.first { $0.name == named }.map { .department($0.id) } : nil
        }
        guard let found else {
            note(path, "nobody is known by that target; it is reception, department/NAME or host/NAME")
            return value
        }
        return .text(found.description)
    }

    static func join(_ path: String, _ key: String) -> String { path.isEmpty ? key : path + "." + key }
}

import Foundation
import TOMLKit

/// Why the configuration cannot be used: one sentence with file, line, key and what is expected (scenario 43).
struct ConfigurationFailure: Error, Equatable, CustomStringConvertible {
    var description: String
}

extension Configuration {
    /// Reads the file at `path`, or the system's own when it is `nil` and there is one; else the defaults.
    ///
    /// - Throws: ``ConfigurationFailure``; nothing has been touched then.
    static func load(_ path: String?) throws(ConfigurationFailure) -> Configuration {
        guard let path = path ?? (FileManager.default.fileExists(atPath: systemFile) ? systemFile : nil) else {
            return Configuration()
        }
        guard let bytes = FileManager.default.contents(atPath: path) else {
            let why = FileManager.default.fileExists(atPath: path) ? "cannot be read; check its mode" : "does not exist"
            throw ConfigurationFailure(description: "\(path): this configuration file \(why).")
        }
        guard let text = String(data: bytes, encoding: .utf8) else {
            throw ConfigurationFailure(description: "\(path): this configuration file is not UTF-8 text.")
        }
        var configuration = try parse(text, file: path)
        configuration.source = bytes
        return configuration
    }

    /// Reads a configuration's text; `file` is for the errors.
    static func parse(_ text: String, file: String) throws(ConfigurationFailure) -> Configuration {
        try checkHeaders(of: text, file: file)
        let table: TOMLTable
        do {
            table = try TOMLTable(string: text)
        } catch let error as TOMLParseError {
            let line = error.source.begin.line
            throw ConfigurationFailure(description: "\(file), line \(line): this is not TOML: \(error.description).")
        } catch {
            throw ConfigurationFailure(description: "\(file): this is not TOML.")
        }
        var configuration = Configuration()
        for (name, value) in flattened(table) {
            guard let entry = entries.first(where: { $0.name == name }) else {
                throw ConfigurationFailure(description: place(of: name, in: text, file) + unknown(name))
            }
            guard entry.apply(&configuration, value) else {
                throw ConfigurationFailure(
                    description: place(of: name, in: text, file) + "\(name) must be \(entry.expected).")
            }
        }
        return configuration
    }

    /// The parser ends the program where a section's name begins with what no name begins with.
    private static func checkHeaders(of text: String, file: String) throws(ConfigurationFailure) {
        for (number, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            let rest = line.drop { $0 == " " || $0 == "\t" }
            guard rest.first == "[" else { continue }
            let name = rest.dropFirst(rest.hasPrefix("[[") ? 2 : 1).drop { $0 == " " || $0 == "\t" }
            guard let first = name.unicodeScalars.first, isFirstOfName(first) else {
                throw ConfigurationFailure(
                    description: "\(file), line \(number + 1): this is not TOML: a section's name is expected after [.")
            }
        }
    }

    /// Also what ends a list that stands on several lines.
    private static func isFirstOfName(_ scalar: Unicode.Scalar) -> Bool {
        guard scalar.isASCII else { return false }
        return scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
            || "-_\"']".unicodeScalars.contains(scalar)
    }

    private static func flattened(_ table: TOMLTable) -> [(String, any TOMLValueConvertible)] {
        table.keys.flatMap { key -> [(String, any TOMLValueConvertible)] in
            guard let value = table[key] else { return [] }
            guard let section = value.table else { return [(key, value)] }
            let inner = flattened(section)
            return inner.isEmpty && !sections.contains(key) ? [(key, value)] : inner.map { ("\(key).\($0)", $1) }
        }
    }

    private static let sections = Set(
        entries.compactMap { $0.name.split(separator: ".").dropLast().first.map(String.init) })

    private static func unknown(_ name: String) -> String {
        let section = name.split(separator: ".").dropLast().joined(separator: ".")
        let siblings = entries.map(\.name).filter {
            $0.split(separator: ".").dropLast().joined(separator: ".") == section
        }
        let known =
            siblings.isEmpty
            ? "the sections are \(sections.sorted().joined(separator: ", "))"
            : "expected here is one of \(siblings.joined(separator: ", "))"
        return "there is no setting \(name); \(known)."
    }

    /// `kiosk.conf, line 7: `; the parser keeps no positions of values, so the line is looked for.
    private static func place(of name: String, in text: String, _ file: String) -> String {
        var section = ""
        for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let line = line.trimmingCharacters(in: .whitespaces)
            if let match = line.wholeMatch(of: /\[\s*([\w.-]+)\s*\].*/) { section = String(match.1) + "." }
            let key = section + (line.prefixMatch(of: /([\w.-]+)\s*=/).map { String($0.1) } ?? "")
            if key == name || key == name + "." { return "\(file), line \(number + 1): " }
        }
        return "\(file): "
    }
}

import Foundation
import Reception

/// What stands on a visitor's badge.
struct Badge: Equatable {
    /// As much of a hook's event as a badge needs.
    struct Event: Decodable {
        var visitor: String?
        var company: String?
        var headcount: Int?
        var tenant: String?
        var localTime: String?
        var hosts: [HostCard]?
        var targetName: String?
    }

    let name: String
    /// Under the name, those that there are: company, host, day.
    let lines: [String]
    /// The tenant's name, or nothing.
    let head: String

    /// - Returns: `nil` for an event without a visitor's name.
    init?(_ event: Event) {
        name = Badge.printable(event.visitor)
        guard !name.isEmpty else { return nil }
        head = Badge.printable(event.tenant)
        let others = event.headcount.map { $0 > 1 ? "+\($0 - 1)" : "" } ?? ""
        let hosts = (event.hosts ?? []).map { Badge.printable($0.name) }.filter { !$0.isEmpty }
        let whom = hosts.isEmpty ? Badge.printable(event.targetName) : hosts.joined(separator: ", ")
        let company = [Badge.printable(event.company), others].filter { !$0.isEmpty }.joined(separator: " ")
        lines = [company, whom.isEmpty ? "" : "→ \(whom)", Badge.printable(event.localTime)].filter { !$0.isEmpty }
    }

    /// One line without anything that a printer would obey.
    private static func printable(_ text: String?) -> String {
        let scalars = (text ?? "").unicodeScalars.map { scalar -> Unicode.Scalar in
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse: " "
            default: scalar
            }
        }
        return String(String.UnicodeScalarView(scalars)).split(separator: " ").joined(separator: " ")
    }

    // MARK: - Layouts

    /// For a printer of pages or tickets; its width is the printer's.
    var text: String {
        ([head, "VISITOR  来訪者", "", name] + lines).drop { $0.isEmpty }.joined(separator: "\n")
    }

    /// For a label of about 100 × 60 mm at 203 dpi, in ZPL II.
    ///
    /// - Parameter font: on the printer, with the names' characters.
    func zpl(font: String) -> String {
        var commands = ["^XA", "^CI28", "^PW800", "^LL480"]
        func put(_ text: String, row: Int, height: Int) {
            // A field block cuts what is too long for its one line.
            commands.append(
                "^FO40,\(row)^A@N,\(height),\(height),\(Badge.plain(font))^FB720,1,0,C^FH_^FD\(Badge.escaped(text))^FS")
        }
        put(head.isEmpty ? "VISITOR" : head, row: 30, height: 36)
        put(name, row: 120, height: name.unicodeScalars.count > 12 ? 60 : 90)
        for (index, line) in lines.enumerated() { put(line, row: 250 + 60 * index, height: 40) }
        return (commands + ["^XZ"]).joined(separator: "\n")
    }

    /// A field's data: what ZPL would obey is written as the byte's number.
    private static func escaped(_ text: String) -> String {
        text.replacing("_", with: "_5F").replacing("^", with: "_5E").replacing("~", with: "_7E")
            .replacing("\\", with: "_5C")
    }

    /// A font's name; commands cannot be written with what is left of it.
    private static func plain(_ font: String) -> String { font.filter { $0 != "^" && $0 != "~" && $0 != "," } }
}

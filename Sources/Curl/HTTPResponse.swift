package import Foundation

/// A whole answer, its body decompressed.
package struct HTTPResponse: Sendable {
    package var head: HTTPHead
    package var body: Data

    package init(head: HTTPHead, body: Data) {
        self.head = head
        self.body = body
    }

    package var status: Int { head.status }
    /// Looks names up without regard to case; see ``HTTPHead``.
    package var headers: HTTPHead { head }
}

/// An answer's status and header fields.
package struct HTTPHead: Sendable {
    package private(set) var status = 0
    private var fields: [String: String] = [:]

    package init() {}

    /// The field's value without surrounding blanks, whatever the case of its name; several fields of one name are
    /// joined by commas (RFC 9110 §5.3).
    package subscript(name: String) -> String? { fields[name.lowercased()] }

    /// Takes one line as it came. A status line begins anew: an interim answer (1xx) may come before the real one.
    mutating func take(line: String) {
        if line.hasPrefix("HTTP/") {
            let parts = line.split(separator: " ")
            self = HTTPHead()
            status = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
        } else if let colon = line.firstIndex(of: ":") {
            let name = line[..<colon].lowercased()
            let value = line[line.index(after: colon)...].trimmingCharacters(in: .whitespacesAndNewlines)
            fields[name] = fields[name].map { "\($0), \(value)" } ?? value
        }
    }
}

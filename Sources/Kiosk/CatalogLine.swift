/// One `key = text` line of a ``Catalog``.
struct CatalogLine: Hashable {
    var key: String
    var text: Catalog.Text

    /// Why a line cannot be read.
    struct Mistake: Error, Hashable {
        var reason: String
    }

    /// Bytes of the longest line.
    static let longest = 2000
    private static let longestKey = 60

    /// Reads a line without its line feed; `nil` for an empty one or a comment.
    ///
    /// - Parameter isFirst: whether a byte order mark may stand before it.
    init?(_ bytes: some Collection<UInt8>, isFirst: Bool) throws(Mistake) {
        guard bytes.count <= Self.longest else { throw Mistake(reason: "the line has more than \(Self.longest) bytes") }
        guard let read = String(validating: bytes, as: UTF8.self) else { throw Mistake(reason: "it is not UTF-8") }
        let line = Self.trimmed(isFirst && read.unicodeScalars.first == "\u{FEFF}" ? read.dropFirst() : read[...])
        if line.isEmpty || line.hasPrefix("#") { return nil }
        guard let sign = line.firstIndex(of: "=") else { throw Mistake(reason: "it is no “key = text”") }
        key = String(Self.trimmed(line[..<sign]))
        guard Self.isName(key), key.utf8.count <= Self.longestKey else {
            throw Mistake(reason: "what stands before “=” is no key")
        }
        let said = Self.trimmed(line[line.index(after: sign)...])
        guard said.unicodeScalars.allSatisfy(Self.isPrintable) else {
            throw Mistake(reason: "it has a control character")
        }
        text = try Self.read(said)
    }

    private static func read(_ text: Substring) throws(Mistake) -> Catalog.Text {
        var pieces: [Catalog.Text.Piece] = []
        var rest = text
        while let brace = rest.firstIndex(where: { $0 == "{" || $0 == "}" }) {
            guard rest[brace] == "{" else { throw Mistake(reason: "a } has no { before it") }
            if brace > rest.startIndex { pieces.append(.words(String(rest[..<brace]))) }
            let inside = rest[rest.index(after: brace)...]
            guard let end = inside.firstIndex(of: "}") else { throw Mistake(reason: "a { has no } after it") }
            let name = String(inside[..<end])
            guard isName(name) else { throw Mistake(reason: "what stands between { and } is no name") }
            pieces.append(.placeholder(name))
            rest = inside[inside.index(after: end)...]
        }
        if !rest.isEmpty { pieces.append(.words(String(rest))) }
        return Catalog.Text(pieces: pieces)
    }

    /// Latin letters and digits, the first a letter.
    private static func isName(_ text: String) -> Bool {
        guard let first = text.utf8.first, UInt8(ascii: "a")...UInt8(ascii: "z") ~= first else { return false }
        return text.unicodeScalars.allSatisfy { $0.isASCII && ($0.properties.isAlphabetic || ("0"..."9").contains($0)) }
    }

    /// No control characters, none that turn the direction of writing, no separators of lines.
    private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate, .unassigned: false
        default: true
        }
    }

    private static func trimmed(_ text: Substring) -> Substring {
        let isBlank: (Character) -> Bool = { $0 == " " || $0 == "\t" || $0 == "\r" }
        let head = text.drop(while: isBlank)
        guard let last = head.lastIndex(where: { !isBlank($0) }) else { return head[head.endIndex...] }
        return head[...last]
    }
}

import CWide

/// How many terminal columns text takes, by the C library's `wcwidth`, which is what curses itself goes by.
package enum DisplayWidth {
    /// Whether a UTF-8 locale could be set; asking sets it. Without one everything beyond ASCII has no width.
    package static let isReady = uk_use_utf8()

    /// 0, 1 or 2. A grapheme of several scalars is as wide as they are together (half-width `ﾊﾞ` takes two columns), and
    /// two at the most (an emoji of joined ones); control characters are 0 and never drawn.
    package static func of(_ character: Character) -> Int {
        min(2, character.unicodeScalars.reduce(0) { $0 + of($1) })
    }

    /// 0, 1 or 2.
    package static func of(_ scalar: Unicode.Scalar) -> Int {
        if scalar.isASCII { return (0x20..<0x7F).contains(scalar.value) ? 1 : 0 }
        return isReady ? max(0, Int(uk_width(scalar.value))) : 0
    }

    package static func of(_ text: String) -> Int {
        text.reduce(0) { $0 + of($1) }
    }

    /// The longest beginning of `text` that fits, ending in `…` when something was cut.
    package static func fit(_ text: String, columns: Int) -> String {
        guard of(text) > columns else { return text }
        var kept = ""
        var width = 0
        for character in text {
            let next = width + of(character)
            guard next < columns else { break }
            kept.append(character)
            width = next
        }
        return columns > 0 ? kept + "…" : ""
    }

    /// `text` in lines that fit; see ``LineBreaking``.
    package static func wrapped(_ text: String, columns: Int) -> [String] {
        LineBreaking.lines(text, columns: columns)
    }

    /// `text` in lines that are as full as can be, as a report has them that need not look even.
    package static func filled(_ text: String, columns: Int) -> [String] {
        columns > 0 ? LineBreaking.filled(text, columns: columns) : [text]
    }

    /// `text` with blanks behind it up to that width.
    package static func padded(_ text: String, columns: Int) -> String {
        text + String(repeating: " ", count: max(0, columns - of(text)))
    }
}

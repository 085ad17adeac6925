/// What of a screen's sentences is said next, so that a listener hears what is new and nothing again and again.
///
/// A screen that begins with another sentence is said as a whole, after an empty line. Else only sentences are said that
/// were not there before; and of those, unless a key was pressed, none that differs from an earlier one in its digits
/// alone: clocks and countdowns go on without being said.
package struct PlainScript {
    private var said: [String] = []
    private var wasKeyPressed = false

    package init() {}

    /// A key was pressed: whatever it changes is news.
    package mutating func noteKey() { wasKeyPressed = true }

    /// The lines to print for a screen that reads so; without control characters.
    package mutating func lines(for reading: [String]) -> [String] {
        let sentences = reading.map(PlainScript.printable)
        guard sentences != said else { return [] }
        defer {
            said = sentences
            wasKeyPressed = false
        }
        guard let first = said.first, PlainScript.withoutDigits(first) == sentences.first.map(PlainScript.withoutDigits)
        else { return said.isEmpty ? sentences : [""] + sentences }
        let known = Set(wasKeyPressed ? said : said.map(PlainScript.withoutDigits))
        return sentences.filter { !known.contains(wasKeyPressed ? $0 : PlainScript.withoutDigits($0)) }
    }

    /// Half- and full-width digits alike.
    private static func withoutDigits(_ sentence: String) -> String {
        String(sentence.map { $0.isWholeNumber && $0.isNumber ? "0" : $0 })
    }

    /// Names come from elsewhere, and a terminal obeys control characters, and signs that turn the direction of writing.
    private static func printable(_ sentence: String) -> String {
        let scalars = sentence.unicodeScalars.map { scalar -> Unicode.Scalar in
            switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator: " "
            // Joiners make one sign of several.
            case .format where scalar != "\u{200C}" && scalar != "\u{200D}": " "
            default: scalar
            }
        }
        return String(String.UnicodeScalarView(scalars))
    }
}

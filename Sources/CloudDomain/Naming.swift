extension String {
    /// Whether a person can read it on one line: at least one character that shows, and no control characters.
    package var isName: Bool { isOneLine && contains { !$0.isWhitespace } }

    /// Whether it is short enough for what a kiosk says of itself.
    package var isShortText: Bool { utf8.count <= 200 }

    /// Whether it holds no control characters and no line breaks; the empty text is one line too.
    package var isOneLine: Bool {
        !unicodeScalars.contains { scalar in
            switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator: true
            default: false
            }
        }
    }
}

extension String {
    /// Adds what somebody typed; what cannot be seen is passed over, and so are blanks at the beginning.
    ///
    /// - Parameter most: graphemes; as many marks again may stand on them.
    /// - Returns: `false` when there is no more room.
    mutating func type(_ character: Character, most: Int) -> Bool {
        guard character.unicodeScalars.allSatisfy(\.isVisible), !(isEmpty && character.isWhitespace) else {
            return true
        }
        var longer = self
        longer.append(character)
        guard longer.count <= most, longer.unicodeScalars.count <= 2 * most else { return false }
        self = longer
        return true
    }

    /// Without blanks around it, full-width ones included.
    var trimmed: String {
        let start = drop(while: \.isWhitespace)
        return String(start.reversed().drop(while: \.isWhitespace).reversed())
    }
}

extension Unicode.Scalar {
    /// Whether it may stand in a name: no control, no sign that turns the direction of writing.
    fileprivate var isVisible: Bool {
        switch properties.generalCategory {
        case .control, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: false
        // Joiners make one sign of several, in emoji and in some scripts.
        case .format: value == 0x200C || value == 0x200D
        default: true
        }
    }
}

/// What a piece of text is for. Colours follow from it, and without colours it still reads (row K1).
package enum Role: Hashable, Sendable {
    /// Running text.
    case plain
    /// What a visitor is to read first.
    case headline
    /// What the eye is to find: a number to ring, how to hold the code.
    case accent
    /// Beside the point: dates, labels, rules.
    case quiet
    /// A key as it is written on the keyboard.
    case key
    /// Where something is being typed.
    case field
    /// The ground of an answer, and its sign.
    case good, notice, bad
    /// The strokes of big letters.
    case stroke
    /// The idle screen's moving line, and what is left of a countdown.
    case drift
    /// The line for staff, and the same with something to be seen to.
    case bar, barWarning
    /// The outline of a code in the viewfinder.
    case outline
    /// Two points of the viewfinder above each other, each from 0 (black) to ``greys`` - 1.
    case grey(upper: UInt8, lower: UInt8)

    /// How many levels the viewfinder has.
    package static let greys: UInt8 = 12
}

extension Role: CaseIterable {
    package static let allCases: [Role] =
        [
            .plain, .headline, .accent, .quiet, .key, .field, .good, .notice, .bad, .stroke, .drift, .bar,
            .barWarning, .outline,
        ] + (0..<greys).flatMap { upper in (0..<greys).map { .grey(upper: upper, lower: $0) } }
}

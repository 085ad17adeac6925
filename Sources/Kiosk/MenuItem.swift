package import Reception

/// One item of the idle screen's menu, with the key that chooses it.
package struct MenuItem: Hashable, Sendable {
    /// A capital letter; the small one and the full-width ones do the same.
    package var letter: Character
    package var button: LayoutButton

    package init(letter: Character, button: LayoutButton) {
        self.letter = letter
        self.button = button
    }

    /// As the terminal tells it.
    package var key: Key { .character(letter) }
}

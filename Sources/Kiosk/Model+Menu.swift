import Reception

extension Model {
    /// What the idle screen offers, with its keys: outside the hours only what works then.
    ///
    /// Digits begin a passcode, so that keys are letters: C for the first button that calls somebody, X for the first
    /// that checks out, as on every other screen; the others have the letters left in their order. A button has the
    /// same key whether the reception is open or closed. Leaving works outside the hours even without a button.
    package var menu: [MenuItem] {
        let items = letteredButtons
        guard screen == .closed else { return items }
        let working = items.filter { $0.button.worksWhenClosed == true || $0.button.action == .checkOut }
        guard !working.contains(where: { $0.button.action == .checkOut }) else { return working }
        return working + [MenuItem(letter: "X", button: LayoutButton(id: "check-out", action: .checkOut))]
    }

    private var letteredButtons: [MenuItem] {
        var letters = Model.menuLetters[...]
        var (call, checkOut): (Character?, Character?) = ("C", "X")
        return layout.buttons.compactMap { button in
            var letter: Character?
            switch button.action {
            case .call: (letter, call) = (call, nil)
            case .checkOut: (letter, checkOut) = (checkOut, nil)
            default: break
            }
            return (letter ?? letters.popFirst()).map { MenuItem(letter: $0, button: button) }
        }
    }

    /// Without C and X, which mean the same everywhere, and L, which turns the language.
    private static let menuLetters = Array("ABDEFGHIJKMNOPQRSTUVWYZ")

    func menuItem(for letter: String) -> MenuItem? {
        menu.first { String($0.letter).lowercased() == letter }
    }
}

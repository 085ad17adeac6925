/// A keyboard layout that is not the one the scanner types for, by what it makes of a known text.
struct KeyboardLayout: Equatable {
    /// Its name, if it is a known one.
    let name: String?
    /// What should have come, and what came instead; in the order of the text, each once.
    let exchanged: [Exchange]

    struct Exchange: Equatable {
        let expected: Character
        let typed: Character
    }

    /// Signs that tell a layout. QWERTZ of German and Swiss keyboards is none: it leaves codes of ours intact.
    private static let known: [(name: String, sign: Exchange)] = [
        ("French (AZERTY)", Exchange(expected: "A", typed: "Q")), ("Czech", Exchange(expected: "2", typed: "Ě")),
        ("Dvorak", Exchange(expected: "D", typed: "E")), ("Colemak", Exchange(expected: "S", typed: "R")),
        ("Turkish F", Exchange(expected: "A", typed: "U")), ("Lithuanian", Exchange(expected: "1", typed: "Ą")),
    ]

    /// `nil` when `typed` is not `expected` sign by sign through a layout: each sign must stand for one only.
    init?(typing expected: String, as typed: String) {
        guard expected.count == typed.count, expected != typed else { return nil }
        var meaning: [Character: Character] = [:]
        var exchanged: [Exchange] = []
        for (expected, typed) in zip(expected, typed) {
            if let known = meaning[expected] {
                guard known == typed else { return nil }
                continue
            }
            meaning[expected] = typed
            if expected != typed { exchanged.append(Exchange(expected: expected, typed: typed)) }
        }
        self.exchanged = exchanged
        name = Self.known.first { exchanged.contains($0.sign) }?.name
    }

    /// What is wrong and what to do.
    var sentence: String {
        let examples = exchanged.prefix(6).map { "\($0.typed) for \($0.expected)" }.joined(separator: ", ")
        let more = exchanged.count > 6 ? " and \(exchanged.count - 6) more" : ""
        return
            "The keyboard layout is wrong, \(name ?? "not a known one"): \(examples)\(more). Set the scanner to this "
            + "layout, or the terminal's keyboard to US."
    }
}

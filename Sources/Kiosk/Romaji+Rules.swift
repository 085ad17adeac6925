extension Romaji {
    /// What is replaced, by what, and what is then looked at again.
    typealias Rule = (from: String, to: (done: String, again: String))

    /// The first that fits is taken, so longer ones stand before shorter ones. A consonant alone fits where its vowel is
    /// yet to be typed.
    static let rules: [Rule] = {
        var rules: [Rule] = []
        func rule(_ from: String, _ done: String, _ again: String = "") { rules.append((from, (done, again))) }
        rule("tch", "t", "ch")
        rule("cch", "t", "ch")
        rule("ssh", "s", "sh")
        rule("tts", "t", "ts")
        for (sound, plain) in [("sh", "s"), ("ch", "t"), ("j", "z")] {
            rule(sound + "i", plain + "i")
            rule(sound + "y", plain + "y")
            for vowel in ["a", "u", "e", "o"] { rule(sound + vowel, plain + "y" + vowel) }
            rule(sound, plain)
        }
        rule("tsu", "tu")
        for vowel in ["a", "i", "e", "o"] { rule("ts" + vowel, "tu" + vowel) }
        rule("ts", "t")
        rule("thi", "ti")
        rule("dhi", "zi")
        rule("fu", "hu")
        for vowel in ["a", "i", "e", "o"] { rule("f" + vowel, "hu" + vowel) }
        rule("f", "h")
        rule("dzu", "zu")
        rule("dz", "z")
        rule("du", "zu")
        rule("di", "zi")
        rule("wi", "ui")
        rule("we", "ue")
        rule("wo", "o")
        rule("ye", "ie")
        rule("v", "b")
        rule("l", "r")
        rule("q", "k")
        rule("c", "t")
        for consonant in ["b", "p", "m"] { rule("m" + consonant, "n", consonant) }
        // Passports: Ohno, Satoh.
        for consonant in "bcdfgjkmnprstwyz" { rule("oh\(consonant)", "o-", String(consonant)) }
        return rules
    }()
}

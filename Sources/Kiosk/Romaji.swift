/// Readings in Latin letters, in one spelling for all systems.
///
/// A reading in kana is spelled out here, and what a visitor types is brought to the same spelling, so that half a
/// syllable already finds its name: `tan` begins たなか. Hepburn (shi, chi, tsu, fu, ja), Kunrei (si, ti, tu, hu, zya) and
/// what keyboards take (`nn`, `-`) are one; so are `n` and `m` before b, m and p, and any number of n.
///
/// A long vowel is the vowel and `-`. Passports leave it out (`Ono` is おの and おおの), so there is also a spelling without.
package enum Romaji {
    /// The spelling of a reading in folded kana; what is no kana stays.
    package static func spelling(ofKana kana: String) -> [UInt8] { marked(raw(kana)) }

    /// The spellings that somebody may mean who typed this, as folded; kana before the letters is taken as well. There
    /// is more than one where the end may still become something else.
    package static func spellings(ofTyped typed: String) -> [[UInt8]] {
        let letters = raw(typed)
        let plain = normalized(letters)
        // "oh" may become おおの's, as passports write it, or おはら's.
        guard letters.suffix(2) == Array("oh".utf8) else { return [plain] }
        return [plain, normalized(letters.dropLast()) + [long]]
    }

    /// Without the marks of long vowels, and no vowel twice.
    package static func short(_ spelling: [UInt8]) -> [UInt8] {
        var short: [UInt8] = []
        for letter in spelling where letter != long && !(isVowel(letter) && short.last == letter) {
            short.append(letter)
        }
        return short
    }

    /// Kana whose long vowels are all written with `ー`, small ones as large ones: だいう and だいー, とおやま and とうやま are one.
    package static func evenKana(_ kana: String) -> String {
        var even = String.UnicodeScalarView()
        var vowel: UInt8?
        for sign in kana.unicodeScalars {
            if sign == "ー" || vowel.flatMap({ longer[$0] })?.contains(sign) == true {
                even.append("ー")
                vowel = nil
            } else {
                even.append(largeKana[sign] ?? sign)
                vowel = syllables[sign]?.last
            }
        }
        return String(even)
    }

    // MARK: - Kana

    private static let long = UInt8(ascii: "-")

    private static func raw(_ kana: String) -> [UInt8] {
        var letters: [UInt8] = []
        var isDoubled = false
        for sign in kana.unicodeScalars {
            if sign == "っ" {
                isDoubled = true
                continue
            }
            guard let syllable = syllables[sign] else {
                if sign == "ー" { letters.append(long) } else { letters += Array(String(sign).utf8) }
                continue
            }
            if smalls.contains(sign), join(syllable, to: &letters) { continue }
            if isDoubled, let first = syllable.first, !isVowel(first), first != n { letters.append(first) }
            isDoubled = false
            letters += syllable
        }
        return letters
    }

    /// A small kana changes the syllable before it: きゃ, しぇ, てぃ, ヴァ; false where it only follows.
    private static func join(_ small: [UInt8], to letters: inout [UInt8]) -> Bool {
        guard let vowel = letters.last, let consonant = letters.dropLast().last else { return false }
        switch (consonant, vowel, small[0]) {
        case (_, a("i"), a("y")): letters.removeLast()
        case (_, a("i"), a("e")): letters[letters.count - 1] = a("y")
        case (a("d"), a("e"), a("i")):
            letters.removeLast(2)
            letters.append(a("z"))
        case (_, a("e"), a("i")), (a("b"), a("u"), _): letters.removeLast()
        default: return false
        }
        letters += small
        return true
    }

    private static func a(_ letter: Unicode.Scalar) -> UInt8 { UInt8(ascii: letter) }

    private static let n = UInt8(ascii: "n")

    private static let smalls: Set<Unicode.Scalar> = ["ぁ", "ぃ", "ぅ", "ぇ", "ぉ", "ゃ", "ゅ", "ょ", "ゎ"]

    private static let largeKana: [Unicode.Scalar: Unicode.Scalar] = [
        "ぁ": "あ", "ぃ": "い", "ぅ": "う", "ぇ": "え", "ぉ": "お", "っ": "つ", "ゃ": "や", "ゅ": "ゆ", "ょ": "よ", "ゎ": "わ",
    ]

    private static let longer: [UInt8: [Unicode.Scalar]] = [
        a("a"): ["あ"], a("i"): ["い"], a("u"): ["う"], a("e"): ["え", "い"], a("o"): ["お", "う"],
    ]

    private static let syllables: [Unicode.Scalar: [UInt8]] = {
        let rows = [
            "あa いi うu えe おo かka きki くku けke こko がga ぎgi ぐgu げge ごgo さsa しsi すsu せse そso ざza じzi ずzu ぜze ぞzo",
            "たta ちti つtu てte とto だda ぢzi づzu でde どdo なna にni ぬnu ねne のno はha ひhi ふhu へhe ほho ばba びbi ぶbu べbe ぼbo",
            "ぱpa ぴpi ぷpu ぺpe ぽpo まma みmi むmu めme もmo やya ゆyu よyo らra りri るru れre ろro わwa ゐi ゑe をo んn ゔbu",
            "ぁa ぃi ぅu ぇe ぉo ゃya ゅyu ょyo ゎwa ゕka ゖke",
        ]
        let pairs = rows.joined(separator: " ").split(separator: " ").compactMap { entry in
            entry.unicodeScalars.first.map { ($0, Array(entry.utf8.dropFirst(3))) }
        }
        return Dictionary(uniqueKeysWithValues: pairs)
    }()

    // MARK: - Letters

    private static func isVowel(_ letter: UInt8) -> Bool {
        switch letter {
        case a("a"), a("i"), a("u"), a("e"), a("o"): true
        default: false
        }
    }

    private static func normalized(_ letters: some Collection<UInt8>) -> [UInt8] {
        var rest = Substring(String(decoding: letters, as: UTF8.self))
        var spelling: [UInt8] = []
        while let first = rest.first {
            if let (from, to) = rules.first(where: { rest.hasPrefix($0.from) }) {
                // A rule's answer may be the beginning of another one's: ssh → sy, cch → tty.
                rest = Substring(to.again + rest.dropFirst(from.count))
                spelling += Array(to.done.utf8)
            } else {
                spelling += Array(String(first).utf8)
                rest.removeFirst()
            }
        }
        return marked(spelling)
    }

    /// Long vowels as vowel and mark, one n for several.
    private static func marked(_ spelling: [UInt8]) -> [UInt8] {
        var marked: [UInt8] = []
        // The vowel that the next letter may lengthen.
        var open: UInt8?
        for letter in spelling {
            if letter == long || open.map({ lengthens(letter, $0) }) == true {
                if marked.last.map(isVowel) == true { marked.append(long) }
                open = nil
            } else {
                if letter == n, marked.last == letter { continue }
                marked.append(letter)
                open = isVowel(letter) ? letter : nil
            }
        }
        return marked
    }

    private static func lengthens(_ letter: UInt8, _ vowel: UInt8) -> Bool {
        switch (vowel, letter) {
        case (a("o"), a("u")), (a("e"), a("i")): true
        default: vowel == letter
        }
    }
}

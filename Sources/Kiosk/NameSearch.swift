/// What a visitor typed to find a host (row P8).
///
/// Two characters are the fewest. One is enough only where it is a whole name: a kanji or a syllable of Hangul finds
/// those whose family name is just that (林, 김), because they could not be found by their name otherwise, and it finds
/// nobody else: 林 does not begin 林田, so that no list of a neighbourhood comes of it. One kana or letter finds nothing.
package struct NameSearch: Sendable {
    private let words: [Word]

    /// One word of it, in all the ways in which it may be meant.
    private struct Word: Sendable {
        var text: [UInt8]
        /// For a word in kana.
        var kana: [UInt8]?
        /// For a word with letters: as it may be spelled.
        var spellings: [Spelling]
        var isWholeName: Bool
    }

    private struct Spelling: Sendable {
        var full: [UInt8]
        /// Without the marks of long vowels.
        var short: [UInt8]
    }

    /// - Returns: `nil` when it is too little to search for.
    package init?(_ text: String) {
        let folded = FoldedText(text).words
        guard folded.contains(where: { $0.count >= HostMatch.fewestCharacters || $0.isWholeSign }) else { return nil }
        let isShort = !folded.contains { $0.count >= HostMatch.fewestCharacters }
        words = folded.map { word in
            Word(
                text: SearchableName.plain(word.text), kana: word.isKana ? Array(Romaji.evenKana(word.text).utf8) : nil,
                spellings: word.isRomaji
                    ? Romaji.spellings(ofTyped: word.text).filter { $0.count > 1 || !word.isOneLetter }
                        .map { Spelling(full: $0, short: Romaji.short($0)) } : [],
                isWholeName: isShort && word.isWholeSign)
        }
    }

    /// How well a name answers: the smaller, the better; `nil` when it does not.
    ///
    /// - Parameter isLoose: also takes long vowels that were typed for none, and the other way round.
    package func rank(_ name: SearchableName, isLoose: Bool = false) -> Int? {
        var worst = 0
        for word in words {
            guard let rank = rank(word, name, isLoose: isLoose) else { return nil }
            worst = max(worst, rank)
        }
        return worst
    }

    private func rank(_ word: Word, _ name: SearchableName, isLoose: Bool) -> Int? {
        var best: Int?
        for part in name.parts {
            guard let found = rank(word, part, isLoose: isLoose), found < best ?? .max else { continue }
            best = found
        }
        return best
    }

    private func rank(_ word: Word, _ part: SearchableName.Part, isLoose: Bool) -> Int? {
        if word.isWholeName { return part.isFamily && part.text == word.text ? 0 : nil }
        let place = part.isFamily ? 1 : 2
        if part.text == word.text { return place - 1 }
        if part.text.starts(with: word.text) { return place }
        if let kana = word.kana, part.kana.starts(with: kana) { return part.kana == kana ? place - 1 : place }
        guard !part.spelling.isEmpty else { return nil }
        for spelling in word.spellings {
            if part.spelling.starts(with: spelling.full) { return part.spelling == spelling.full ? place - 1 : place }
            // Long vowels left out, as in passports.
            // A long vowel alone would list whoever begins with the short one.
            guard spelling.short.count >= HostMatch.fewestCharacters else { continue }
            if isLoose || spelling.short.count == spelling.full.count, part.short.starts(with: spelling.short) {
                return place + 1
            }
        }
        return nil
    }
}

/// A host's name in all the ways in which it is looked for.
package struct SearchableName: Sendable {
    /// The words of name and reading, and each of the two as one word.
    let parts: [Part]

    struct Part: Sendable {
        /// Whether it stands first.
        var isFamily: Bool
        var text: [UInt8]
        /// For a part in kana; empty for others.
        var kana: [UInt8]
        var spelling: [UInt8]
        var short: [UInt8]
    }

    /// - Parameter reading: empty when it is not known; a name in kana is its own reading.
    package init(name: String, reading: String) {
        var parts: [Part] = []
        for text in [name, reading] {
            let words = FoldedText(text).words
            let whole = words.count > 1 ? [(words.map(\.text).joined(), words.allSatisfy(\.isKana))] : []
            for (index, word) in (words.map { ($0.text, $0.isKana) } + whole).enumerated() {
                let isFamily = index == 0 || index == words.count
                parts.append(Part(word.0, isKana: word.1, isFamily: isFamily))
                // Jean-Pierre is found by Pierre, too.
                for piece in word.0.split(separator: "-").dropFirst() where index < words.count {
                    parts.append(Part(String(piece), isKana: false, isFamily: false))
                }
            }
        }
        self.parts = parts
    }

    /// Without hyphens.
    static func plain(_ text: String) -> [UInt8] { text.utf8.filter { $0 != UInt8(ascii: "-") } }
}

extension SearchableName.Part {
    fileprivate init(_ text: String, isKana: Bool, isFamily: Bool) {
        self.isFamily = isFamily
        self.text = SearchableName.plain(text)
        kana = isKana ? Array(Romaji.evenKana(text).utf8) : []
        spelling = isKana ? Romaji.spelling(ofKana: text) : []
        short = isKana ? Romaji.short(spelling) : []
    }
}

extension FoldedText.Word {
    /// Whether it is one letter over and over: "nn" is one ん, and would list whoever begins with n.
    fileprivate var isOneLetter: Bool { Set(text).count == 1 }
}

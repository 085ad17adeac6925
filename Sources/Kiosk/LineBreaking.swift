/// Where a line of text may end: never inside a word of Latin or Hangul, and in Japanese rather between phrases than
/// between two characters.
enum LineBreaking {
    /// `text` in lines that fit, as few as can be, and about as long as each other.
    static func lines(_ text: String, columns: Int) -> [String] {
        guard columns > 0, DisplayWidth.of(text) > columns else { return [text] }
        let lines = filled(text, columns: columns)
        if let whole = sentences(text, columns: columns), whole.count <= lines.count { return whole }
        // The narrowest lines that are no more of them: a last line of one word looks like a mistake.
        var (low, high) = (columns / 2, columns)
        while low < high {
            let middle = (low + high) / 2
            if isGood(filled(text, columns: middle), as: lines, columns: middle) {
                high = middle
            } else {
                low = middle + 1
            }
        }
        let even = filled(text, columns: high)
        return isGood(even, as: lines, columns: high) ? even : lines
    }

    /// A line for each sentence; `nil` where there is only one, or one does not fit.
    private static func sentences(_ text: String, columns: Int) -> [String]? {
        var sentences = [""]
        for (index, character) in zip(text.indices, text) {
            let isBlank = character == " "
            if isBlank, sentences[sentences.count - 1].isEmpty { continue }
            let ends = isBlank && endsSentence(sentences[sentences.count - 1])
            if !ends { sentences[sentences.count - 1].append(character) }
            let isLast = text.index(after: index) == text.endIndex
            if (ends || character == "。") && !isLast { sentences.append("") }
        }
        guard sentences.count > 1, sentences.allSatisfy({ DisplayWidth.of($0) <= columns }) else { return nil }
        return sentences
    }

    /// A full stop after a digit is that of a number: “1. Scan this code”.
    private static func endsSentence(_ text: String) -> Bool {
        guard let last = text.last, ".?!".contains(last) else { return false }
        return last != "." || text.dropLast().last?.isNumber != true
    }

    /// `text` in lines that fit and end only where a phrase ends; `nil` where that cannot be.
    static func phrases(_ text: String, columns: Int) -> [String]? {
        let lines = lines(text, columns: columns)
        let ends = zip(lines, lines.dropFirst())
        let isWhole = ends.allSatisfy { line, next in
            guard let last = line.last, let first = next.first else { return false }
            // A blank between the two has gone.
            return !isIdeographic(last) && !isIdeographic(first)
                || [.good, .best].contains(quality(between: last, first))
        }
        return isWhole && lines.allSatisfy { DisplayWidth.of($0) <= columns } ? lines : nil
    }

    private static func isGood(_ lines: [String], as others: [String], columns: Int) -> Bool {
        lines.count <= others.count && lines.allSatisfy { DisplayWidth.of($0) <= columns }
    }

    /// Fills one line after the other. A word longer than a line keeps it for itself, and is broken where it must be.
    static func filled(_ text: String, columns: Int) -> [String] {
        var lines: [String] = []
        var rest = text[...]
        while DisplayWidth.of(String(rest)) > columns, let end = end(of: rest, columns: columns) {
            lines.append(String(rest[..<end]).trimmingEnd)
            rest = rest[end...].drop { $0 == " " }
        }
        if !rest.isEmpty { lines.append(String(rest)) }
        return lines
    }

    /// Where the first line ends: at the best place of its second half, else at the last possible one.
    private static func end(of text: Substring, columns: Int) -> Substring.Index? {
        var width = 0
        var last: [Quality: (index: Substring.Index, width: Int)] = [:]
        var index = text.startIndex
        while index < text.endIndex {
            let next = text.index(after: index)
            width += DisplayWidth.of(text[index])
            if width > columns { break }
            if next < text.endIndex { last[quality(between: text[index], text[next])] = (next, width) }
            index = next
        }
        let fallback = index > text.startIndex ? index : nil
        if let best = last[.best], best.width * 2 > columns { return best.index }
        if let good = last[.good], good.width * 2 > columns || last[.possible] == nil { return good.index }
        return [last[.possible]?.index, last[.best]?.index].compactMap { $0 }.max() ?? fallback
    }

    /// How well a line ends there.
    private enum Quality { case never, possible, good, best }

    private static func quality(between one: Character, _ next: Character) -> Quality {
        if next == " " { return .good }
        if one == " " { return .good }
        guard isIdeographic(one) || isIdeographic(next) else { return .never }
        if closing.contains(next) || opening.contains(one) { return .never }
        if ending.contains(one) { return .best }
        // The honorific is no end of a phrase.
        if one == "お" || one == "ご", !isHiragana(next) { return .never }
        // A Japanese phrase ends in hiragana, and the next one rarely begins with one.
        switch (isHiragana(one), isHiragana(next)) {
        case (true, false): return one == "を" || one == "は" ? .best : .good
        case (true, true): return one == "を" || one == "は" ? .best : one == "て" && next == "く" ? .good : .possible
        case (false, true): return .never
        case (false, false): return .possible
        }
    }

    private static let closing: Set<Character> = Set("、。，．・：；？！）」』】〉》…ーぁぃぅぇぉっゃゅょァィゥェォッャュョ,.!?:;)%")
    private static let opening: Set<Character> = Set("（「『【〈《(")
    private static let ending: Set<Character> = Set("、。，．！？」）")

    private static func isHiragana(_ character: Character) -> Bool {
        character.unicodeScalars.first.map { (0x3041...0x309F).contains($0.value) } ?? false
    }

    /// Kana and Chinese characters, which are written without blanks; not Hangul, which has them.
    private static func isIdeographic(_ character: Character) -> Bool {
        guard let value = character.unicodeScalars.first?.value else { return false }
        return (0x2E80...0x312F).contains(value) || (0x31F0...0x9FFF).contains(value)
            || (0xF900...0xFAFF).contains(value) || (0xFF00...0xFFEF).contains(value)
            || (0x20000...0x3FFFF).contains(value)
    }
}

extension String {
    fileprivate var trimmingEnd: String { String(reversed().drop { $0 == " " }.reversed()) }
}

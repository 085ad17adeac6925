import Reception

/// Keys that came in quick succession, while it is open who pressed them.
struct Burst: Hashable, Sendable {
    /// It came right behind a whole token.
    let followsToken: Bool
    /// A part of it was pasted: no person's keys.
    private var isPasted = false
    private var text: [Character] = []
    /// One byte for each character: its folded ASCII form, or 0.
    private var symbols: [UInt8] = []
    /// Where the last one begins that could be a token.
    private var lastPrefix: Int?
    /// All keys, as long as they may be a person's.
    private var keys: [Key] = []
    /// Whether the screen takes text, so that only what looks like a code is a scan.
    var isForText: Bool
    /// Where the first one began that could be a token.
    private var firstPrefix: Int?
    private var isASCII = true
    private var hasAddress = false

    init(followsToken: Bool = false, isForText: Bool = false) {
        self.followsToken = followsToken
        self.isForText = isForText
    }

    var isEmpty: Bool { keys.isEmpty && text.isEmpty }

    /// Whether it is longer than a person's fingers can make it.
    var isScan: Bool { isPasted || text.count >= WedgeReader.shortestScan }

    /// - Parameter key: what a person would have pressed; `nil` when it was pasted.
    mutating func add(_ character: Character, as key: Key?) {
        isPasted = isPasted || key == nil
        if let key, !isScan { keys.append(key) }
        text.append(character)
        symbols.append(Burst.symbol(of: character))
        isASCII = isASCII && character.isASCII && character != " "
        hasAddress = hasAddress || character == "/" && symbols.suffix(3).elementsEqual("://".utf8)
        let start = text.count - Burst.prefix.count
        if isPrefix(at: start) {
            lastPrefix = start
            firstPrefix = firstPrefix ?? start
        }
        if text.count == 2 * WedgeReader.longestScan { forget(WedgeReader.longestScan) }
    }

    /// Only the end can still become a token.
    private mutating func forget(_ count: Int) {
        text.removeFirst(count)
        symbols.removeFirst(count)
        lastPrefix = lastPrefix.flatMap { $0 < count ? nil : $0 - count }
        firstPrefix = firstPrefix.map { max(0, $0 - count) }
    }

    /// Holds a key back that could do something; `false` when that is no news: in a scan, or a key being repeated.
    mutating func hold(command: Key) -> Bool {
        guard !isScan, keys.last != command, keys.count < Burst.mostKeys else { return false }
        keys.append(command)
        return true
    }

    /// More control characters than this are not remembered; they would not be handed on.
    private static let mostKeys = 16

    // MARK: - Text

    /// A name may begin like a token; so much of one is more than a name.
    private static let leastToken = 12
    /// Nobody types so many ASCII characters without a space at once, and no input method commits them.
    private static let leastForeignCode = 24
    /// More characters than this are no entry.
    private static let longestText = 200

    /// Whether it is what somebody has typed, or an input method has committed, on a screen that takes text: there even
    /// many characters at once are no code unless they look like one.
    var isText: Bool { isForText && !looksLikeCode }

    private var looksLikeCode: Bool {
        if let firstPrefix, text.count - firstPrefix >= Burst.leastToken { return true }
        return hasAddress || isASCII && text.count >= Burst.leastForeignCode
    }

    // MARK: - Tokens in it

    /// The token that the last character has completed.
    var completedToken: String? {
        let start = text.count - Token.length
        guard start >= 0, isPrefix(at: start) else { return nil }
        let tail = String(text[start...])
        return Token.reading(tail).isToken ? tail : nil
    }

    /// Whether it ends with a token of which something is still missing.
    var lacksItsEnd: Bool {
        guard isScan, let lastPrefix else { return false }
        return text.count - lastPrefix < Token.length
    }

    private func isPrefix(at index: Int) -> Bool {
        index >= 0 && symbols[index...].starts(with: Burst.prefix)
    }

    private static let prefix = Array(Token.prefix.utf8)

    // MARK: - At its end

    /// What a scanner has typed; `nil` when it was none.
    var code: String? {
        guard isScan, !isText, !isHeldKey, !isCommittedByHand else { return nil }
        if let recovered { return recovered }
        // Beside a token on the same sheet, or a suffix of its own.
        if followsToken, lastPrefix == nil { return nil }
        return String(text.prefix(WedgeReader.longestScan))
    }

    /// The keys for the screen, when ``code`` is none.
    ///
    /// - Parameter suffix: the key that ended it.
    func keys(before suffix: Key?) -> [Key] {
        if isText, isScan { return text.filter(\.isPrintable).prefix(Burst.longestText).map(Key.character) }
        if isHeldKey { return [] }
        if isCommittedByHand { return text.map(Key.character) }
        // No person presses a command together with another key.
        return keys.count + (suffix == nil ? 0 : 1) > 1 ? keys.filter { !$0.isCommand } : keys
    }

    /// One key held down repeats as fast as a scanner types; it is no code.
    private var isHeldKey: Bool {
        isScan && !isPasted && Set(text).count == 1
    }

    /// A passcode that a person has typed into an input method arrives at once; scanners type no full-width digits.
    private var isCommittedByHand: Bool {
        !isPasted && (WedgeReader.shortestScan...Passcode.length).contains(text.count)
            && text.allSatisfy { ("０"..."９").contains($0) }
    }

    /// The token in it when a person's key is taken out: a sign that no token has, or a letter of the other case.
    private var recovered: String? {
        guard let start = symbols.indices.first(where: isPrefix), text.count - start <= 2 * Token.length
        else { return nil }
        let kept = text.indices[start...].filter { Base32.value(of: symbols[$0]) != nil }.map { text[$0] }
        let isMostlySmall = 2 * kept.count(where: \.isLowercase) > kept.count(where: \.isLetter)
        let alike = kept.filter { isMostlySmall ? !$0.isUppercase : !$0.isLowercase }
        return [kept, alike].map { String($0) }.first { Token.reading($0).isToken }
    }

    private static func symbol(of character: Character) -> UInt8 {
        if let ascii = character.asciiValue {
            let isSmall = (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(ascii)
            return isSmall ? ascii - 32 : ascii
        }
        let folded = Token.folded(String(character)).utf8
        return folded.count == 1 ? folded.first ?? 0 : 0
    }
}

extension Token.Reading {
    fileprivate var isToken: Bool {
        if case .token = self { true } else { false }
    }
}

extension Character {
    /// A paste may hold control characters.
    fileprivate var isPrintable: Bool { unicodeScalars.allSatisfy { $0.properties.generalCategory != .control } }
}

extension Key {
    /// Whether it types nothing; some can do what a code's contents must not.
    fileprivate var isCommand: Bool {
        switch self {
        case .control, .escape, .function, .other: true
        default: false
        }
    }
}

import Reception

/// Tells a scanner's typing from a person's, and one code from the next (DESIGN §7).
///
/// A keyboard-wedge scanner types a code within milliseconds per key; a person does not. Keys that follow one another
/// within ``pairGap`` belong to one burst; a burst of ``shortestScan`` characters or more is a scan, wherever the program
/// is, and its keys never reach the screen (LESSONS F16). A key waits at most ``pairGap`` to be told apart.
///
/// A scan ends at the last symbol of a whole token, with Enter or Tab, or with silence. A token is looked for at the end
/// of all that was typed, so that neither a prefix, nor a foreign code, nor half a code left by an unplugged scanner can
/// be glued to it; what stands around it is dropped unless it is a code of ours itself. On a screen that takes text
/// (``isForText``) names come at once from an input method: there only what looks like a code is a scan. Times are those of the world's
/// monotonic clock; memory is bounded whatever is typed.
package struct WedgeReader: Sendable {
    package enum Output: Hashable, Sendable {
        /// A person pressed that.
        case key(Key)
        /// A scanner typed that.
        case code(String)
    }

    /// Within this time the next key belongs to the same burst; shorter than any two deliberate strokes of a person.
    package static let pairGap = Duration.milliseconds(35)
    /// A scan may pause so long between two keys (a busy USB bus).
    package static let scanGap = Duration.milliseconds(120)
    /// A token of which the end is missing is waited for so long, also across an Enter: some scanners send long codes
    /// in pieces (F24).
    package static let pieceGap = Duration.milliseconds(300)
    /// An Enter or Tab so soon after a code is its suffix: of a scanner, or of an input method that was told to commit.
    package static let suffixWait = Duration.seconds(1)
    /// An Enter or Tab so soon after the last one is the other half of CR LF, or a key that is stuck (F22).
    package static let repeatGap = Duration.milliseconds(150)
    /// Fewer characters are a person's two fingers.
    package static let shortestScan = 4
    /// A code is kept up to here; longer ones are cut, and none of ours.
    package static let longestScan = Token.longestText

    private var burst = Burst()
    private var lastKey = Duration.zero
    /// Until then an Enter or Tab that stands alone is nobody's.
    private var suffixUntil = Duration.zero

    /// Whether the screen takes text: then what is typed or committed at once is text unless it looks like a code.
    package var isForText = false {
        didSet { burst.isForText = isForText }
    }

    package init() {}

    /// When ``pause(at:)`` is due, if no further key comes; `nil` while nothing is held back.
    package var deadline: Duration? {
        burst.isEmpty ? nil : lastKey + gap
    }

    /// Takes a key that came at `time`; returns what is now certain, in order.
    package mutating func take(_ key: Key, at time: Duration) -> [Output] {
        let outputs = pause(at: time)
        switch key {
        case .character(let character): return outputs + take(character, as: key, at: time)
        // Escape, and at once a scan: the terminal takes them for Alt and a letter.
        case .alternate(let character): return outputs + take(character, as: key, at: time)
        case .pasted(let text): return outputs + take(pasted: text, at: time)
        case .enter, .tab: return outputs + take(suffix: key, at: time)
        case .control, .escape, .function, .other:
            // They come from a code's contents as well, and there they are no command (F20).
            if burst.hold(command: key) { lastKey = time }
            return outputs
        default:
            return burst.isScan && !burst.isText ? outputs : outputs + endBurst() + [.key(key)]
        }
    }

    /// Takes keys that were found waiting at `time`.
    ///
    /// When they came is not known, so a deadline that has passed by then was missed by a machine with too much to do,
    /// not by the scanner.
    package mutating func take(found keys: [Key], at time: Duration) -> [Output] {
        if let deadline, time > deadline { excuse(time - deadline) }
        return keys.flatMap { take($0, at: time) }
    }

    /// Notes that no key has come until `time`; returns what that makes certain.
    package mutating func pause(at time: Duration) -> [Output] {
        guard let deadline else {
            if time > lastKey + WedgeReader.pairGap { burst = fresh() }
            return []
        }
        guard time > deadline else { return [] }
        if burst.isScan, !burst.isText { suffixUntil = max(suffixUntil, lastKey + WedgeReader.suffixWait) }
        return endBurst()
    }

    /// Time that the program itself took since the last key is not the scanner's silence.
    package mutating func excuse(_ time: Duration) {
        lastKey += time
    }

    private func fresh(followsToken: Bool = false) -> Burst {
        Burst(followsToken: followsToken, isForText: isForText)
    }

    private var gap: Duration {
        if burst.lacksItsEnd { return WedgeReader.pieceGap }
        return burst.isScan ? WedgeReader.scanGap : WedgeReader.pairGap
    }

    private mutating func take(_ character: Character, as key: Key?, at time: Duration) -> [Output] {
        lastKey = time
        burst.add(character, as: key)
        guard let token = burst.completedToken else { return [] }
        burst = fresh(followsToken: true)
        suffixUntil = time + WedgeReader.suffixWait
        return [.code(token)]
    }

    /// What a program pastes is typed by nobody, however short it is.
    private mutating func take(pasted text: String, at time: Duration) -> [Output] {
        var outputs: [Output] = []
        for character in text {
            if character.isNewline {
                outputs += endBurst()
            } else {
                outputs += take(character, as: nil, at: time)
            }
        }
        return outputs
    }

    private mutating func take(suffix key: Key, at time: Duration) -> [Output] {
        guard burst.isEmpty else {
            if burst.lacksItsEnd, !burst.isText { return [] }
            // Whatever stands between a whole token and its suffix is no person's.
            let isTyped = (!burst.isScan || burst.isText) && !burst.followsToken
            suffixUntil = time + (isTyped ? WedgeReader.repeatGap : WedgeReader.suffixWait)
            return endBurst(with: key) + (isTyped ? [.key(key)] : [])
        }
        let isSuffix = time < suffixUntil
        suffixUntil = max(isSuffix ? suffixUntil : .zero, time + WedgeReader.repeatGap)
        return isSuffix ? [] : [.key(key)]
    }

    private mutating func endBurst(with suffix: Key? = nil) -> [Output] {
        defer { burst = fresh() }
        if let code = burst.code { return [.code(code)] }
        // Right behind a token it is the rest of what the scanner sends.
        return burst.followsToken ? [] : burst.keys(before: suffix).map(Output.key)
    }
}

import Reception

/// Tells a scanner's typing from a person's (DESIGN §7).
///
/// A keyboard-wedge scanner types a code within milliseconds per key; a person does not. Keys that follow one another
/// within ``pairGap`` belong to one burst; a burst of ``shortestScan`` characters or more is a scan, wherever the program
/// is, and its keys never reach the screen (LESSONS F16). Single keys wait at most ``pairGap`` to be told apart. A scan
/// ends with Enter or Tab, at the length of a token, or with silence, so that half a code left by an unplugged scanner
/// is not glued to the next one. Times are those of the world's monotonic clock.
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
    /// Fewer characters are a person's two fingers.
    package static let shortestScan = 4
    /// A burst is kept up to here; what comes after is dropped, and the code will be none of ours.
    package static let longestScan = Token.longestText

    private var burst: [Character] = []
    private var lastKey = Duration.zero
    /// Until then an Enter or Tab is the suffix of a code that its length has ended already.
    private var suffixUntil = Duration.zero

    package init() {}

    /// When ``pause(at:)`` is due, if no further key comes; `nil` while nothing is held back.
    package var deadline: Duration? {
        burst.isEmpty ? nil : lastKey + gap
    }

    /// Takes a key that came at `time`; returns what is now certain, in order.
    package mutating func take(_ key: Key, at time: Duration) -> [Output] {
        var outputs = pause(at: time)
        let follows = !burst.isEmpty
        switch key {
        case .character(let character):
            lastKey = time
            if burst.count < WedgeReader.longestScan { burst.append(character) }
            if let token = completedToken {
                burst.removeAll()
                suffixUntil = time + WedgeReader.scanGap
                outputs.append(.code(token))
            }
        case .enter, .tab:
            if time < suffixUntil {
                // Whatever stands between a whole token and its suffix is no person's.
                burst.removeAll()
                suffixUntil = .zero
            } else {
                outputs += endBurst()
                if !outputs.contains(where: \.isCode) { outputs.append(.key(key)) }
            }
        default:
            // Control and escape keys in a burst come from a code's contents; they are no command (F20).
            if follows, isScan {
                lastKey = time
            } else {
                outputs += endBurst() + [.key(key)]
            }
        }
        return outputs
    }

    /// Notes that no key has come until `time`; returns what that makes certain.
    package mutating func pause(at time: Duration) -> [Output] {
        guard let deadline, time > deadline else { return [] }
        return endBurst()
    }

    /// Time that the program itself took since the last key is not the scanner's silence.
    package mutating func excuse(_ time: Duration) {
        lastKey += time
    }

    private var isScan: Bool { burst.count >= WedgeReader.shortestScan }

    private var gap: Duration { isScan ? WedgeReader.scanGap : WedgeReader.pairGap }

    private mutating func endBurst() -> [Output] {
        defer { burst.removeAll() }
        guard isScan else { return burst.map { .key(.character($0)) } }
        // One key held down repeats as fast as a scanner types; it is no code.
        return Set(burst).count == 1 ? [] : [.code(String(burst))]
    }

    private var completedToken: String? {
        guard burst.count >= Token.length else { return nil }
        let tail = String(burst.suffix(Token.length))
        guard Token.folded(String(tail.prefix(Token.prefix.count))) == Token.prefix else { return nil }
        return tail
    }
}

extension WedgeReader.Output {
    fileprivate var isCode: Bool {
        if case .code = self { true } else { false }
    }
}

import Kiosk

/// A key and when it came, by the monotonic clock.
struct Keystroke: Hashable {
    var key: Key
    var time: Duration
}

/// Keys that are collected until the keyboard has rested: one scan, or what a person pressed.
struct KeystrokeCapture {
    private var strokes: [Keystroke] = []

    /// A single key is a person's after this rest.
    static let personsRest = Duration.milliseconds(250)
    /// A scan is over after this rest; the slowest scanners pause for less within one.
    static let scansRest = Duration.milliseconds(600)
    /// More keys than this are not remembered.
    static let mostKeys = 4096

    /// When ``take(at:)`` gives the keys out, if no further one comes.
    var deadline: Duration? {
        strokes.last.map { $0.time + (strokes.count > 1 ? Self.scansRest : Self.personsRest) }
    }

    mutating func add(_ key: Key, at time: Duration) {
        if strokes.count < Self.mostKeys { strokes.append(Keystroke(key: key, time: time)) }
    }

    /// The keys, each once, when there has been a rest; else `nil`.
    mutating func take(at time: Duration) -> [Keystroke]? {
        guard let deadline, time >= deadline else { return nil }
        defer { strokes.removeAll() }
        return strokes
    }
}

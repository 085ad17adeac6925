/// Which codes are in view, so that one that stays there is told once.
package struct Sightings {
    private let absence: Duration
    private var lastSeen: [String: Duration] = [:]

    /// A code counts as shown anew once it has been out of view for `absence`.
    package init(absence: Duration) {
        self.absence = absence
    }

    /// Notes that `text` is in view at `now`; whether it was not before.
    package mutating func note(_ text: String, at now: Duration) -> Bool {
        lastSeen = lastSeen.filter { now - $0.value < absence }
        return lastSeen.updateValue(now, forKey: text) == nil
    }
}

import Reception

/// Which codes are in view: makes one presentation one code.
///
/// - A code that stays in view is told once; it is told again after it was out of view for some seconds.
/// - Two different codes of ours in view, in one frame or in frames shortly after one another: neither is told until
///   one remains or is clearly nearer. A code that was told no longer stands in the way of others once it has been in
///   view for as long as it must be away to be told again, so that one that is left lying there blocks nobody.
/// - Codes of others are no rivals. That there is one is told only while none of ours is beside it, and not at the first
///   glimpse: ours may be read a moment later.
package struct Sightings {
    /// What leaves the worker.
    package enum Telling: Hashable, Sendable {
        case code(String)
        /// A code that is not one of ours; what it says stays here.
        case foreign
    }

    private struct Sighting {
        var text: String
        var side: Double
        let first: Duration
        var last: Duration
        /// When it was told.
        var told: Duration?
    }

    private let absence: Duration
    private var own: [OwnCode: Sighting] = [:]
    private var foreign: [String: Sighting] = [:]

    /// Codes that were seen no longer ago are in view together.
    package static let together = Duration.milliseconds(300)
    /// A code this many times larger than another one is clearly nearer.
    package static let nearer = 1.5
    /// Codes of others that are remembered: a screen can show any number of them.
    private static let mostForeign = 64

    /// A code counts as shown anew once it has been out of view for `absence`.
    package init(absence: Duration) {
        self.absence = absence
    }

    /// Notes the codes of the frame of `now`; what is to be told.
    package mutating func note(_ codes: [FoundCode], at now: Duration) -> [Telling] {
        own = own.filter { now - $0.value.last < absence }
        foreign = foreign.filter { now - $0.value.last < absence }
        var seen: [OwnCode] = []
        var others: [String] = []
        for code in codes {
            if let ours = OwnCode(code.text) {
                see(code, at: now, in: &own[ours])
                seen.append(ours)
            } else if foreign[code.text] != nil || foreign.count < Sightings.mostForeign {
                see(code, at: now, in: &foreign[code.text])
                others.append(code.text)
            }
        }
        let told = seen.compactMap { tell($0, at: now) }
        return told + others.prefix(1).compactMap { _ in tellForeign(others, at: now) }
    }

    private func see(_ code: FoundCode, at now: Duration, in place: inout Sighting?) {
        var sighting = place ?? Sighting(text: code.text, side: code.side, first: now, last: now)
        sighting.side = code.side
        sighting.last = now
        place = sighting
    }

    private mutating func tell(_ code: OwnCode, at now: Duration) -> Telling? {
        guard let sighting = own[code], sighting.told == nil else { return nil }
        let rivals = own.filter { $0.key != code && isInView($0.value, at: now) && !isOld($0.value, at: now) }
        guard rivals.values.allSatisfy({ Sightings.isNearer(sighting, than: $0) }) else { return nil }
        own[code]?.told = now
        return .code(sighting.text)
    }

    private func isInView(_ sighting: Sighting, at now: Duration) -> Bool {
        now - sighting.last <= Sightings.together
    }

    private func isOld(_ sighting: Sighting, at now: Duration) -> Bool {
        sighting.told.map { now - $0 >= absence } ?? false
    }

    private static func isNearer(_ code: Sighting, than other: Sighting) -> Bool {
        other.side > 0 && code.side >= nearer * other.side
    }

    private mutating func tellForeign(_ texts: [String], at now: Duration) -> Telling? {
        guard !own.values.contains(where: { isInView($0, at: now) }) else { return nil }
        let due = texts.filter { text in
            guard let sighting = foreign[text], sighting.told == nil else { return false }
            return now - sighting.first >= Sightings.together
        }
        guard !due.isEmpty else { return nil }
        for text in due { foreign[text]?.told = now }
        return .foreign
    }
}

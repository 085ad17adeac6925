package import Reception

/// Makes of what each frame says what a visitor is told: a hint only when it has held for a while, and never a flicker.
///
/// - A hint is told when one obstacle was in most frames of the last 0.7 s and still is there.
/// - It is taken back when a code was read or no frame had an obstacle for a second.
/// - At most one change a second.
package struct HintJudge {
    /// A change of what is told.
    package enum Change: Hashable, Sendable {
        case to(ScanLine.Hint?)
    }

    private struct Sample {
        var at: Duration
        var obstacle: ScanLine.Hint?
    }

    private var samples: [Sample] = []
    /// The first frame since the start or since a code was read.
    private var since: Duration?
    private var lastObstacle: Duration?
    private var told: ScanLine.Hint?
    private var wanted: ScanLine.Hint?
    private var lastChange: Duration?

    /// How long an obstacle must have held.
    package static let holding = Duration.milliseconds(700)
    /// Without any obstacle for this long a hint is taken back; also the shortest time from one change to the next.
    package static let pause = Duration.seconds(1)

    package init() {}

    /// Notes the frame of `now`; what is told from now on, if that changes.
    package mutating func note(
        _ obstacle: ScanLine.Hint?, hasCode: Bool, at now: Duration
    ) -> Change? {
        if hasCode {
            forget()
        } else {
            take(obstacle, at: now)
        }
        return change(at: now)
    }

    /// There are no frames any more: what was told is taken back at once.
    package mutating func end() -> Change? {
        forget()
        guard told != nil else { return nil }
        told = nil
        return .to(nil)
    }

    private mutating func forget() {
        samples.removeAll(keepingCapacity: true)
        since = nil
        lastObstacle = nil
        wanted = nil
    }

    private mutating func take(_ obstacle: ScanLine.Hint?, at now: Duration) {
        let first = since ?? now
        since = first
        if obstacle != nil { lastObstacle = now }
        samples.removeAll { now - $0.at > HintJudge.holding }
        samples.append(Sample(at: now, obstacle: obstacle))
        if let majority, majority == obstacle, now - first >= HintJudge.holding {
            wanted = majority
        } else if lastObstacle.map({ now - $0 >= HintJudge.pause }) ?? true {
            wanted = nil
        }
    }

    /// The obstacle of more than half of the frames.
    private var majority: ScanLine.Hint? {
        ScanLine.Hint.allCases.first { hint in samples.count { $0.obstacle == hint } * 2 > samples.count }
    }

    private mutating func change(at now: Duration) -> Change? {
        guard wanted != told, lastChange.map({ now - $0 >= HintJudge.pause }) ?? true else { return nil }
        told = wanted
        lastChange = now
        return .to(told)
    }
}

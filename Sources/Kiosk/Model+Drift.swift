import Reception

extension Model {
    /// How far the idle screen's light has gone; `nil` where nothing moves.
    var driftStep: Int64? {
        guard settings.isAnimated, screen == .idle || screen == .closed else { return nil }
        return uptime.wholeMilliseconds / Model.driftTime.wholeMilliseconds
    }

    /// How long the light stands still: a few cells change then, which costs nothing that can be measured.
    static let driftTime = Duration.seconds(2)

    /// When the light moves on.
    var nextDrift: Duration? {
        driftStep.map { Model.driftTime * Int($0 + 1) }
    }

    /// When the countdown shows a second less, and at last the screen's end.
    var nextCount: Duration? {
        guard let end = screenEnd, end > uptime else { return screenEnd }
        let left = (end - uptime).wholeMilliseconds
        return end - .seconds((left + 999) / 1000 - 1)
    }
}

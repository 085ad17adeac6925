import Reception
import Scanner
import Testing

/// When a visitor is told what would help, and when that is taken back.
struct `Hints to the visitor` {
    private typealias Change = HintJudge.Change

    /// The changes over frames of 30 a second, with the milliseconds of each.
    private func changes(
        _ runs: [(count: Int, obstacle: ScanLine.Hint?, hasCode: Bool)]
    ) -> [(at: Int, change: Change)] {
        var judge = HintJudge()
        var frame = 0
        var changes: [(at: Int, change: Change)] = []
        for run in runs {
            for _ in 0..<run.count {
                let now = frame * 1_000 / 30
                frame += 1
                let change = judge.note(run.obstacle, hasCode: run.hasCode, at: .milliseconds(now))
                if let change { changes.append((now, change)) }
            }
        }
        return changes
    }

    @Test func `an obstacle is told once it has held for seven tenths of a second`() {
        let changes = changes([(60, .darker, false)])
        #expect(changes.map(\.change) == [.to(.darker)])
        #expect((700...740).contains(changes.first?.at ?? 0))
    }

    @Test func `one that holds for a shorter time is not told`() {
        #expect(changes([(20, .darker, false), (60, nil, false)]).isEmpty)
    }

    @Test func `a few other frames in between do not matter, most must agree`() {
        let most = (0..<20).flatMap { _ in [(3, ScanLine.Hint?.some(.closer), false), (1, nil, false)] }
        #expect(changes(most).map(\.change) == [.to(.closer)])
        let half = (0..<30).flatMap { _ in [(1, ScanLine.Hint?.some(.closer), false), (1, .further, false)] }
        #expect(changes(half).count <= 2)
    }

    @Test func `a code takes it back, at most one change a second`() {
        let changes = changes([(24, .still, false), (1, nil, true), (60, nil, false)])
        #expect(changes.map(\.change) == [.to(.still), .to(nil)])
        #expect(changes[1].at - changes[0].at >= 1_000)
    }

    @Test func `a second without any obstacle takes it back`() {
        let changes = changes([(45, .brighter, false), (60, nil, false)])
        #expect(changes.map(\.change) == [.to(.brighter), .to(nil)])
        #expect((2_400...2_600).contains(changes[1].at))
    }

    @Test func `another obstacle replaces it, not sooner than a second later`() {
        let changes = changes([(30, .further, false), (60, .still, false)])
        #expect(changes.map(\.change) == [.to(.further), .to(.still)])
        #expect(changes[1].at - changes[0].at >= 1_000)
    }

    @Test func `codes alone say nothing, and the end takes a hint back at once`() {
        #expect(changes([(60, nil, true), (60, nil, false)]).isEmpty)
        var judge = HintJudge()
        #expect(judge.end() == nil)
        for frame in 0..<30 { _ = judge.note(.darker, hasCode: false, at: .milliseconds(frame * 33)) }
        #expect(judge.end() == .to(nil))
        #expect(judge.end() == nil)
    }
}

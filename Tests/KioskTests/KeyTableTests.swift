import Kiosk
import Reception
import Testing

@Suite struct KeyTableTests {
    @Test(arguments: KeyTable.rows)
    func `every key does on every screen what is written down, and nothing else`(
        row: (name: String, outcomes: String)
    ) {
        let story = KeyTable.story(row.name)
        let outcomes = KeyTable.keys.map { String(KeyTable.outcome(of: $0, on: story)) }.joined(separator: " ")
        #expect(outcomes == row.outcomes, "\(row.name)")
    }

    @Test(arguments: KeyTable.rows.map(\.name))
    func `a key that was under way when the screen came by itself does nothing`(name: String) {
        guard ["welcome", "already in", "refused", "waiting"].contains(name) else { return }
        for key in KeyTable.keys where key != .control("q") {
            var story = KeyTable.story(name)
            let screen = story.model.screen
            story.tellAtOnce(.key(key))
            #expect(story.model.screen == screen && story.effects == [])
        }
    }

    @Test func `a key that was under way when the screen went home begins nothing there`() {
        var story = Story.laidOut()
        story.present(.alreadyIn(Story.pass, since: Story.morning))
        story.wait(.seconds(12))
        for key in "xc1a" {
            story.tellAtOnce(.key(.character(key)))
            #expect(story.model.screen == .idle && story.effects == [])
        }
    }

    @Test(arguments: KeyTable.rows.map(\.name))
    func `every screen counts down and returns to idle by itself, and any key gives more time`(name: String) {
        var story = KeyTable.story(name)
        guard story.model.screen != .idle, story.model.screen != .closed else {
            #expect(story.model.countdown == nil)
            return
        }
        let first = story.model.countdown ?? 0
        #expect(first > 0)
        story.wait(.seconds(2))
        #expect(story.model.countdown == first - 2)
        #expect(story.model.nextTick > story.model.uptime && story.model.nextTick <= story.model.uptime + .seconds(1))
        story.press(.other)
        #expect((story.model.countdown ?? 0) >= first - 2)
        for _ in 0..<200 where story.model.screen != .idle { story.wait(.seconds(1)) }
        #expect(story.model.screen == .idle)
    }
}

import Foundation
import Kiosk
import Reception
import Testing

/// Scenarios 17 and 18: who comes, and what is shown when nobody does.
@Suite struct WaitingTests {
    /// A visitor who called the reception, and the cloud has queued the notice.
    private func calling() -> (Story, UUID) {
        var story = Story.laidOut { $0.answerSeconds = 60 }
        story.press("c")
        let event = story.recordLast() ?? Story.id(0)
        story.settle(event)
        return (story, event)
    }

    @Test func `the host's answer says who comes, and in how many minutes`() {
        var (story, event) = calling()
        story.wait(.seconds(20))
        story.reply(event, .coming, minutes: 3)
        #expect(story.effects == [.sound(.good)])
        #expect(story.waiting?.reply?.name == "佐藤 花子" && story.waiting?.reply?.minutes == 3)
        story.wait(.seconds(30))
        #expect(story.model.screen == .idle)
    }

    @Test func `nobody answers in the configured time, and the extension is shown`() {
        var (story, _) = calling()
        story.wait(.seconds(59))
        #expect(story.waiting?.asksToRing == false)
        #expect(story.model.nextTick <= story.model.uptime + .seconds(1))
        story.wait(.seconds(1))
        #expect(story.waiting?.asksToRing == true && story.waiting?.phone == "100")
        story.wait(.seconds(30))
        #expect(story.model.screen == .idle)
    }

    @Test func `passed on: the extension of the one asked first is shown, and the next one has the same time`() {
        var (story, event) = calling()
        story.wait(.seconds(60))
        story.reply(event, .passedOn, name: "斎藤", phone: "1234")
        #expect(story.effects == [.sound(.attention)])
        #expect(story.waiting?.asksToRing == true && story.waiting?.phone == "1234")
        story.wait(.seconds(60))
        #expect(story.waiting != nil)
        story.reply(event, .unanswered, name: "", phone: "1235")
        #expect(story.waiting?.phone == "1235" && story.waiting?.asksToRing == true)
        story.wait(.seconds(30))
        #expect(story.model.screen == .idle)
    }

    @Test func `what is left of a waiting screen's time begins with all of it and shrinks from then on`() {
        let length = { (story: Story) in story.screen().count { $0 == "━" } }
        var (story, _) = calling()
        let whole = length(story)
        #expect(story.screen().count { $0 == "─" } <= 76)
        story.wait(.seconds(45))
        #expect((whole * 4 / 10...whole * 6 / 10).contains(length(story)))
        var delivery = Story.laidOut()
        delivery.press("d")
        delivery.press("2")
        delivery.recordLast()
        #expect(length(delivery) == whole)
    }

    @Test func `a late answer shows on the idle screen for a while`() {
        var (story, event) = calling()
        story.press(.escape)
        story.wait(.seconds(100))
        story.reply(event, .coming, minutes: 0)
        #expect(story.waiting?.reply?.state == .coming)
        story.wait(.seconds(30))
        #expect(story.model.screen == .idle)
    }

    @Test func `an answer never shows on another visitor's screen, but on the idle screen after it`() {
        var (story, event) = calling()
        story.press(.escape)
        story.press("a")
        story.press("山")
        story.reply(event, .coming)
        #expect(story.form?.company == "山" && story.effects == [])
        story.press(.escape)
        story.wait(.seconds(1))
        #expect(story.waiting?.reply?.state == .coming)
    }

    @Test func `an answer that is no news any more is not shown, nor one to what this kiosk does not know`() {
        var (story, event) = calling()
        story.press(.escape)
        story.reply(.v7(.live), .coming)
        #expect(story.model.screen == .idle)
        for _ in 0..<5 {
            story.press("a")
            story.reply(event, .coming)
            for _ in 0..<5 {
                story.wait(.seconds(29))
                story.press("山")
            }
        }
        story.press(.escape)
        story.wait(.seconds(121))
        #expect(story.model.screen == .idle)
    }

    @Test func `an answer that an outage has kept back is not shown on the idle screen`() {
        var (story, event) = calling()
        story.press(.escape)
        let given = story.model.now.now
        story.wait(.seconds(3600))
        let late = Reply(event: event, state: .coming, name: "佐藤 花子", minutes: 5, phone: "", at: given)
        story.tell(.replied([late]))
        #expect(story.model.screen == .idle && story.effects == [])
    }

    @Test func `a welcome whose notice was queued goes on without the name until somebody answers`() {
        var story = Story.laidOut()
        let event = story.present(.welcome(Story.pass))
        story.settle(event)
        story.wait(.seconds(12))
        #expect(story.waiting?.cause == .arrival && story.waiting?.phone == "1234")
        #expect(!story.screen().contains("山田"))
        story.reply(event, .coming, minutes: 5)
        #expect(story.waiting?.reply?.minutes == 5)
        story.wait(.seconds(30))
        #expect(story.model.screen == .idle)
    }

    @Test func `an answer within the welcome stands beside it, and outlives the name`() {
        var story = Story.laidOut()
        let event = story.present(.welcome(Story.pass))
        story.reply(event, .coming, minutes: 1)
        #expect(story.result?.reply?.minutes == 1)
        story.wait(.seconds(12))
        #expect(story.waiting?.reply?.minutes == 1 && !story.screen().contains("山田"))
    }

    @Test func `nobody could be told: the extension is there at once`() {
        var story = Story.laidOut()
        story.tell(.link(.offline(since: Story.morning)))
        story.press("c")
        story.recordLast()
        #expect(story.waiting?.asksToRing == true)
        story.wait(.seconds(30))
        #expect(story.model.screen == .idle)
    }

    @Test func `what is recorded for a visitor who has gone appears on nobody's screen`() {
        var story = Story.laidOut { $0.walkIn = [.name] }
        story.press("a")
        story.press("山田")
        story.press(.enter)
        story.press(.enter)
        let effects = story.effects
        story.tell(.code("UK1A", .wedge))
        story.press("1234")
        guard case .record(let action) = effects.first else { return #expect(Bool(false), "nothing was recorded") }
        story.tell(.recorded(action, .call(at: Story.morning)))
        #expect(story.digits == "1234" && !story.screen().contains("山田"))
        guard case .hook(let hook)? = story.effects.first else { return #expect(Bool(false), "no hook") }
        #expect(hook.kind == .walkIn && hook.visitor == "山田")
    }
}

import Kiosk
import Reception
import Testing

/// What a welcome says, and when.
@Suite struct WelcomeTests {
    @Test func `a welcome is called confirmed only when the cloud has it`() {
        var story = Story()
        let id = story.present(.welcome(Story.pass))
        #expect(story.screen().contains("お知らせしています"))
        story.settle(.v7(.live))
        #expect(!story.screen().contains("お知らせしました"))
        story.settle(id)
        #expect(story.screen().contains("担当者にお知らせしました"))
    }

    @Test func `the cloud's word counts also where it comes before the desk's own`() {
        var story = Story()
        let call = Event.call(at: Story.morning)
        story.settle(call.id)
        story.tell(.recorded(.call(nil), call))
        #expect(story.screen().contains("係員を呼びました"))
        let admission = Admission(verdict: .welcome(Story.pass), event: .v7(.live), at: Story.morning)
        story.settle(admission.event, .rejected)
        // As many words on others as two batches hold may come in between.
        for _ in 0..<399 { story.settle(.v7(.live)) }
        story.tell(.admitted(Presentation(text: "UK1", means: .wedge), admission))
        #expect(!story.screen().contains("お知らせしました") && !story.screen().contains("お知らせしています"))
    }

    @Test func `a welcome offline says that it will be sent and whom to ring`() {
        var story = Story()
        story.tell(.link(.offline(since: Story.morning)))
        story.present(.welcome(Story.pass))
        #expect(story.screen().contains("通信が戻りしだい送信します"))
        #expect(story.screen().contains("内線 1234"))
        #expect(story.screen().contains("オフライン 10:02 から"))
    }

    @Test func `on a narrow screen what the visitor must know is broken, not cut`() {
        var story = Story { $0.language = .english }
        story.tell(.link(.offline(since: Story.morning)))
        story.present(.welcome(Story.pass))
        let words = story.screen(rows: 12, columns: 40).split(whereSeparator: \.isWhitespace).joined(separator: " ")
        #expect(words.contains("Accepted. It will be sent when the network is back"))
        #expect(words.contains("Please ring extension 1234"))
        var japanese = Story()
        japanese.tell(.link(.offline(since: Story.morning)))
        japanese.present(.welcome(Story.pass))
        let text = japanese.screen(rows: 12, columns: 40).filter { !$0.isWhitespace }
        #expect(text.contains("通信が戻りしだい送信します"))
    }

    @Test func `a welcome that the cloud rejects sends the visitor to the staff`() {
        var story = Story()
        let id = story.present(.welcome(Story.pass))
        story.settle(id, .rejected, notice: nil)
        #expect(story.screen().contains("係員へお知らせください"))
    }

    @Test func `a host without a channel is to be rung`() {
        var story = Story()
        let id = story.present(.welcome(Story.pass))
        story.settle(id, notice: .noChannel)
        #expect(story.screen().contains("内線 1234"))
        #expect(!story.screen().contains("お知らせしました"))
    }

    @Test func `the company stays hidden unless the administrator shows it`() {
        var story = Story()
        story.present(.welcome(Story.pass))
        #expect(!story.screen().contains("青空商事"))
        var open = Story { $0.showsCompany = true }
        open.present(.welcome(Story.pass))
        #expect(open.screen().contains("青空商事"))
    }
}

import Kiosk
import Reception
import Testing

/// Scenarios 14 and 15: somebody without an appointment.
@Suite struct WalkInTests {
    @Test func `a walk-in says who comes, finds the host by two kana, confirms and waits`() {
        var story = Story.laidOut()
        story.press("a")
        #expect(story.form?.step == .company)
        story.press("青空商事")
        story.press(.enter)
        story.press("山田 太郎 ")
        story.press(.enter)
        story.press("3")
        story.press(.enter)
        #expect(story.form?.step == .target)
        story.press("1")
        story.press("さ")
        #expect(story.effects == [])
        story.press("と")
        #expect(story.effects == [.search("さと")])
        story.tell(.found("さと", [Story.sato]))
        story.press("1")
        #expect(story.effects == [] && story.form?.step == nil && story.form?.target?.name == "佐藤 花子")
        story.press(.enter)
        let walkIn = WalkIn(name: "山田 太郎", company: "青空商事", headcount: 3, language: "ja")
        let request = Request(target: .host(Story.sato.host.id), button: "walk-in")
        #expect(story.effects == [.record(.walkIn(walkIn, request))])
        story.press(.enter)
        #expect(story.effects == [], "the disk has not answered yet")
        story.tell(.recorded(.walkIn(walkIn, request), .call(at: Story.morning)))
        #expect(story.waiting?.target == "佐藤 花子" && story.waiting?.phone == "1234")
        #expect(!story.screen().contains("山田"))
    }

    @Test func `who does not know whom to see has the reception told`() {
        var story = Story.laidOut { $0.walkIn = [.name, .target] }
        story.press("a")
        story.press("Kim")
        story.press(.enter)
        story.press("2")
        #expect(story.list?.departments == [Story.sales, Story.accounts], "sorted by reading")
        story.press("0")
        #expect(story.form?.target?.target == .reception)
        story.press(.enter)
        let walkIn = WalkIn(name: "Kim", company: "", headcount: 1, language: "ja")
        #expect(story.effects == [.record(.walkIn(walkIn, Request(target: .reception, button: "walk-in")))])
    }

    @Test func `the questions and their order are the layout's, and the name is always among them`() {
        var story = Story.laidOut { $0.walkIn = [.headcount, .headcount] }
        story.press("a")
        #expect(story.form?.steps == [.name, .headcount])
        var other = Story.laidOut { $0.walkIn = [.target, .name] }
        other.press("a")
        #expect(other.form?.step == .target)
        other.press("3")
        #expect(other.form?.step == .name)
    }

    @Test func `a name must be given, a company need not, and nobody is one person`() {
        var story = Story.laidOut { $0.walkIn = [.company, .name, .headcount] }
        story.press("a")
        story.press(.enter)
        #expect(story.form?.step == .name)
        story.press("　 ")
        story.press(.enter)
        #expect(story.form?.step == .name && story.form?.problem == .empty)
        story.press("山")
        #expect(story.form?.problem == nil)
        story.press(.enter)
        story.press("0")
        story.press(.enter)
        #expect(story.form?.problem == .noNumber)
        story.press(.backspace)
        story.press(.enter)
        #expect(story.form?.step == nil && story.form?.headcount == "1")
    }

    @Test func `Enter where a number is asked for says so, and each choice shows how far one has come`() {
        var story = Story.laidOut()
        story.press("a")
        for key: Key in [.enter, .character("山"), .enter, .enter] { story.press(key) }
        story.press(.enter)
        #expect(story.form?.problem == .noChoice)
        #expect(story.screen().contains("番号を押してください"))
        story.press("1")
        #expect(story.screen().contains("4 / 5"))
        story.press(.escape)
        story.press("2")
        #expect(story.screen().contains("4 / 5"))
    }

    @Test func `Esc goes one step back and keeps what was typed, and from the first step to idle`() {
        var story = Story.laidOut()
        story.press("a")
        story.press("青空")
        story.press(.enter)
        story.press(.escape)
        #expect(story.form?.step == .company && story.form?.company == "青空")
        story.press(.escape)
        #expect(story.model.screen == .idle)
    }

    @Test func `Backspace takes a whole sign, whatever it is made of`() {
        var story = Story.laidOut { $0.walkIn = [.name] }
        story.press("a")
        story.press("か\u{3099}👨‍👩‍👧각")
        #expect(story.form?.name.count == 3)
        for left in [2, 1, 0, 0] {
            story.press(.backspace)
            #expect(story.form?.name.count == left)
        }
        #expect(story.form != nil)
    }

    @Test func `a text has its limit, and what cannot be seen is passed over`() {
        var story = Story.laidOut { $0.walkIn = [.name] }
        story.press("a")
        story.press("\u{202E}\u{7}\u{200B}\u{E000}")
        #expect(story.form?.name == "")
        story.press(String(repeating: "山", count: WalkIn.longestText))
        #expect(story.form?.problem == nil)
        story.press("田")
        #expect(story.form?.name.count == WalkIn.longestText && story.form?.problem == .tooLong)
        var marked = Story.laidOut { $0.walkIn = [.name] }
        marked.press("a")
        for _ in 0..<1000 { marked.press("\u{301}") }
        #expect((marked.form?.name.unicodeScalars.count ?? 0) <= 2 * WalkIn.longestText)
    }

    @Test func `letters that are commands elsewhere are text in a name`() {
        var story = Story.laidOut { $0.walkIn = [.name] }
        story.press("a")
        story.press("clx+7")
        #expect(story.form?.name == "clx+7" && story.model.language == .japanese && !story.model.usesLargeLetters)
    }

    @Test func `a scan while somebody types is that scan, and what was typed is gone at once`() {
        var story = Story.laidOut { $0.walkIn = [.name] }
        story.press("a")
        story.press("山田")
        story.tell(.code("UK1A", .wedge))
        #expect(story.effects == [.admit(Presentation(text: "UK1A", means: .wedge))])
        #expect(story.model.screen == .idle && !story.screen().contains("山田"))
    }

    @Test func `who walks away mid-entry leaves nothing, and any key before gives more time`() {
        var story = Story.laidOut { $0.walkIn = [.name] }
        story.press("a")
        story.press("山田")
        story.wait(.seconds(29))
        #expect(story.model.countdown == 1)
        story.press(.function(5))
        #expect(story.model.countdown == 30)
        story.wait(.seconds(29))
        #expect(story.form?.name == "山田")
        story.wait(.seconds(1))
        #expect(story.model.screen == .idle && !story.screen().contains("山田"))
    }
}

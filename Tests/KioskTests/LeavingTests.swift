import Kiosk
import Reception
import Testing

/// Scenario 29: exits are always recorded.
@Suite struct LeavingTests {
    @Test func `a code shown while leaving checks out, and says when`() {
        var story = Story.laidOut()
        story.press("x")
        story.tell(.code("UK1A", .camera))
        #expect(story.effects == [.admit(Presentation(text: "UK1A", means: .camera, purpose: .leave))])
        leave(&story)
        guard case .goodbye(let goodbye) = story.model.screen else { return #expect(Bool(false), "no goodbye") }
        #expect(goodbye.at == Story.morning)
        story.wait(.seconds(12))
        #expect(story.model.screen == .idle)
    }

    @Test func `a passcode typed while leaving leaves too, and Esc goes back step by step`() {
        var story = Story.laidOut()
        story.press("x")
        story.press("1234567")
        story.press(.backspace)
        story.press("78")
        #expect(story.effects == [.admit(Presentation(text: "12345678", means: .passcode, purpose: .leave))])
        story = Story.laidOut()
        story.press("x")
        story.press("1")
        story.press(.escape)
        guard case .leaving = story.model.screen else { return #expect(Bool(false), "not leaving") }
        story.press(.escape)
        #expect(story.model.screen == .idle)
    }

    @Test func `a code that is no pass is refused in clear words, and the next one enters`() {
        var story = Story.laidOut()
        story.press("x")
        story.tell(.code("HTTP", .camera))
        let admission = Admission(verdict: .notOurs, event: Story.id(1), at: Story.morning)
        story.tell(.admitted(Presentation(text: "HTTP", means: .camera, purpose: .leave), admission))
        #expect(story.result?.admission.verdict == .notOurs)
        story.tell(.code("UK1B", .camera))
        #expect(story.effects == [.admit(Presentation(text: "UK1B", means: .camera))])
    }

    @Test func `who mistypes the passcode while leaving is still leaving with the next try`() {
        for verdict in [Verdict.mistypedPasscode, .unknownPasscode] {
            var story = Story.laidOut()
            story.press("x")
            story.press("11111111")
            let wrong = Presentation(text: "11111111", means: .passcode, purpose: .leave)
            story.tell(.admitted(wrong, Admission(verdict: verdict, event: Story.id(1), at: Story.morning)))
            story.wait(.seconds(3))
            story.press("12345678")
            #expect(story.effects == [.admit(Presentation(text: "12345678", means: .passcode, purpose: .leave))])
        }
    }

    @Test func `who came without a code can call somebody when leaving`() {
        var story = Story.laidOut()
        story.press("x")
        #expect(story.screen().contains("お持ちでない方は係員を呼んでください"))
        story.press("c")
        #expect(story.effects == [.record(.call(nil))])
    }

    private func leave(_ story: inout Story) {
        let admission = Admission(
            verdict: .departed(Story.pass, at: Story.morning), event: Story.id(1), at: Story.morning)
        story.tell(.admitted(Presentation(text: "UK1A", means: .camera, purpose: .leave), admission))
    }
}

import Kiosk
import Reception
import Testing

/// Passcodes typed by hand.
@Suite struct PasscodeTests {
    @Test func `a passcode typed by hand is handed in at its eighth digit`() {
        var story = Story()
        story.press("1234 5670")
        #expect(story.model.screen != .idle)
        story = Story()
        story.press("1234567")
        #expect(story.effects == [])
        story.press("8")
        #expect(story.effects == [.admit(Presentation(text: "12345678", means: .passcode))])
        story.press("9")
        #expect(story.effects == [])
    }

    @Test func `digits may be full-width, deleted and given up`() {
        var story = Story()
        story.press("１２")
        #expect(story.digits == "12")
        story.tell(.key(.backspace))
        #expect(story.digits == "1")
        story.tell(.key(.backspace))
        #expect(story.model.screen == .idle)
        story.press("1")
        story.tell(.key(.escape))
        #expect(story.model.screen == .idle)
    }

    @Test func `Enter pressed to confirm a passcode leaves its answer standing`() {
        var story = Story()
        story.present(.welcome(Story.pass), text: "12345678", means: .passcode)
        let answer = story.screen()
        story.wait(.milliseconds(1900))
        story.tell(.key(.enter))
        #expect(story.screen() == answer)
        story.wait(.milliseconds(200))
        story.tell(.key(.enter))
        #expect(story.model.screen == .idle)
        story.present(.welcome(Story.pass), text: "12345678", means: .passcode)
        story.tell(.key(.escape))
        #expect(story.model.screen == .idle)
    }

    @Test func `half a passcode is forgotten when the visitor walks away`() {
        var story = Story()
        story.press("123")
        story.wait(.seconds(30))
        #expect(story.model.screen == .idle)
        #expect(!story.screen().contains("1 2 3"))
    }

    @Test func `wrong passcodes slow down further ones and never codes`() {
        var story = Story()
        for _ in 0..<4 { story.present(.unknownPasscode, text: "12345672", means: .passcode) }
        story.press("12345678")
        #expect(story.effects == [])
        #expect(story.screen().contains("秒お待ちください"))
        story.tell(.code("UK1A", .wedge))
        #expect(story.effects.count == 1 && story.model.screen == .idle)
        story.press("12345678")
        story.wait(.seconds(2))
        #expect(story.effects == [.admit(Presentation(text: "12345678", means: .passcode))])
    }

    @Test func `guessing is slowed down offline too, and a valid code in between forgives nothing else`() {
        var story = Story()
        for _ in 0..<4 { story.present(.unsynced, text: "12345672", means: .passcode) }
        story.press("12345678")
        #expect(story.effects == [])
        for _ in 0..<4 { story.present(.tooEarly(from: Story.morning), text: "12345672", means: .passcode) }
        story.press("12345678")
        #expect(story.effects == [])
    }

    @Test func `a further digit does not hand in an old number again`() {
        var story = Story()
        for _ in 0..<4 { story.present(.unknownPasscode, text: "12345672", means: .passcode) }
        story.press("12345678")
        story.press("9")
        #expect(story.effects == [])
        #expect(story.digits == "12345678")
    }

    @Test func `digits on a result begin a passcode and never check anybody out`() {
        var story = Story()
        story.present(.alreadyIn(Story.pass, since: Story.morning))
        story.press("1")
        #expect(story.effects == [])
        #expect(story.digits == "1")
    }
}

import Reception
import Testing

@testable import Kiosk

/// What the camera tells beside codes, on the screen.
@Suite struct CameraTests {
    @Test func `a foreign code held up for minutes is one refusal without its content`() {
        var story = Story()
        story.tell(.foreign)
        #expect(story.effects == [.admit(Presentation(text: "", means: .camera))])
        #expect(Token.reading("") == .notOurs)
        for _ in 0..<200 {
            story.wait(.seconds(1))
            story.tell(.foreign)
            #expect(story.effects == [])
        }
        story.wait(.seconds(6))
        story.tell(.foreign)
        #expect(story.effects.count == 1)
    }

    @Test func `codes of ours between foreign ones do not open the way for a flood`() {
        var story = Story()
        var refusals = 0
        for round in 0..<100 {
            story.wait(.milliseconds(100))
            story.tell(.foreign)
            refusals += story.effects.count
            story.tell(.code("UK1\(round)", .camera))
        }
        #expect(refusals == 1)
    }

    @Test func `a poster in view neither stops the typing of a passcode nor takes a welcome away`() {
        var story = Story()
        story.press("123")
        story.tell(.foreign)
        #expect(story.effects == [])
        var other = Story()
        other.present(.welcome(Story.pass))
        other.tell(.foreign)
        #expect(other.effects == [])
        var refused = Story()
        refused.present(.garbled)
        refused.tell(.foreign)
        #expect(refused.effects.count == 1)
    }

    @Test(arguments: ScanLine.Hint.allCases)
    func `a hint that is told once stands while somebody tries, not for ever, and never on another screen`(
        hint: ScanLine.Hint
    ) throws {
        var story = Story { $0.isAnimated = false }
        let idle = story.screen()
        story.tell(.hint(hint))
        let advised = story.screen()
        #expect(advised != idle)
        #expect(story.model.nextTick == story.model.uptime + .seconds(30))
        story.wait(.milliseconds(29_999))
        #expect(story.screen() == advised)
        story.wait(.milliseconds(1))
        #expect(story.screen() == idle)
        story.present(.welcome(Story.pass))
        let welcome = story.screen()
        story.tell(.hint(hint))
        #expect(story.screen() == welcome)
    }

    @Test func `a hint goes with its reason, and with the code that is read`() {
        var story = Story()
        let idle = story.screen()
        story.tell(.hint(.closer))
        story.tell(.hint(nil))
        #expect(story.screen() == idle)
        story.tell(.hint(.closer))
        story.tell(.code("UK1", .camera))
        #expect(story.screen() == idle)
    }

    @Test(arguments: [ScannerState.starting, .lost, .none]) func `a hint goes with the camera`(state: ScannerState) {
        var story = Story()
        story.tell(.scanner(.ready))
        story.tell(.hint(.closer))
        story.tell(.scanner(state))
        story.tell(.scanner(.ready))
        #expect(story.screen().contains("QR コードを読み取り機に"))
    }

    @Test func `what still works is not cut on the smallest screen`() {
        for language in Language.allCases {
            for isCamera in [true, false] {
                var story = Story {
                    $0.language = language
                    $0.hasCamera = isCamera
                }
                story.tell(.scanner(.lost))
                let screen = story.screen(rows: 12, columns: 40).split(separator: "\n")
                #expect(screen.dropFirst().dropLast().allSatisfy { !$0.contains("…") })
                let short = story.model.words.say(isCamera ? .withoutCameraShort : .withoutReaderShort)
                #expect(screen.contains { $0.contains(short) })
            }
        }
    }

    @Test func `hints fit the smallest screen`() {
        for language in Language.allCases {
            for hint in ScanLine.Hint.allCases {
                var story = Story { $0.language = language }
                let idle = story.screen(rows: 12, columns: 40).split(separator: "\n").count
                story.tell(.hint(hint))
                #expect(story.screen(rows: 12, columns: 40).split(separator: "\n").count == idle)
            }
        }
    }

    @Test func `a lost camera says what still works, also while it is started again`() throws {
        var story = Story()
        story.tell(.scanner(.lost))
        try expectScreen("camera-lost", framed(story.screen(), columns: 80))
        let lost = story.screen()
        story.tell(.scanner(.starting))
        #expect(story.screen() == lost)
        story.tell(.scanner(.ready))
        #expect(story.screen().contains("QR コード"))
    }

    @Test func `a program in the camera's place is called a reader`() {
        var story = Story { $0.hasCamera = false }
        story.tell(.scanner(.lost))
        #expect(story.screen().contains("読取機が使えません。受付番号をお使いください"))
        #expect(story.screen().contains("読取機停止: 番号で受付"))
        #expect(!story.screen().contains("カメラ"))
    }

    @Test func `the test code is praised and recorded nowhere`() throws {
        var story = Story()
        story.tell(.code(OwnCode.test.lowercased(), .wedge))
        #expect(story.effects == [.sound(.good)])
        try expectScreen("tested", framed(story.screen(), columns: 80))
        story.tell(.key(.escape))
        #expect(story.model.screen == .idle)
    }

    @Test func `a hint is one line on the idle screen`() throws {
        var story = Story()
        story.tell(.hint(.darker))
        try expectScreen("hint", framed(story.screen(), columns: 80))
    }
}

import Kiosk
import Reception
import Testing

/// Enrolment at the terminal of a kiosk that no cloud knows.
@Suite struct EnrolmentTests {
    private static let offer = EnrolmentOffer(cloud: "https://r.example.com", code: "ABCD-EFGH-JKLM")
    private static let code = OwnCode.enrolmentPrefix + Base32.encode(Array("\(offer.cloud)\n\(offer.code)".utf8))

    private static func story(_ link: LinkState = .notEnrolled, _ language: Language = .english) -> Story {
        var story = Story { $0.language = language }
        story.tell(.link(link))
        return story
    }

    /// A screen on which everything has been typed.
    private static func asked(_ link: LinkState = .notEnrolled, _ language: Language = .english) -> Story {
        var story = story(link, language)
        story.press(.function(2))
        story.press("r.example.com")
        story.press(.enter)
        story.press("abcd-efgh-jklm")
        story.press(.enter)
        return story
    }

    private static func form(_ story: Story) throws -> EnrolmentForm {
        guard case .enrolment(let form) = story.model.screen else {
            throw StorageFailure(reason: .other, description: "\(story.model.screen)")
        }
        return form
    }

    @Test(arguments: [LinkState.notEnrolled, .revoked])
    func `its idle screen names the key that enrols it`(link: LinkState) {
        #expect(Self.story(link).screen(columns: 200).contains("F2 Enrol"))
        #expect(!Self.story(.online).screen(columns: 200).contains("Enrol"))
    }

    @Test(arguments: [LinkState.notEnrolled, .revoked])
    func `an administrator types address and code, and the cloud is asked`(link: LinkState) {
        let story = Self.asked(link)
        #expect(story.effects == [.enrol(Self.offer)])
        #expect(story.screen().contains("Asking the cloud"))
    }

    @Test func `the enrolment code fills in both, and one key hands them in`() throws {
        var story = Self.story()
        story.tell(.code(Self.code.lowercased(), .wedge))
        #expect(story.screen().contains("https://r.example.com"))
        story.press(.enter)
        #expect(story.effects == [.enrol(Self.offer)])
    }

    @Test func `a kiosk that a cloud knows is enrolled by no key and no code`() {
        var story = Self.story(.online)
        story.press(.function(2))
        if case .enrolment = story.model.screen { Issue.record("opened by the key") }
        story = Self.story(.refused)
        story.tell(.code(Self.code, .camera))
        if case .enrolment = story.model.screen { Issue.record("opened by a code") }
    }

    @Test(arguments: EnrolmentProblem.allCases, Language.allCases)
    func `each problem is told in the screen's language, and can be mended`(
        problem: EnrolmentProblem, language: Language
    ) throws {
        var story = Self.asked(.notEnrolled, language)
        let before = story.screen()
        story.tell(.enrolment(.failed(problem)))
        #expect(story.screen() != before)
        #expect(try Self.form(story).state == .failed(problem))
        #expect(try Self.form(story).cloud == Self.offer.cloud)
        if try Self.form(story).step == .cloud { story.press(.enter) }
        if try Self.form(story).code.isEmpty { story.press("ABCD-EFGH-JKLM") }
        story.press(.enter)
        #expect(story.effects == [.enrol(Self.offer)])
    }

    @Test func `while the cloud is asked no key and no code disturbs, and no time ends it`() throws {
        var story = Self.asked()
        for key in [Key.enter, .escape, .backspace, .character("x"), .function(2)] { story.press(key) }
        story.tell(.code(Self.code, .camera))
        story.wait(.seconds(600))
        #expect(try Self.form(story).state == .asking)
    }

    @Test func `once enrolled it says so and starts anew by itself`() {
        var story = Self.asked()
        story.tell(.enrolment(.enrolled(tenant: "株式会社みどり", site: "本社")))
        #expect(story.screen().contains("Enrolled") && story.screen().contains("本社"))
        #expect(!story.model.startsAnew)
        story.wait(.seconds(5))
        #expect(story.model.isFinished && story.model.startsAnew)
    }

    @Test func `it starts anew also when a visitor has taken the screen meanwhile`() {
        var story = Self.asked()
        story.present(.notOurs)
        story.tell(.enrolment(.failed(.unreachable)))
        if case .enrolment = story.model.screen { Issue.record("a failure took the visitor's screen") }
        story.tell(.enrolment(.enrolled(tenant: "", site: "本社")))
        story.press(.enter)
        #expect(story.model.startsAnew)
    }

    @Test func `nothing but an address is taken, and what is left alone goes`() throws {
        var story = Self.story()
        story.press(.function(2))
        story.press(.enter)
        #expect(try Self.form(story).state == .failed(.badAddress))
        story.press("ｒ\u{1B} 受x")
        #expect(try Self.form(story).cloud == "https://rx")
        story.press(.backspace)
        #expect(try Self.form(story).cloud == "https://r")
        story.wait(.seconds(121))
        #expect(story.model.screen == .idle && !story.model.startsAnew)
    }

    @Test(arguments: [(12, 40), (24, 80), (60, 200)], Language.allCases)
    func `every step is there at every size`(size: (Int, Int), language: Language) throws {
        var story = Self.story(.notEnrolled, language)
        story.press(.function(2))
        #expect(story.screen(rows: size.0, columns: size.1).contains("https://"))
        story.press("r.example.com")
        story.press(.enter)
        story.press("ABCD-EFGH-JKLM")
        #expect(story.screen(rows: size.0, columns: size.1).contains("ABCD-EFGH-JKLM"))
        story.press(.enter)
        story.tell(.enrolment(.failed(.codeRefused)))
        #expect(story.screen(rows: size.0, columns: size.1).contains("▏"))
    }
}

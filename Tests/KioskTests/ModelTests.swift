import Kiosk
import Reception
import Testing

@Suite struct ModelTests {
    @Test func `a code is handed in once while it stays in view`() {
        var story = Story()
        story.tell(.code("UK1A", .wedge))
        #expect(story.effects == [.admit(Presentation(text: "UK1A", means: .wedge))])
        for _ in 0..<20 {
            story.wait(.milliseconds(500))
            story.tell(.code("UK1A", .wedge))
            #expect(story.effects == [])
        }
        story.wait(.seconds(5))
        story.tell(.code("UK1A", .wedge))
        #expect(story.effects.count == 1)
    }

    @Test func `another code is handed in at once`() {
        var story = Story()
        story.tell(.code("UK1A", .wedge))
        story.tell(.code("UK1B", .camera))
        #expect(story.effects == [.admit(Presentation(text: "UK1B", means: .camera))])
    }

    @Test func `a code that could not be recorded may be shown again at once`() {
        var story = Story()
        story.tell(.code("UK1A", .wedge))
        story.tell(.notRecorded(StorageFailure(reason: .full, description: "The disk is full.")))
        #expect(story.screen().contains("記録できません"))
        #expect(!story.screen().contains("ようこそ"))
        story.tell(.code("UK1A", .wedge))
        #expect(story.effects.count == 1)
    }

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

    @Test func `nothing of a visitor is left after the result's time`() {
        var story = Story()
        story.present(.welcome(Story.pass))
        story.wait(.seconds(11))
        #expect(story.screen().contains("山田"))
        story.wait(.seconds(1))
        #expect(story.model.screen == .idle)
        #expect(!story.screen().contains("山田"))
    }

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

    @Test func `a code from the camera and from a scanner with Caps Lock is one presentation`() {
        var story = Story()
        story.tell(.code("UK1ABC", .camera))
        #expect(story.effects.count == 1)
        story.tell(.code("]Q1uk1abc", .wedge))
        #expect(story.effects.isEmpty)
        story.tell(.code("UK1ABD", .wedge))
        #expect(story.effects.count == 1)
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

    @Test func `somebody has been called only when the cloud says so`() {
        var story = Story()
        let event = Event.call(at: Story.morning)
        story.tell(.recorded(.call(nil), event))
        #expect(story.screen().contains("係員を呼んでいます"))
        story.settle(event.id)
        #expect(story.screen().contains("係員を呼びました"))
        story.tell(.recorded(.call(nil), event))
        story.settle(event.id, notice: .noChannel)
        #expect(!story.screen().contains("呼びました"))
        #expect(story.screen().contains("内線 100"))
        story.tell(.link(.offline(since: Story.morning)))
        story.tell(.recorded(.call(nil), event))
        #expect(story.screen().contains("お声がけください") && story.screen().contains("内線 100"))
    }

    @Test func `a visitor who is already in can check out, and only then`() {
        var story = Story()
        story.press("x")
        #expect(story.effects == [])
        story.present(.alreadyIn(Story.pass, since: Story.morning))
        #expect(story.screen().contains("受付済 10:02"))
        story.press("x")
        #expect(story.effects == [.record(.checkOut(PassID(7)))])
        story.present(.welcome(Story.pass))
        story.press("x")
        #expect(story.effects == [])
    }

    @Test func `a key that is held down records once, until the disk has answered`() {
        var story = Story()
        story.press("c")
        #expect(story.effects == [.record(.call(nil, Request(target: .reception, button: "call")))])
        story.press("c")
        #expect(story.effects == [])
        story.tell(.recorded(.call(nil), .call(at: Story.morning)))
        story.present(.alreadyIn(Story.pass, since: Story.morning))
        story.press("x")
        #expect(story.effects == [.record(.checkOut(PassID(7)))])
        story.press("x")
        #expect(story.effects == [])
        story.tell(.notRecorded(StorageFailure(reason: .full, description: "The disk is full; free some space.")))
        story.present(.alreadyIn(Story.pass, since: Story.morning))
        story.press("x")
        #expect(story.effects == [.record(.checkOut(PassID(7)))])
    }

    @Test func `digits on a result begin a passcode and never check anybody out`() {
        var story = Story()
        story.present(.alreadyIn(Story.pass, since: Story.morning))
        story.press("1")
        #expect(story.effects == [])
        #expect(story.digits == "1")
    }

    @Test func `the language turns by key and returns for the next visitor`() {
        var story = Story()
        story.press("L")
        #expect(story.screen().contains("Welcome"))
        story.present(.tooLate)
        #expect(story.screen().contains("Expired"))
        story.tell(.key(.escape))
        #expect(story.screen().contains("ようこそ"))
    }

    @Test func `an unsynced pass is looked at again when news have come`() {
        var story = Story()
        story.present(.unsynced, text: "UK1A")
        story.tell(.synced(Story.cache(sequence: 1)))
        #expect(story.effects == [])
        story.tell(.synced(Story.cache(sequence: 2)))
        #expect(story.effects == [.admit(Presentation(text: "UK1A", means: .wedge))])
        story.tell(.synced(Story.cache(sequence: 3)))
        #expect(story.effects == [], "one look is under way already")
    }

    @Test(arguments: [
        Key.up, .down, .left, .right, .tab, .backspace, .function(1), .control("c"), .control("z"), .other,
    ])
    func `keys without a meaning do nothing on any screen`(key: Key) {
        var story = Story()
        let screens: [Screen] = [.idle, .goodbye(.init(at: Story.morning, until: .seconds(999)))]
        for screen in screens {
            story.model.screen = screen
            story.tell(.key(key))
            #expect(story.effects == [])
            #expect(story.model.screen == screen)
        }
    }

    @Test func `only the exit key leaves, and none does where it is turned off`() {
        var story = Story()
        story.tell(.key(.control("q")))
        #expect(story.model.isFinished)
        var locked = Story { $0.exitKey = nil }
        locked.tell(.key(.control("q")))
        #expect(!locked.model.isFinished)
    }

    @Test func `the next tick is never in the past`() {
        var story = Story()
        #expect(story.model.nextTick > story.model.uptime)
        story.present(.tooLate)
        #expect(story.model.nextTick <= story.model.uptime + .seconds(12))
        story.wait(.seconds(12))
        #expect(story.model.nextTick > story.model.uptime)
    }

    @Test func `a site whose time zone the machine does not know is shown in UTC, and staff are told`() {
        var story = Story()
        #expect(story.model.siteTime == SiteTime(identifier: "Asia/Tokyo"))
        #expect(!story.screen(columns: 160).contains("UTC"))
        var cache = Story.cache(sequence: 2)
        cache.site?.timeZone = "Mars/Olympus"
        story.tell(.synced(cache))
        #expect(story.model.siteTime == .utc)
        #expect(story.screen(columns: 160).contains("時間帯データなし: 時刻は UTC"))
    }
}

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

    @Test func `nothing of a visitor is left after the result's time`() {
        var story = Story()
        story.present(.welcome(Story.pass))
        story.wait(.seconds(11))
        #expect(story.screen().contains("山田"))
        story.wait(.seconds(1))
        #expect(story.model.screen == .idle)
        #expect(!story.screen().contains("山田"))
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
        #expect(story.effects == [.staff(.staff), .admit(Presentation(text: "UK1A", means: .wedge))])
        story.tell(.synced(Story.cache(sequence: 3)))
        #expect(story.effects == [.staff(.staff)], "one look is under way already")
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

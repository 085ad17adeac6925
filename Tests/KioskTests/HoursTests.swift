import Reception
import Testing

@testable import Kiosk

/// Scenarios 19 and 35, and the layout: what is offered when, in which language.
@Suite struct HoursTests {
    /// The stories begin on Monday, 23 November 2026, at 10:02.
    private func hours(_ text: String, holidays: [OpeningHours.Holiday] = []) throws -> OpeningHours {
        let spans = try Wire.decode([OpeningHours.Span].self, from: Wire.encode([text]))
        return OpeningHours(week: [.monday: spans], holidays: holidays)
    }

    @Test func `outside the hours nothing is accepted but leaving and what is marked so`() throws {
        let closed = try hours("09:00-10:00")
        var story = Story.laidOut {
            $0.hours = closed
            $0.buttons[2].worksWhenClosed = true
        }
        #expect(story.model.screen == .closed)
        #expect(story.model.menu.map(\.letter) == ["D", "X"])
        for key in "abc12340" {
            story.press(.character(key))
            #expect(story.effects == [] && story.model.screen == .closed)
        }
        story.tell(.code("UK1A", .camera))
        #expect(story.effects == [.sound(.attention)] && story.model.screen == .closed)
        story.tell(.foreign)
        #expect(story.effects == [])
        story.press("d")
        story.press("2")
        #expect(story.effects == [.record(.delivery(Request(target: .reception, button: "delivery")))])
        story.recordLast()
        story.press(.escape)
        #expect(story.model.screen == .closed)
        story.press("x")
        story.tell(.code("UK1B", .camera))
        #expect(story.effects == [.admit(Presentation(text: "UK1B", means: .camera, purpose: .leave))])
    }

    @Test func `leaving works outside the hours even where no button offers it`() throws {
        let closed = try hours("09:00-10:00")
        var story = Story.laidOut {
            $0.hours = closed
            $0.buttons = []
        }
        #expect(story.model.menu.map(\.letter) == ["X"])
        story.press("x")
        guard case .leaving = story.model.screen else { return #expect(Bool(false), "not leaving") }
    }

    @Test func `the hours begin and end by the site's clock, and a holiday is closed`() throws {
        let open = try hours("10:03-10:05")
        var story = Story.laidOut { $0.hours = open }
        #expect(story.model.screen == .closed)
        story.wait(.seconds(60))
        #expect(story.model.screen == .idle)
        story.wait(.seconds(120))
        #expect(story.model.screen == .closed)
        let holiday = try hours("00:00-24:00", holidays: [.init(date: "2026-11-23", name: "勤労感謝の日")])
        #expect(Story.laidOut { $0.hours = holiday }.model.opening == .holiday("勤労感謝の日"))
    }

    @Test func `who is served when the reception closes is served to the end`() throws {
        let open = try hours("10:00-10:03")
        var story = Story.laidOut { $0.hours = open }
        story.press("a")
        story.wait(.seconds(29))
        story.press("山")
        story.wait(.seconds(29))
        story.press("田")
        story.wait(.seconds(29))
        #expect(story.form?.company == "山田")
        story.press(.escape)
        #expect(story.model.screen == .closed)
    }

    @Test func `a clock that cannot be believed closes nothing`() throws {
        var story = Story.laidOut()
        story.model.now.isTrusted = false
        var layout = KioskLayout.standard
        layout.hours = try hours("09:00-10:00")
        story.lay(layout, sequence: 3)
        #expect(story.model.screen == .idle)
    }

    @Test func `a new layout comes with the next idle screen, and the last one stays when there is none`() {
        var story = Story.laidOut()
        story.press("a")
        story.lay(KioskLayout(buttons: [LayoutButton(id: "only", action: .delivery)]), sequence: 3)
        #expect(story.model.layout == .standard && story.form != nil)
        story.press(.escape)
        #expect(story.model.menu.map(\.button.id) == ["only"])
        story.lay(nil, sequence: 4)
        #expect(story.model.menu.map(\.button.id) == ["only"])
    }

    @Test func `keys of buttons are stable and leave digits, C and L alone`() {
        let actions: [LayoutButton.Action] = [.call, .walkIn, .call, .checkOut, .delivery, .checkOut, .host]
        let buttons = actions.enumerated().map { LayoutButton(id: "\($0.offset)", action: $0.element) }
        let story = Story.laidOut { $0.buttons = buttons }
        #expect(story.model.menu.map(\.letter) == ["C", "A", "B", "X", "D", "E", "F"])
        let many = Story.laidOut { $0.buttons = (0..<40).map { LayoutButton(id: "\($0)", action: .host) } }
        #expect(Set(many.model.menu.map(\.letter)).count == many.model.menu.count)
        #expect(many.model.menu.allSatisfy { !"CLX+0123456789".contains($0.letter) })
    }

    @Test func `the languages are the layout's, the first of them the next visitor's`() {
        var story = Story.laidOut { $0.languages = ["en", "ko"] }
        #expect(story.model.language == .english)
        story.press("l")
        #expect(story.model.language == .korean)
        story.press("l")
        #expect(story.model.language == .english)
        story.press("l")
        story.present(.welcome(Story.pass))
        #expect(story.model.language == .korean)
        var pass = Story.pass
        pass.language = "ja"
        story.present(.welcome(pass))
        #expect(story.model.language == .korean, "not offered here")
        story.press(.escape)
        #expect(story.model.language == .english)
    }

    @Test func `who turns the language and walks away leaves it for nobody`() {
        var story = Story.laidOut()
        story.press("l")
        story.press("+")
        #expect(story.model.language == .english && story.model.usesLargeLetters)
        story.wait(.seconds(29))
        #expect(story.model.language == .english)
        story.wait(.seconds(1))
        #expect(story.model.language == .japanese && !story.model.usesLargeLetters)
    }

    @Test func `a visitor who retries keeps language and letters`() {
        var story = Story.laidOut()
        story.press("l")
        story.present(.mistypedPasscode, text: "12345678", means: .passcode)
        story.press("1")
        #expect(story.model.language == .english)
        story.press(.escape)
        #expect(story.model.language == .english)
        story.tell(.code("UK1A", .camera))
        story.present(.garbled)
        story.tell(.code("UK1B", .camera))
        #expect(story.model.language == .english)
    }

    @Test func `the next opening is what the clock on the wall will show, also when it is put forward before`() throws {
        var hours = try hours("09:00-17:00")
        hours.week = [.sunday: hours.week?[.monday] ?? []]
        var story = Story()
        // 2026-03-29, 01:30 in Berlin; at 02:00 it becomes 03:00.
        let night = try #require(Instant(rfc3339: "2026-03-29T00:30:00Z"))
        story.tell(.tick(uptime: story.model.uptime, now: CorrectedTime(now: night, isTrusted: true)))
        var cache = Story.cache(sequence: 2)
        cache.site = SiteCard(number: 1, name: "Berlin", timeZone: "Europe/Berlin", phone: "")
        cache.layout = KioskLayout(hours: hours)
        story.tell(.synced(cache))
        #expect(story.model.screen == .closed)
        #expect(story.model.nextOpening == Instant(rfc3339: "2026-03-29T07:00:00Z"))
    }
}

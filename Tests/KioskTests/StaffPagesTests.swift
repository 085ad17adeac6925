import Foundation
import Kiosk
import Reception
import Testing

/// The console's pages about the terminal itself.
@Suite struct StaffPagesTests {
    static let machine = MachineHealth(
        disk: .free(12_345), clockOffset: .seconds(3), damagedOutboxes: 0, program: "uketsuke-kiosk 1.0")
    static let setAside = [
        SetAsideRow(
            id: Story.id(1), kind: .checkIn, occurredAt: Story.morning, reason: "the time is in the far future"),
        SetAsideRow(id: Story.id(2), kind: nil, occurredAt: Story.morning, reason: "unknown kind"),
    ]
    static let log = [
        LogEntry(at: Story.morning, text: "link  state=online"), LogEntry(at: nil, text: "v4l2: select timeout"),
    ]

    // MARK: - Health

    @Test func `what is wrong stands out, and what the cloud says of notifications is there`() {
        var story = Story.staffed()
        story.press("4")
        #expect(story.effects == [.staff(.health)])
        story.tell(.staff(.health(Self.machine)))
        let good = story.screen()
        #expect(good.contains("12345 MB free") && good.contains("3 s off") && !good.contains("×"))
        story.tell(.advice(["The webhook of 営業部 has failed 4 times."]))
        story.tell(.link(.offline(since: story.model.now.now, because: .certificate)))
        story.tell(.scanner(.lost))
        story.tell(.staff(.health(MachineHealth(disk: .full, clockOffset: .zero, damagedOutboxes: 0, program: "p"))))
        let bad = story.screen()
        #expect(bad.contains("webhook") && bad.contains("disk is full") && bad.contains("certificate"))
        #expect(bad.contains("×  Network") && bad.contains("×  Notices"))
    }

    @Test func `it is asked again by R`() {
        var story = Story.staffed()
        story.press("4")
        story.press("r")
        #expect(story.effects == [.staff(.health)])
    }

    // MARK: - Set aside

    @Test func `set-aside events are shown with their reason, sent again and exported on record`() {
        var story = Story.staffed()
        story.press("5")
        #expect(story.effects == [.staff(.setAside)])
        story.tell(.staff(.setAside(Self.setAside)))
        #expect(story.screen().contains("the time is in the far future"))
        story.press(.down)
        story.press(.enter)
        #expect(story.effects.contains(.staff(.sendAgain([Story.id(2)]))))
        #expect(story.deeds.map(\.what) == [.act(StaffAct(.sentAgain, detail: "1"))])
        story.press("a")
        #expect(story.effects.contains(.staff(.sendAgain([Story.id(1), Story.id(2)]))))
        story.tell(.staff(.sentAgain(2)))
        #expect(story.screen().contains("2 will be sent again") && story.effects == [.staff(.setAside)])
        story.press("e")
        #expect(story.effects.contains(.staff(.exportSetAside)))
        story.tell(.staff(.exported("/somewhere/set-aside-1.jsonl")))
        #expect(story.screen().contains("set-aside-1.jsonl"))
    }

    @Test func `nothing set aside offers nothing to send`() {
        var story = Story.staffed()
        story.press("5")
        story.tell(.staff(.setAside([])))
        for key in "ae" { story.press(String(key)) }
        #expect(story.effects == [] && story.screen().contains("Nothing is set aside"))
    }

    // MARK: - Log

    @Test func `the log's newest lines stand on the first page`() {
        var story = Story.staffed()
        story.press("6")
        #expect(story.effects == [.staff(.log)])
        story.tell(.staff(.log(Self.log)))
        #expect(story.screen().contains("state=online") && story.screen().contains("select timeout"))
    }

    // MARK: - Settings

    private func settings(_ keys: String) -> Story {
        var story = Story.staffed(Story.administrator)
        story.press("7")
        for key in keys {
            story.press(String(key))
            story.recordStaffDeed()
        }
        return story
    }

    @Test func `settings and maintenance are the administrator's`() {
        for key in ["7", "8"] {
            var story = Story.staffed(Story.clerk)
            story.press(key)
            #expect(story.console?.page == .menu(MenuPage()))
        }
    }

    @Test func `a choice holds once it is on record, and is kept`() {
        var story = Story.staffed(Story.administrator)
        story.press("7")
        story.press("3")
        #expect(story.deeds.map(\.what) == [.act(StaffAct(.setting, detail: "sound.quiet=true"))])
        #expect(!story.model.choices.isQuiet)
        story.recordStaffDeed()
        #expect(story.model.choices.isQuiet)
        #expect(story.effects.contains(.staff(.keep(story.model.choices))))
        story.press(.escape)
        story.press(.escape)
        story.present(.welcome(Story.pass))
        #expect(!story.effects.contains { if case .sound = $0 { true } else { false } }, "quiet is quiet")
    }

    @Test func `language, brightness and letters hold for every visitor`() {
        var story = settings("11224")
        #expect(story.model.choices.language == "en" && story.model.choices.theme == .light)
        story.press(.escape)
        story.press(.escape)
        #expect(story.model.language == .english && story.model.usesLargeLetters)
        #expect(story.model.view(Size(rows: 24, columns: 80)).theme == .light)
        story = settings("1111122233")
        #expect(story.model.choices == ConsoleChoices(), "all the way round is as configured")
    }

    // MARK: - Maintenance

    private func outOfService() -> Story {
        var story = Story.staffed(Story.administrator)
        story.press("8")
        story.press(.enter)
        story.recordStaffDeed()
        story.press(.escape)
        story.recordStaffDeed()
        story.wait(.seconds(1))
        return story
    }

    @Test func `out of service takes no code, no digit and no button, over a restart too`() {
        var story = outOfService()
        #expect(story.model.screen == .maintenance && story.screen().contains("Out of service"))
        story.tell(.code("UK1ABC", .wedge))
        #expect(story.effects == [.sound(.attention)] && story.model.screen == .maintenance)
        story.tell(.foreign)
        #expect(story.effects == [])
        for key in ["1", "a", "c", "x"] {
            story.press(key)
            #expect(story.effects == [] && story.model.screen == .maintenance)
        }
        story.wait(.seconds(600))
        #expect(story.model.screen == .maintenance)
        var again = Story()
        again.tell(.staff(.hasStaff(true)))
        again.model.take(story.model.choices)
        #expect(again.model.screen == .maintenance)
    }

    @Test func `staff put it back into service`() {
        var story = outOfService()
        story.press(.function(2))
        story.press("7")
        story.press(.enter)
        story.press("246810")
        story.press(.enter)
        story.tell(.staff(.answered(.number("7"), .signedIn(Story.administrator))))
        story.press("8")
        story.press(.enter)
        #expect(story.deeds.map(\.what) == [.act(StaffAct(.maintenanceEnded))])
        story.recordStaffDeed()
        story.press(.escape)
        story.recordStaffDeed()
        #expect(story.model.screen == .idle)
    }

    @Test func `a maintenance that nobody could end is none`() {
        var story = outOfService()
        story.tell(.staff(.hasStaff(false)))
        story.wait(.seconds(1))
        #expect(story.model.screen == .idle)
    }
}

import Foundation
import Kiosk
import Reception
import Testing

/// The evacuation list at the console.
@Suite struct EvacuationTests {
    /// The list is open; 1 and 3 came together with others, 2 came at another kiosk yesterday.
    static func opened(_ language: Language = .english, rows: [VisitorRow] = inside) -> Story {
        var story = Story.staffed(Story.clerk, language)
        story.press("3")
        story.recordStaffDeed()
        story.tell(.staff(.inside(rows)))
        story.wait(.seconds(1))
        return story
    }

    static let inside: [VisitorRow] = {
        var rows = [
            Story.row(2, "Müller, Jörg", "Ruhrstahl GmbH", "佐藤 花子", at: -32, visit: -1500),
            Story.row(5, "ウォーカー", "みどり印刷", "総務部", at: nil, visit: -20, party: 3),
            Story.row(1, "山田 太郎", "青空商事", "佐藤 花子", at: -62, visit: -60),
        ]
        rows[0].kiosk = "西口"
        return rows
    }()

    private func page(_ story: Story) -> EvacuationPage? {
        if case .evacuation(let page)? = story.console?.page { page } else { nil }
    }

    @Test func `opening it is on record and reads who is inside`() {
        var story = Story.staffed()
        story.press("3")
        #expect(story.effects.contains(.staff(.inside)))
        #expect(story.deeds.map(\.what) == [.act(StaffAct(.viewed, detail: "evacuation"))])
    }

    @Test func `people are counted with those who came along`() {
        let story = Self.opened()
        #expect(page(story)?.people(safe: false) == 5 && page(story)?.people(safe: true) == 0)
        #expect(story.screen().contains("5 inside: 5 missing, 0 safe"))
    }

    @Test func `Enter marks who is selected safe and goes on to the next, Backspace takes a mark back`() throws {
        var story = Self.opened()
        let first = try #require(page(story)?.selection)
        story.press(.enter)
        #expect(story.deeds.map(\.what) == [.about(first, StaffAct(.safe))])
        story.recordStaffDeed()
        #expect(page(story)?.rows?.first { $0.id == first }?.safeAt == story.model.now.now)
        #expect(page(story)?.selection != first)
        story.press(.up)
        story.press(.backspace)
        #expect(story.deeds.map(\.what) == [.about(first, StaffAct(.notSafe))])
        story.recordStaffDeed()
        #expect(page(story)?.people(safe: true) == 0)
    }

    @Test func `Enter pressed once too often takes no mark back, nor does a touch`() {
        var story = Self.opened()
        for _ in 0..<5 {
            story.press(.enter)
            if !story.deeds.isEmpty { story.recordStaffDeed() }
        }
        story.press(.row(2))
        #expect(story.effects == [] && page(story)?.people(safe: true) == 5)
        #expect(story.screen().contains("Backspace"))
    }

    @Test func `the views count people as the figures do`() {
        let picture = Self.opened().screen()
        #expect(picture.contains("Inside 5") && picture.contains("Missing 5"))
    }

    @Test func `nobody is marked before the mark is on record, nor two at once`() {
        var story = Self.opened()
        story.press(.enter)
        story.press(.enter)
        #expect(story.effects == [] && page(story)?.people(safe: true) == 0)
    }

    @Test func `among the missing whoever is found makes room for the next`() throws {
        var story = Self.opened()
        story.press(.tab)
        #expect(page(story)?.view == .missing)
        for _ in 0..<3 {
            story.press(.enter)
            story.recordStaffDeed()
        }
        #expect(page(story)?.people(safe: false) == 0)
        #expect(story.screen().contains("Everybody is safe"))
    }

    @Test func `who left without being seen is marked as assumed`() {
        var story = Self.opened()
        story.press(.tab)
        story.press(.tab)
        let picture = story.screen()
        #expect(page(story)?.view == .left)
        #expect(picture.contains("渡辺") && picture.contains("assumed") && picture.contains("staff"))
        story.press(.enter)
        #expect(story.effects == [], "who has left cannot be marked")
    }

    @Test func `who came on another day is shown as doubtful`() {
        #expect(Self.opened().screen().contains("since Sun 22 Nov?"))
    }

    @Test func `offline it says how old the news of other terminals are`() {
        var story = Self.opened()
        #expect(!story.screen().contains("Other terminals"))
        story.tell(.link(.offline(since: story.model.now.now)))
        #expect(story.screen().contains("Other terminals: as of 10:02"))
    }

    @Test func `the end of the evacuation is asked for, recorded, and clears the marks`() {
        var story = Self.opened()
        story.press("e")
        #expect(page(story)?.isEnding == false, "there is nothing to end")
        story.press(.enter)
        story.recordStaffDeed()
        story.press("e")
        #expect(page(story)?.isEnding == true && story.effects == [])
        story.press(.enter)
        #expect(story.deeds.map(\.what) == [.act(StaffAct(.evacuationEnded))])
        story.recordStaffDeed()
        #expect(page(story)?.people(safe: true) == 0)
        #expect(story.effects.contains(.staff(.forgetPage)))
    }

    @Test func `the printed page names everybody inside, ticks the safe, and has no line too wide`() throws {
        var rows = Self.inside
        rows[2].safeAt = Story.morning
        rows[1].name = "ウォー\u{1b}[2Jカー\n印"
        var story = Self.opened(.japanese, rows: rows)
        story.press("p")
        #expect(story.deeds.map(\.what) == [.act(StaffAct(.printed, detail: "evacuation"))])
        let job = try #require(
            story.effects.compactMap { if case .staff(.print(let job)) = $0 { job } else { nil } }.first)
        let lines = job.text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        #expect(lines.allSatisfy { DisplayWidth.of($0) <= 78 })
        #expect(job.text.contains("[x] 山田 太郎") && job.text.contains("[ ] Müller, Jörg") && job.text.contains("西口"))
        #expect(job.text.contains("渡辺 直美") && job.text.contains("推定"), "whose exit is only assumed may be inside")
        #expect(!job.text.contains("\u{1b}") && job.text.contains("+2"))
        let object = try #require(try JSONSerialization.jsonObject(with: job.json) as? [String: Any])
        #expect(object["kind"] as? String == "evacuation" && object["text"] as? String == job.text)
        story.press("p")
        #expect(story.effects == [], "one page at a time")
    }

    @Test func `staff are told whether it was printed or where it is kept`() {
        var story = Self.opened()
        story.press("p")
        story.tell(.staff(.page(.printed)))
        #expect(story.console?.notice == StaffNotice(.printed) && page(story)?.isPrinting == false)
        story.tell(.staff(.page(.kept("evacuation.txt", hasFailed: true))))
        #expect(story.screen().contains("evacuation.txt") && story.console?.notice?.isTrouble == true)
    }

    @Test func `a list that cannot be read does not stand in the way of the next try`() {
        var story = Self.opened()
        story.press("p")
        story.tell(.staff(.failed(StorageFailure(reason: .full, description: "The disk is full."))))
        #expect(page(story)?.isPrinting == false && story.console?.notice?.isTrouble == true)
    }

    @Test func `a touch selects a row, and a second one marks it`() throws {
        var story = Self.opened()
        story.press(.row(2))
        #expect(story.effects == [] && page(story)?.selection == page(story)?.rows?[2].id)
        story.press(.row(2))
        #expect(story.deeds.count == 1)
    }
}

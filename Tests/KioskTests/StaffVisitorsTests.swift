import Foundation
import Reception
import Testing

@testable import Kiosk

/// The list of the day's visitors, and what is done about one of them.
@Suite struct StaffVisitorsTests {
    private func names(_ story: Story) -> [String] {
        guard case .visitors(let page)? = story.console?.page else { return [] }
        return page.rows.map(\.name)
    }

    private func list(_ rows: VisitorList = Story.visitors) -> Story {
        var story = Story.staffed(list: rows)
        story.press("1")
        story.recordStaffDeed()
        return story
    }

    // MARK: - The list

    @Test func `it is sorted by time, who is due now is selected, and opening it is on record`() {
        var story = Story.staffed()
        story.press("1")
        #expect(story.deeds.map(\.what) == [.act(StaffAct(.viewed, detail: "visitors"))])
        #expect(names(story).first == "渡辺 直美" && names(story).last == "小林 誠")
        guard case .visitors(let page)? = story.console?.page else { return }
        #expect(page.selection == PassID(3))
        #expect(page.counts == [.late: 1, .expected: 2, .arrived: 2, .gone: 3, .cancelled: 1])
    }

    @Test(arguments: [
        ("山田", ["山田 太郎"]), ("muller", ["Müller, Jörg"]), ("ruhr", ["Müller, Jörg"]), ("高橋", ["王 小明", "髙橋 由美", "伊藤 蘭"]),
        ("うぉーか", ["ウォーカー"]), ("민", ["김 민준"]), ("10:3", ["王 小明"]), ("精密", ["小林 誠"]), ("nobody", []),
    ])
    func `typing searches name, company, host and time`(text: String, found: [String]) {
        var story = list()
        story.press(text)
        #expect(Set(names(story)) == Set(found))
    }

    @Test func `a state is shown whole or not at all, and the longest text gives way first`() {
        var table = Table(titles: ["", "", ""], wide: 0, whole: 1, count: 1, selection: nil) { _ in
            Table.Row(cells: ["Alexandra Featherstonehaugh", "11:33 out, by staff", "Northwind Traders"])
        }
        func line(_ columns: Int) -> String {
            var frame = Frame(size: Size(rows: 1, columns: columns))
            table.draw(on: &frame, in: Area(row: 0, column: 0, rows: 1, columns: columns))
            return frame.description
        }
        #expect(line(60).contains("11:33 out, by staff") && line(60).contains("Northwind Trad"))
        #expect(line(60).contains("Alexandra Feath"))
        table.whole = nil
        #expect(!line(50).contains("by staff"))
    }

    @Test func `hosts are found by their reading, too`() {
        var story = list()
        story.press("sato")
        #expect(names(story).isEmpty)
        #expect(story.effects == [.search("sato")])
        story.tell(.found("sato", [Story.sato]))
        #expect(Set(names(story)) == ["山田 太郎", "Müller, Jörg", "髙橋 由美"])
        story.tell(.found("sa", [Story.saito]))
        #expect(names(story).count == 3, "an answer to what is no longer asked changes nothing")
    }

    @Test func `left and right filter, Tab sorts, and the selection follows its visitor`() {
        var story = list()
        story.press(.right)
        #expect(names(story) == ["김 민준"])
        story.press(.right)
        story.press(.right)
        #expect(names(story) == ["Müller, Jörg", "ウォーカー"])
        story.press(.left)
        story.press(.left)
        story.press(.left)
        story.press(.left)
        story.press(.tab)
        #expect(names(story).first == "Müller, Jörg")
        guard case .visitors(let page)? = story.console?.page else { return }
        #expect(page.selection == PassID(3))
    }

    @Test func `a touched filter and a touched row mean what stands there`() throws {
        var story = list()
        let frame = story.model.view(Size(rows: 24, columns: 80))
        let rows = frame.description.split(separator: "\n", omittingEmptySubsequences: false)
        let row = try #require(rows.firstIndex { $0.contains("ウォーカー") })
        story.press(try #require(frame.key(row: row, column: 20)))
        #expect(story.screen().contains("ウォーカー"))
        guard case .visitor(let page)? = story.console?.page else { throw Missing() }
        #expect(page.row.id == PassID(5))
    }

    @Test func `news of other kiosks are read at once, and nobody has to press a key`() {
        var story = list()
        story.tell(.synced(Story.cache(sequence: 9)))
        #expect(story.effects.contains(.staff(.visitors)))
    }

    @Test func `five thousand visitors answer a key within the time of a blink`() {
        let rows = (0..<UInt64(VisitorList.most)).map {
            Story.row($0 + 1, "山田 \($0)", "青空商事 \($0 % 100)", "佐藤 花子", at: Int($0) / 10 - 200)
        }
        var story = list(VisitorList(rows: rows, isCut: true))
        let clock = ContinuousClock()
        let time = clock.measure { story.press("42") }
        #expect(names(story).count > 50)
        #expect(time < .seconds(3))
        #expect(story.screen().contains("Only the first 5000 are listed"))
    }

    // MARK: - A visitor

    private func visitor(_ number: UInt64) -> Story {
        var story = list()
        story.open(number)
        return story
    }

    @Test func `opening a visitor is on record with the pass`() {
        var story = list()
        story.press(.enter)
        #expect(story.deeds.map(\.what) == [.about(PassID(3), StaffAct(.viewed))])
    }

    @Test func `staff let somebody in with one key, and the programs beside the kiosk are told who`() {
        var story = visitor(4)
        story.press("1")
        #expect(story.deeds == [StaffDeed(staff: Story.clerk.id, what: .checkIn(PassID(4)))])
        story.press("1")
        #expect(story.effects == [], "one deed at a time")
        let deed = StaffDeed(staff: Story.clerk.id, what: .checkIn(PassID(4)))
        story.tell(.recorded(.staff(deed), .of(deed, at: story.model.now.now, verdict: .tooEarly)))
        #expect(story.effects.contains(.staff(.visitors)) && story.effects.contains(.sound(.good)))
        let hooks = story.effects.compactMap { if case .hook(let hook) = $0 { hook } else { nil } }
        #expect(hooks.map(\.kind) == [.checkIn])
        #expect(hooks.first?.visitor == "王 小明" && hooks.first?.hosts?.map(\.name) == ["高橋 健"])
        #expect(story.screen().contains("Checked in at 10:02, though the pass says: Too early"))
    }

    @Test func `somebody whose appointment was cancelled comes in only after a second key`() {
        var story = visitor(6)
        story.press("1")
        #expect(story.deeds.isEmpty)
        story.press(.enter)
        #expect(story.deeds.map(\.what) == [.checkIn(PassID(6))])
    }

    @Test(arguments: [
        (2, "2", [StaffDeed.What.checkOut(PassID(2))]),
        (2, "6\r", [.about(PassID(2), StaffAct(.notEntered))]),
        (1, "5\r", [.about(PassID(1), StaffAct(.notLeft))]),
        (2, "7", [.about(PassID(2), StaffAct(.printed, detail: "badge"))]),
        (1, "2", []), (2, "1", []), (2, "5", []), (4, "3", []), (2, "6", []),
    ])
    func `what can be done depends on where somebody stands`(number: Int, keys: String, deeds: [StaffDeed.What]) {
        var story = visitor(UInt64(number))
        for key in keys { story.press(key == "\r" ? Key.enter : .character(key)) }
        #expect(story.deeds.map(\.what) == deeds)
    }

    @Test(arguments: [
        ("3", "1000", "2026-11-23T01:00:00Z", ""), ("4", "0915", "2026-11-23T00:15:00Z", ""),
        ("3", "1003", "", "still to come"), ("3", "0910", "", "before they came in"),
        ("3", "2460", "", "four digits"), ("3", "09", "", "four digits"),
    ])
    func `a time is put right on its own day, and what cannot be is said`(
        choice: String, digits: String, claimed: String, problem: String
    ) {
        var story = visitor(2)
        story.press(choice)
        story.press(digits)
        story.press(.enter)
        guard !problem.isEmpty else {
            let kind: StaffAct.Kind = choice == "3" ? .leftAt : .enteredAt
            let act = StaffAct(kind, claimedAt: Instant(rfc3339: claimed))
            #expect(story.deeds.map(\.what) == [.about(PassID(2), act)])
            story.recordStaffDeed()
            #expect(story.screen().contains("Never came in"), "the choices stand there again")
            return
        }
        #expect(story.deeds.isEmpty)
        #expect(story.screen().contains(problem))
    }

    @Test func `what could not be recorded is said where staff are, and they can try again`() {
        var story = visitor(2)
        story.press("2")
        story.tell(.notRecorded(StorageFailure(reason: .full, description: "The disk is full; free some space.")))
        #expect(story.screen().contains("Nothing was recorded"))
        story.press("2")
        #expect(story.deeds.map(\.what) == [.checkOut(PassID(2))])
    }

    @Test func `a badge is printed again by its own hook, and not offered where nothing prints`() {
        var story = visitor(2)
        story.press("7")
        story.recordStaffDeed()
        let hooks = story.effects.compactMap { if case .hook(let hook) = $0 { hook } else { nil } }
        #expect(hooks.map(\.kind) == [.reprint] && hooks.first?.visitor == "Müller, Jörg")
        story.model.settings.staff.canReprint = false
        #expect(!story.screen().contains("Print badge again"))
    }

    @Test func `a pass shown at the console opens its visitor, and lets nobody in`() throws {
        guard case .token(let token) = Token.reading(Typing.code) else { throw Missing() }
        var row = Story.row(1, "山田 太郎", "", "", at: 10)
        row.id = token.pass
        var story = list(VisitorList(rows: [row], isCut: false))
        story.tell(.code(Typing.code, .camera))
        #expect(story.deeds.map(\.what) == [.about(token.pass, StaffAct(.viewed))])
        story.recordStaffDeed()
        let foreign = "UK1FOREIGN"
        story.tell(.code(foreign, .wedge))
        #expect(story.screen().contains("Not among today's visitors"))
    }

    private struct Missing: Error {}
}

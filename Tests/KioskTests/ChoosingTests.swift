import Kiosk
import Reception
import Testing

/// Hosts, departments, deliveries: whom to tell.
@Suite struct ChoosingTests {
    private func searching() -> Story {
        var story = Story.laidOut { $0.buttons = [LayoutButton(id: "person", action: .host)] }
        story.press("a")
        return story
    }

    @Test func `a host is looked for as typed, and never with one character`() {
        var story = searching()
        story.press("s")
        #expect(story.effects == [])
        story.press("a")
        #expect(story.effects == [.search("sa")])
        story.press("t")
        #expect(story.effects == [.search("sat")])
        story.tell(.found("sa", [Story.saito]))
        #expect(story.search?.matches == [], "an answer to what is typed no more")
        story.tell(.found("sat", [Story.sato]))
        #expect(story.search?.matches == [Story.sato] && story.search?.isSearching == false)
        story.press(.backspace)
        story.press(.backspace)
        #expect(story.search?.matches == [] && story.search?.query == "s")
    }

    @Test func `a digit that was under way when the matches changed chooses nobody, and letters are never lost`() {
        var story = searching()
        story.press("sa")
        story.tell(.found("sa", [Story.saito, Story.sato]))
        for key in [Key.character("1"), .enter] {
            story.tellAtOnce(.key(key))
            #expect(story.effects == [] && story.search != nil)
        }
        story.tellAtOnce(.key(.character("t")))
        #expect(story.effects == [.search("sat")])
    }

    @Test func `few are shown, and that there are more`() {
        var story = searching()
        story.press("sa")
        story.tell(.found("sa", Array(repeating: Story.sato, count: 7)))
        #expect(story.search?.matches.count == HostMatch.most && story.search?.hasMore == true)
    }

    @Test func `a host is chosen by digit, by arrow and Enter, or by Enter where there is one`() {
        let both = [Story.sato, Story.saito]
        func call(_ match: HostMatch) -> [Effect] {
            [.record(.call(nil, Request(target: .host(match.host.id), button: "person")))]
        }
        var story = searching()
        story.press("sa")
        story.tell(.found("sa", both))
        story.press("3")
        #expect(story.effects == [] && story.search != nil)
        story.press("2")
        #expect(story.effects == call(Story.saito))
        story = searching()
        story.press("sa")
        story.tell(.found("sa", both))
        story.press(.enter)
        #expect(story.effects == [] && story.search?.selection == 0, "nobody was chosen yet")
        story.press(.down)
        story.press(.down)
        story.press(.up)
        story.press(.enter)
        #expect(story.effects == call(Story.sato))
        story = searching()
        story.press("sat")
        story.tell(.found("sat", [Story.sato]))
        story.press(.enter)
        #expect(story.effects == call(Story.sato))
    }

    @Test func `departments come in pages and are chosen by digit or arrow`() {
        var story = Story.laidOut()
        var cache = story.model.cache
        cache.departments = (1...8).map { Story.department($0, "部\($0)", "ぶ\($0)", phone: "") }
        cache.cursor?.sequence = 3
        story.tell(.synced(cache))
        story.press("b")
        #expect(story.list?.visible.map(\.name) == ["部1", "部2", "部3", "部4", "部5", "部6"])
        story.press(.left)
        story.press(.right)
        #expect(story.list?.visible.map(\.name) == ["部7", "部8"])
        story.press("3")
        #expect(story.effects == [])
        story.press(.right)
        story.press(.down)
        story.press(.enter)
        #expect(
            story.effects == [.record(.call(nil, Request(target: .department(Story.id(7)), button: "departments")))])
        story.recordLast()
        #expect(story.waiting?.target == "部7" && story.waiting?.phone == "100")
    }

    @Test func `who knows no department has the button's target called`() {
        var story = Story.laidOut {
            $0.buttons = [LayoutButton(id: "d", action: .departments, target: .department(Story.id(1)))]
        }
        story.press("a")
        story.press("0")
        #expect(story.effects == [.record(.call(nil, Request(target: .department(Story.id(1)), button: "d")))])
        story.recordLast()
        #expect(story.waiting?.phone == "210")
    }

    @Test func `a courier is done with two keys`() {
        var story = Story.laidOut()
        story.press("d")
        story.press("2")
        #expect(story.effects == [.record(.delivery(Request(target: .reception, button: "delivery")))])
        story.recordLast()
        #expect(story.waiting?.cause == .leftDelivery)
        story.wait(.seconds(12))
        #expect(story.model.screen == .idle)
        story.press("d")
        story.press("1")
        #expect(
            story.effects == [.record(.call(nil, Request(target: .reception, button: "delivery")))],
            "somebody has to come and sign")
    }
}

import Foundation
import Kiosk
import Reception
import Testing

/// Names that begin with a number in kanji, and other signs with a value: text, and no digits.
@Suite struct KanjiNumberTests {
    @Test(arguments: ["三浦", "二階堂", "五十嵐", "九条", "〇", "①", "Ⅲ", "㊂"])
    func `a kanji that means a number is text in a search`(name: String) {
        var story = Story.laidOut { $0.buttons = [LayoutButton(id: "person", action: .host)] }
        story.press("a")
        story.press("sa")
        story.tell(.found("sa", [Story.saito, Story.sato, Story.saito, Story.sato, Story.saito]))
        story.wait(.seconds(1))
        story.press(.backspace)
        story.press(.backspace)
        story.press(name)
        #expect(story.search?.query == name)
    }

    @Test func `no kanji begins a passcode or chooses anything, and full-width digits do`() {
        var story = Story.laidOut()
        story.press("三")
        #expect(story.model.screen == .idle)
        story.press("３")
        guard case .passcode(let entry) = story.model.screen else { return #expect(Bool(false)) }
        #expect(entry.digits == "3")
    }
}

import Foundation
import Kiosk
import Reception
import Testing

/// What programs beside the kiosk are told, and when.
@Suite struct HookTests {
    private func hook(_ effects: [Effect]) -> Hook? {
        effects.lazy.compactMap { if case .hook(let hook) = $0 { hook } else { nil } }.first
    }

    @Test func `a badge printer learns of a check-in what a badge needs, after the commit`() throws {
        var story = Story.laidOut()
        story.tell(.code("UK1", .wedge))
        #expect(hook(story.effects) == nil, "nothing is on record yet")
        let event = story.present(.welcome(Story.pass))
        let told = try #require(hook(story.effects))
        let json = try #require(try JSONSerialization.jsonObject(with: told.json) as? [String: Any])
        #expect(json["kind"] as? String == "check_in" && json["verdict"] as? String == "welcome")
        #expect(json["event"] as? String == event.uuidString)
        #expect(json["visitor"] as? String == "山田 太郎" && json["company"] as? String == "青空商事")
        #expect(json["room"] as? String == "会議室 A" && json["site"] as? String == "本社")
        #expect(json["tenant"] as? String == "株式会社みどり" && json["title"] as? String == "打合せ")
        #expect(json["at"] as? String == "2026-11-23T01:02:00.000Z" && json["start"] as? String != nil)
        #expect(json["localTime"] as? String == "2026-11-23 10:02")
        #expect((json["hosts"] as? [[String: String]])?.first?["name"] == "佐藤 花子")
        #expect(!told.json.contains(UInt8(ascii: "\n")))
    }

    @Test func `every committed event has its hook, and nothing else has one`() {
        var story = Story.laidOut { $0.walkIn = [.name] }
        story.present(.tooLate)
        #expect(hook(story.effects)?.kind == .refusal && hook(story.effects)?.visitor == nil)
        story.present(.alreadyIn(Story.pass, since: Story.morning))
        story.press("x")
        #expect(hook(story.effects) == nil)
        story.recordLast()
        #expect(hook(story.effects)?.kind == .checkOut && hook(story.effects)?.visitor == "山田 太郎")
        story.press(.escape)
        story.press("d")
        story.press("2")
        story.recordLast()
        #expect(hook(story.effects)?.kind == .delivery && hook(story.effects)?.button == "delivery")
        story.press(.escape)
        story.press("a")
        story.press("Kim")
        story.press(.enter)
        story.press(.enter)
        story.recordLast()
        #expect(hook(story.effects)?.kind == .walkIn && hook(story.effects)?.visitor == "Kim")
        story.press(.escape)
        story.press("c")
        story.recordLast()
        #expect(hook(story.effects)?.kind == .call)
        story.press(.escape)
        story.press("c")
        story.tell(.notRecorded(StorageFailure(reason: .full, description: "The disk is full.")))
        #expect(hook(story.effects) == nil)
        let left = Admission(verdict: .departed(Story.pass, at: Story.morning), event: Story.id(1), at: Story.morning)
        story.tell(.admitted(Presentation(text: "UK1A", means: .camera, purpose: .leave), left))
        #expect(hook(story.effects)?.kind == .checkOut)
    }
}

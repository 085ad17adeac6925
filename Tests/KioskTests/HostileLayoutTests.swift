import Foundation
import Reception
import Testing

@testable import Kiosk

/// What a newer, broken or hostile cloud may tell: nothing of it may stop the screen or hold a visitor there.
@Suite struct HostileLayoutTests {
    private static let sizes = [
        Size(rows: 12, columns: 40), Size(rows: 60, columns: 200), Size(rows: 96, columns: 54),
        Size(rows: 3, columns: 10),
        Size(rows: 1, columns: 1),
    ]
    /// Sequences that a terminal obeys, signs that turn the direction of writing, marks without end, wide signs.
    private static let texts = [
        "\u{1B}[2J\u{1B}]0;x\u{7}\u{9B}31m\r\n\u{8}", "\u{202E}\u{2066}abc\u{2028}\u{FEFF}\u{E0041}",
        "e" + String(repeating: "\u{301}", count: 50_000), String(repeating: "株式会社", count: 20_000),
        String(repeating: "word ", count: 40_000), String(repeating: "x", count: 200_000),
        String(repeating: "👨‍👩‍👧‍👦", count: 5_000), "\u{5E9}\u{5DC}\u{5D5}\u{5DD} مرحبا",
    ]

    private static func layout(_ text: String, buttons: Int) -> KioskLayout {
        let button = LayoutButton(
            id: text, action: .call, target: .department(UUID()), labels: ["ja": text, "en": text, "ja-JP": text])
        let actions = LayoutButton.Action.allCases
        return KioskLayout(
            languages: [text, "ja", "ja-JP", "en", "xx"], banner: text,
            buttons: (0..<buttons).map { number in
                var button = button
                button.action = actions[number % actions.count]
                return button
            }, walkIn: [.target, .target, .company], emergencyPhone: text,
            texts: ["ja": Dictionary(uniqueKeysWithValues: LayoutText.allCases.map { ($0, text) })],
            answerSeconds: .max)
    }

    @Test(arguments: texts.indices)
    func `no layout stops the screen, and nothing of it is obeyed by a terminal`(place: Int) {
        let text = Self.texts[place]
        let clock = ContinuousClock()
        for count in [1, 1000] {
            var story = Story.laidOut { $0 = Self.layout(text, buttons: count) }
            var cache = story.model.cache
            cache.departments = (0..<20).map { _ in
                DepartmentRecord(id: UUID(), name: text, reading: text, names: ["ja": text], phone: text)
            }
            cache.site = SiteCard(number: 1, name: text, timeZone: "Asia/Tokyo", phone: text)
            cache.tenant = TenantCard(number: 1, name: text)
            story.tell(.synced(cache))
            story.tell(.advice([text]))
            #expect(story.model.advice.allSatisfy { $0.count <= 300 })
            for screen in Self.screens(of: story, text) {
                story.model.screen = screen
                for size in Self.sizes {
                    var frame: Frame?
                    let time = clock.measure { frame = story.model.view(size) }
                    #expect(time < .seconds(2), "\(place) \(count) \(size)")
                    let cells = frame?.cells.joined().map(\.text) ?? []
                    #expect(
                        !cells.contains { $0.unicodeScalars.contains { $0.properties.generalCategory == .control } })
                }
            }
        }
    }

    /// What stands on screens came through the model, which takes no more than can be shown.
    private static func screens(of story: Story, _ text: String) -> [Screen] {
        let text = text.bounded
        let until = story.model.uptime + .seconds(30)
        let button = LayoutButton(id: text, action: .host, labels: ["ja": text])
        let reply = Reply(
            event: UUID(), state: .coming, name: text, minutes: .min, phone: text, at: story.model.now.now)
        var waiting = Screen.Waiting(
            event: reply.event, cause: .call, target: text, confirmation: .confirmed(.queued), phone: text,
            patience: until, until: until)
        waiting.reply = reply
        var search = Screen.HostSearch(origin: .button(button), until: until)
        search.query = "tana"
        search.matches = [Story.sato, Story.saito].map { match in
            var match = match
            (match.host.name, match.department) = (text, text)
            return match
        }
        return [
            .idle, .closed, .waiting(waiting), .hostSearch(search),
            .departments(.init(origin: .button(button), departments: story.model.cache.departments, until: until)),
        ]
    }

    @Test func `names without end are cut where they come in`() {
        let text = String(repeating: "x", count: 200_000)
        var story = Story.laidOut { $0.buttons = [LayoutButton(id: "person", action: .host)] }
        story.press("a")
        story.press("sa")
        var match = Story.sato
        (match.host.name, match.department) = (text, text)
        story.tell(.found("sa", [match]))
        #expect(story.search?.matches.first.map { $0.host.name.count + $0.department.count } == 600)
        story.press(.escape)
        var pass = Story.pass
        (pass.visitor, pass.room, pass.company) = (text, text, text)
        let event = story.present(.welcome(pass))
        story.tell(
            .replied([
                Reply(event: event, state: .coming, name: text, minutes: -1, phone: text, at: story.model.now.now)
            ]))
        #expect(story.result?.reply?.name.count == 300 && story.result?.reply?.minutes == nil)
        #expect(ContinuousClock().measure { _ = story.screen() } < .seconds(2))
    }

    @Test func `whoever waits goes home in time, whatever time the cloud gives for an answer`() {
        for seconds in [Int.max, Int.min, 0, 1_000_000] {
            var story = Story.laidOut {
                $0.answerSeconds = seconds
                $0.buttons = [LayoutButton(id: "call", action: .call)]
            }
            story.press("c")
            let event = Event.call(at: story.model.now.now)
            story.tell(.recorded(.call(nil, Request(target: .reception, button: "call")), event))
            story.settle(event.id)
            #expect(story.model.countdown != nil)
            story.wait(.seconds(700))
            story.wait(.seconds(700))
            #expect(story.model.screen == .idle, "\(seconds)")
        }
    }

    @Test func `every language of a layout is reached, also where two of its tags are one`() {
        var story = Story.laidOut { $0.languages = ["ja", "ja-JP", "en", "en-GB", "ko"] }
        var seen: [Language] = []
        for _ in 0..<3 {
            story.press("l")
            seen.append(story.model.language)
        }
        #expect(seen == [.english, .korean, .japanese])
    }
}

import Reception
import Testing

@testable import Kiosk

/// Every screen as a picture in `Screens/`, and what holds for all of them.
@Suite struct ScreenTests {
    static let sizes = [
        Size(rows: 12, columns: 40), Size(rows: 20, columns: 60), Size(rows: 24, columns: 80),
        Size(rows: 43, columns: 132), Size(rows: 60, columns: 200), Size(rows: 96, columns: 54),
    ]

    private func forAll(_ body: (Showcase, Language, Size, Frame, Model) throws -> Void) rethrows {
        for screen in Showcase.allCases {
            for language in Language.allCases {
                let model = screen.model(language)
                for size in Self.sizes { try body(screen, language, size, model.view(size), model) }
            }
        }
    }

    // MARK: - Pictures

    @Test(arguments: Showcase.allCases)
    func `every screen looks as it did in every size and language`(screen: Showcase) throws {
        for language in Language.allCases {
            let model = screen.model(language)
            let pictures = Self.sizes.map { size in
                "\(size.columns)x\(size.rows)\n" + compact(model.view(size).description)
            }
            try expectScreen("\(screen.rawValue)-\(language.rawValue)", pictures.joined(separator: "\n"))
        }
    }

    @Test func `large letters look as they did`() throws {
        for screen in [Showcase.idle, .welcome, .tooLate, .target, .closed] {
            var model = screen.model(.japanese)
            model.usesLargeLetters = true
            let pictures = Self.sizes.map { "\($0.columns)x\($0.rows)\n" + compact(model.view($0).description) }
            try expectScreen("large-\(screen.rawValue)", pictures.joined(separator: "\n"))
        }
    }

    @Test func `everything wrong at once is told in one line, and what does not fit is left out as a whole`() throws {
        var story = Story { $0.language = .english }
        story.tell(.link(.offline(since: Story.morning)))
        story.tell(.outbox(OutboxCounts(waiting: 12, setAside: 1)))
        story.tell(.scanner(.lost))
        story.tell(.note(.outboxSetAside))
        let lines = [132, 80, 60].map { StatusLine(model: story.model).text(columns: $0) }
        try expectScreen("status-everything", lines.joined(separator: "\n"))
        #expect(lines.allSatisfy { !$0.contains("…") && DisplayWidth.of($0) <= 132 })
    }

    @Test func `nothing is configured and the kiosk says what it can do`() throws {
        var story = Story()
        story.model.link = .notEnrolled
        story.model.cache = CacheSummary(passes: 0, cursor: nil, heardAt: nil, site: nil, tenant: nil)
        try expectScreen("not-enrolled", compact(story.screen()))
    }

    // MARK: - What holds for all

    @Test func `no screen of any size draws beyond its edge`() {
        for rows in [0, 1, 2, 3, 5, 12, 13] {
            for columns in [0, 1, 9, 10, 11, 20, 39, 41, 200] {
                for screen in Showcase.allCases {
                    let frame = screen.model(.japanese).view(Size(rows: rows, columns: columns))
                    let widths = frame.cells.map { row in row.map { DisplayWidth.of($0.text) }.reduce(0, +) }
                    #expect(widths == Array(repeating: columns, count: rows), "\(screen) \(columns)x\(rows)")
                }
            }
        }
    }

    @Test func `every key that a screen shows does something there`() {
        forAll { screen, language, size, frame, model in
            for key in Set(frame.targets.map(\.key)) {
                var touched = model
                // Keys that come with the screen were meant for the one before it.
                _ = touched.update(.tick(uptime: model.uptime + .seconds(1), now: model.now))
                var idle = touched
                let effects = touched.update(.key(key))
                // Any key shows that somebody is there; this one must do more.
                _ = idle.update(.key(.other))
                let place = "\(screen) (\(language), \(size.columns)x\(size.rows))"
                #expect(touched != idle || !effects.isEmpty, "\(key) does nothing on \(place)")
            }
        }
    }

    @Test func `every key of a screen stands on it whole, in every size`() {
        forAll { screen, language, size, frame, model in
            let text = frame.description
            for key in model.keys(size) {
                #expect(
                    text.contains(" \(key.name) ") && text.contains(key.text),
                    "\(key.name) \(key.text) is cut on \(screen) (\(language), \(size.columns)x\(size.rows))")
            }
            guard screen == .idle else { return }
            for item in model.menu {
                #expect(
                    text.contains(model.words.label(item.button)),
                    "\(item.letter) is missing (\(language), \(size.columns)x\(size.rows))")
            }
        }
    }

    @Test func `no word is cut on any screen`() {
        forAll { screen, language, size, frame, model in
            let text = frame.description
            let own = model.words.say(.confirmSending) + model.words.say(.calling) + model.words.say(.looking)
            guard text.contains("…") else { return }
            let isOwn = own.contains("…") && frame.reading.contains { $0.contains("…") }
            #expect(isOwn, "\(screen) (\(language), \(size.columns)x\(size.rows)) cuts a text")
        }
    }

    @Test func `no English word stands on a Japanese screen but names and keys`() throws {
        let allowed: Set<Substring> = ["QR", "Esc", "Enter", "Backspace", "Ctrl", "English"]
        forAll { screen, language, size, frame, _ in
            guard language != .english else { return }
            let words = frame.description.split { !($0.isASCII && $0.isLetter) }
            let foreign = words.filter { $0.count > 1 && !allowed.contains($0) }
            let place = "\(screen) (\(language), \(size.columns)x\(size.rows))"
            #expect(foreign.isEmpty, "\(place): \(foreign)")
        }
    }

    @Test func `every screen but idle counts down where all can see it`() {
        forAll { screen, language, size, frame, model in
            guard let end = model.screenEnd else { return }
            let seconds = (end - model.uptime).wholeMilliseconds / 1000
            let row = frame.cells[size.rows - 2].map(\.text).joined()
            #expect(row.contains("━") && row.contains("\(seconds)"), "\(screen) (\(language), \(size.columns))")
        }
    }

    @Test func `what a screen reads aloud has the headline, no decoration and nothing twice`() {
        let decoration = Set("█▀▄━─▏│")
        forAll { screen, language, _, frame, _ in
            let isDecorated = frame.reading.joined().contains { decoration.contains($0) }
            #expect(!frame.reading.isEmpty && !isDecorated)
            let isUnique = Set(frame.reading).count == frame.reading.count
            #expect(isUnique || screen == .searchFound, "\(screen) (\(language)): \(frame.reading)")
        }
    }

    @Test func `an answer has its sign in its words, whatever the colours`() {
        for (screen, sign) in [(Showcase.welcome, "○"), (.alreadyIn, "△"), (.notOurs, "×")] {
            let text = screen.model(.japanese).view(Size(rows: 24, columns: 80)).description
            #expect(text.contains("\(sign)  "))
        }
    }

    @Test func `why the cloud is not reached is told to staff within eighty columns`() throws {
        let troubles: [LinkTrouble] = [
            .noConnection, .noAnswer, .certificate, .stranger, .oddAnswer(status: 404), .cloudFault(status: 503), .busy,
        ]
        for language in Language.allCases {
            for trouble in troubles {
                var story = Story { $0.language = language }
                story.tell(.link(.offline(since: Story.morning, because: trouble)))
                story.tell(.outbox(OutboxCounts(waiting: 1000, setAside: 0)))
                let line = StatusLine(model: story.model).text(columns: 78)
                #expect(line.contains(story.model.words.trouble(trouble)), "\(trouble) is left out (\(language))")
                #expect(line.contains(story.model.words.waiting(1000)), "\(trouble) hides the queue (\(language))")
            }
        }
    }
}

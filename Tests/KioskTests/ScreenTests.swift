import Reception
import Testing

@testable import Kiosk

/// Every screen as a picture in `Screens/`.
@Suite struct ScreenTests {
    private func expect(_ name: String, _ story: Story, rows: Int = 24, columns: Int = 80) throws {
        try expectScreen(name, framed(story.screen(rows: rows, columns: columns), columns: columns))
    }

    private static let later = Instant(rfc3339: "2026-11-24T00:30:00Z") ?? Story.morning

    private static let verdicts: [(String, Verdict)] = [
        ("welcome", .welcome(Story.pass)), ("already-in", .alreadyIn(Story.pass, since: Story.morning)),
        ("departed", .departed(Story.pass, at: Story.morning)), ("garbled", .garbled), ("wrong-layout", .wrongLayout),
        ("not-ours", .notOurs), ("forged", .forged), ("unknown-key", .unknownKey), ("withdrawn", .withdrawn),
        ("cancelled", .cancelled), ("wrong-site", .wrongSite), ("too-early", .tooEarly(from: later)),
        ("too-late", .tooLate), ("unsynced", .unsynced), ("unlisted", .unlisted),
        ("unknown-passcode", .unknownPasscode), ("mistyped-passcode", .mistypedPasscode),
        ("untrusted-clock", .untrustedClock),
    ]

    @Test func `every verdict has its screen in Japanese`() throws {
        for (name, verdict) in Self.verdicts {
            var story = Story()
            story.present(verdict)
            try expect("ja-\(name)", story, rows: 16, columns: 60)
        }
    }

    @Test func `every verdict has its screen in English`() throws {
        for (name, verdict) in Self.verdicts {
            var story = Story { $0.language = .english }
            story.present(verdict)
            try expect("en-\(name)", story, rows: 16, columns: 60)
        }
    }

    @Test(arguments: [(12, 40), (20, 60), (24, 80), (43, 132), (60, 200), (96, 54)])
    func `idle and a welcome fit every size`(rows: Int, columns: Int) throws {
        var story = Story()
        try expect("idle-\(columns)x\(rows)", story, rows: rows, columns: columns)
        story.settle(story.present(.welcome(Story.pass)))
        try expect("welcome-\(columns)x\(rows)", story, rows: rows, columns: columns)
    }

    @Test func `a passcode being typed`() throws {
        var story = Story()
        story.press("12345")
        try expect("passcode", story)
        story.press("678")
        try expect("passcode-submitted", story)
    }

    @Test func `answers that are no verdict`() throws {
        var story = Story()
        story.tell(.link(.offline(since: Story.morning)))
        story.tell(.recorded(.call(nil), .call(at: Story.morning)))
        try expect("called-offline", story, rows: 16, columns: 60)
        story.model.screen = .goodbye(.init(uptime: .seconds(999)))
        try expect("goodbye", story, rows: 16, columns: 60)
        story.tell(.notRecorded(StorageFailure(reason: .full, description: "The disk is full.")))
        try expect("cannot-record", story, rows: 16, columns: 60)
    }

    @Test func `everything wrong at once is told in one line`() throws {
        var story = Story { $0.language = .english }
        story.tell(.link(.offline(since: Story.morning)))
        story.tell(.outbox(OutboxCounts(waiting: 12, setAside: 1)))
        story.tell(.scanner(.lost))
        story.tell(.note(.outboxSetAside))
        try expect("status-everything", story, rows: 12, columns: 132)
        try expect("status-everything-narrow", story, rows: 12, columns: 60)
    }

    private static let troubles: [(String, LinkTrouble)] = [
        ("no-connection", .noConnection), ("no-answer", .noAnswer), ("certificate", .certificate),
        ("stranger", .stranger), ("odd-answer", .oddAnswer(status: 404)), ("cloud-fault", .cloudFault(status: 503)),
        ("busy", .busy),
    ]

    @Test func `why the cloud is not reached is told to staff within eighty columns`() throws {
        for language in [Language.japanese, .english] {
            var lines: [String] = []
            for (name, trouble) in Self.troubles {
                var story = Story { $0.language = language }
                story.tell(.link(.offline(since: Story.morning, because: trouble)))
                story.tell(.outbox(OutboxCounts(waiting: 1000, setAside: 0)))
                let line = story.screen().split(separator: "\n", omittingEmptySubsequences: false).last ?? ""
                let said = story.model.words.trouble(trouble)
                #expect(line.contains(said), "\(name) is cut")
                #expect(line.contains(story.model.words.waiting(1000)), "\(name) hides the queue")
                lines.append(String(line))
            }
            try expectScreen("\(language.rawValue)-troubles", lines.joined(separator: "\n"))
        }
    }

    @Test func `nothing is configured and the kiosk says what it can do`() throws {
        var story = Story()
        story.model.link = .notEnrolled
        story.model.cache = CacheSummary(passes: 0, cursor: nil, heardAt: nil, site: nil, tenant: nil)
        try expect("not-enrolled", story)
    }

    @Test func `no screen of any size draws beyond its edge`() {
        for rows in [0, 1, 2, 3, 5, 12, 13] {
            for columns in [0, 1, 9, 10, 11, 20, 39, 41, 200] {
                for (_, verdict) in Self.verdicts {
                    var story = Story()
                    story.present(verdict)
                    let frame = story.model.view(Size(rows: rows, columns: columns))
                    #expect(frame.cells.count == rows)
                    #expect(frame.cells.allSatisfy { $0.count == columns })
                    #expect(
                        frame.cells.allSatisfy { row in row.reduce(0) { $0 + DisplayWidth.of($1.text) } == columns })
                }
            }
        }
    }

    @Test func `a wide character cut in half leaves a blank, not its half`() {
        var frame = Frame(size: Size(rows: 1, columns: 6))
        frame.put("受付係", row: 0, column: 0)
        frame.put("x", row: 0, column: 1)
        #expect(frame.description == " x付係")
        frame.put("受", row: 0, column: 3)
        #expect(frame.description == " x 受")
        frame.put("付", row: 0, column: 5)
        #expect(frame.description == " x 受")
    }

    @Test func `control characters are never drawn`() {
        var frame = Frame(size: Size(rows: 1, columns: 20))
        frame.put("a\u{1b}[2J\u{7}b\n\u{202e}c", row: 0, column: 0)
        #expect(frame.cells[0].allSatisfy { $0.text.unicodeScalars.allSatisfy { $0.value >= 0x20 } })
    }
}

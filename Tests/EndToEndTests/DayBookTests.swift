import Foundation
import Reception
import Testing

/// The kill test's own judgement: it must see what is lost, doubled or different.
@Suite struct DayBookTests {
    private static let stream = UUID()

    /// A check-in and a check-out that the screen said, and between them a refusal of which nobody was told.
    private func book() -> DayBook {
        var book = DayBook()
        book.note("checkIn", "welcome", of: "A", since: World.live.now())
        book.note("refusal", "alreadyIn", of: "A", since: World.live.now(), .unsure)
        book.note("checkOut", "none", of: "A", since: World.live.now())
        return book
    }

    private func events(_ book: DayBook, without missing: [Int] = []) -> [DayEvent] {
        book.entries.enumerated().filter { !missing.contains($0.offset) }.map { number, entry in
            DayEvent(
                id: UUID(), stream: Self.stream, sequence: Int64(number), kind: entry.kind, verdict: entry.verdict,
                pass: entry.pass, occurredAt: entry.from)
        }
    }

    private func visit(_ book: DayBook, isConflict: Bool = false, later: Duration = .zero) -> Visit {
        Visit(
            pass: "A", visitor: "客", checkedInAt: book.entries[0].from, checkedOutAt: book.entries[2].from,
            deviceTime: book.entries[0].from.advanced(by: later), exit: "own", means: "wedge", isConflict: isConflict)
    }

    @Test func `what nobody was told may be there or not`() {
        let book = book()
        for missing in [[], [1]] {
            let tally = book.compare(events(book, without: missing))
            #expect(tally.lost.isEmpty && tally.doubled.isEmpty && tally.acknowledged == 2)
        }
        #expect(book.differing([visit(book)]) == [])
    }

    @Test func `an acknowledged event that is missing is lost`() {
        let book = book()
        #expect(book.compare(events(book, without: [0])).lost.count == 1)
        #expect(book.compare(events(book, without: [2])).lost.count == 1)
        #expect(!book.compare(events(book).reversed()).lost.isEmpty)
    }

    @Test func `an event that nobody's deed explains is doubled`() {
        let book = book()
        let events = events(book)
        #expect(book.compare(events + [events[2]]).doubled.count == 1)
        #expect(!book.compare([events[0]] + events).doubled.isEmpty)
    }

    @Test func `a visit too many, too few, in conflict or at another time differs`() {
        let book = book()
        #expect(book.differing([]) == ["A"])
        #expect(book.differing([visit(book), visit(book)]) == ["A"])
        #expect(book.differing([visit(book, isConflict: true)]) == ["A"])
        #expect(book.differing([visit(book, later: .seconds(60))]) == ["A"])
    }

    @Test func `who was sent to the staff twice is no repetition, and one more look by the kiosk is none either`() {
        var book = DayBook()
        let first = World.live.now()
        book.note("refusal", "unsynced", of: "A", since: first, isRepeatable: true)
        book.note("refusal", "unsynced", of: "A", since: World.live.now(), isRepeatable: true)
        let events = events(book)
        #expect(book.compare(events).lost.isEmpty)
        #expect(book.compare(events + [events[1]]).doubled.isEmpty)
        #expect(book.compare([events[0]]).lost.count == 1)
    }

    @Test func `what the kiosk has shown not to be recorded must not be there`() {
        var book = book()
        book.settle(1, as: .never)
        #expect(book.compare(events(book)).doubled.count + book.compare(events(book)).lost.count > 0)
    }
}

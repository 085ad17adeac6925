import Kiosk
import Testing

@testable import Curses

struct TextRunTests {
    /// The scalars of one cell, in columns that the frame gave it.
    private func drawn(_ text: String, columns: Int) -> String {
        let cells =
            [Frame.Cell(text: text, role: .plain)]
            + Array(repeating: Frame.Cell(text: "", role: .plain), count: columns - 1)
        let scalars = TextRun.runs(of: cells).flatMap(\.scalars).compactMap { Unicode.Scalar(UInt32(bitPattern: $0)) }
        return String(String.UnicodeScalarView(scalars))
    }

    @Test(arguments: [
        ("a", 1, "a"), ("日", 2, "日"), ("ﾊﾞ", 2, "ﾊﾞ"), ("ﾊﾞ", 1, "ﾊ"), ("e\u{301}", 1, "e\u{301}"),
        ("👨‍👩‍👧", 2, "👨"), ("🇯🇵", 2, "🇯🇵"), ("☎\u{FE0F}", 1, "☎"), ("\u{1B}", 1, " "), ("\u{9B}", 1, " "),
        ("\u{202E}", 1, " "), ("\u{301}", 1, " "), ("a", 2, "a "), ("日", 1, " "),
        ("a\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}", 1, "a\u{301}\u{302}\u{303}\u{304}"),
    ]) func `a cell takes the columns it has, and nothing else gets out`(
        _ text: String, _ columns: Int, _ expected: String
    ) {
        #expect(drawn(text, columns: columns).unicodeScalars.elementsEqual(expected.unicodeScalars))
    }

    @Test func `cells of one role are one run`() {
        var frame = Frame(size: Size(rows: 1, columns: 8))
        frame.put("受付", row: 0, column: 1, role: .key)
        let runs = TextRun.runs(of: frame.cells[0])
        #expect(runs.map(\.role) == [.plain, .key, .plain])
        #expect(runs.map(\.column) == [0, 1, 5])
        #expect(runs.map(\.scalars.count) == [1, 2, 3])
    }
}

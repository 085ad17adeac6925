import Reception
import Testing

@testable import Kiosk

/// What a frame is made of: cells, letters of many rows, blocks.
@Suite struct FrameTests {
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

    @Test func `a click means the key drawn last where it falls, and none elsewhere`() {
        var frame = Frame(size: Size(rows: 3, columns: 20))
        frame.target(.escape, row: 1, columns: 2..<8)
        frame.target(.enter, row: 1, columns: 6..<10)
        #expect(frame.key(row: 1, column: 2) == .escape)
        #expect(frame.key(row: 1, column: 6) == .enter)
        #expect(frame.key(row: 1, column: 10) == nil)
        #expect(frame.key(row: 0, column: 3) == nil)
    }

    @Test func `the key that ends the program stands in the staff's line, and no finger finds it`() {
        for (rows, columns) in [(12, 40), (24, 80), (60, 200)] {
            let frame = Story().model.view(Size(rows: rows, columns: columns))
            let lines = frame.description.split(separator: "\n", omittingEmptySubsequences: false)
            #expect(lines.last?.contains("Ctrl-Q") == true)
            #expect(!lines.dropLast().contains { $0.contains("Ctrl-Q") })
            for row in 0..<rows {
                for column in 0..<columns { #expect(frame.key(row: row, column: column) != .control("q")) }
            }
        }
    }

    @Test func `at forty columns, too, whoever reads only one of the other languages sees its name`() {
        let screen = Story.laidOut().screen(rows: 12, columns: 40)
        for language in [Language.english, .chinese, .korean] { #expect(screen.contains(language.ownName)) }
    }

    @Test func `an answer that fits in no large letters has its sign, large`() {
        for role in [Role.good, .notice, .bad] {
            let sign = Bitmap.sign(role, side: 14)
            #expect(sign.width == 14 && sign.rows == 7)
            // Alike on both sides.
            for y in 0..<14 { for x in 0..<7 { #expect(sign[x, y] == sign[13 - x, y]) } }
        }
        let long = Block.band(.bad, "この受付のコードではありません", short: "", name: "", columns: 72)
        #expect(long.forms.map(\.rows).contains(7 + 2 + 2))
    }

    // MARK: - Big letters

    @Test func `big letters are eight columns for Latin and sixteen for kana, kanji and Hangul`() throws {
        for (text, width) in [("A", 8), ("あ", 16), ("様", 16), ("안", 16), ("欢", 16)] {
            let bitmap = try #require(BigText.bitmap(text))
            #expect(bitmap.width <= width && bitmap.height <= 16 && bitmap.width > width / 4)
        }
    }

    @Test func `a text with a character that has no shape is written in ordinary letters`() {
        #expect(BigText.bitmap("山田😀") == nil)
        #expect(BigText.bitmap("") == nil)
        #expect(Block.headline("山田😀", columns: 80).forms.count == 1)
    }

    @Test func `a headline is big only where all of it fits`() {
        #expect(Block.headline("ようこそ", columns: 200).forms.map(\.rows).first ?? 0 > 8)
        #expect(Block.headline("ようこそ", columns: 70).forms.count == 2)
        #expect(Block.headline("ようこそ", columns: 50).forms.count == 1)
    }

    @Test func `a picture drawn in half blocks is the picture`() {
        var frame = Frame(size: Size(rows: 3, columns: 18))
        frame.put(BlockDigits.bitmap("4:2", scale: 1), row: 0, column: 0, role: .stroke)
        #expect(frame.description == "█ █ ▄ ▀▀█\n▀▀█ ▄ █▀▀\n  ▀   ▀▀▀")
    }

    @Test func `a doubled picture keeps its shape and smooths its slants`() {
        var slant = Bitmap(width: 2, height: 2)
        slant[0, 0] = true
        slant[1, 1] = true
        let large = slant.doubled
        #expect(large.width == 4 && large.height == 4)
        #expect(large[0, 0] && large[3, 3] && large[1, 1] && large[2, 2])
        #expect(!large[3, 0] && !large[0, 3])
    }

    // MARK: - Lines

    @Test func `lines end between words, and in Japanese between phrases`() {
        #expect(
            LineBreaking.lines("招待状の QR コードを読み取り機にかざしてください", columns: 30)
                == ["招待状の QR コードを", "読み取り機にかざしてください"])
        #expect(LineBreaking.lines("Please hold it still", columns: 12) == ["Please hold", "it still"])
        #expect(LineBreaking.lines("안내데스크로 오시기 바랍니다", columns: 20).allSatisfy { !$0.hasPrefix(" ") })
        #expect(LineBreaking.lines("はい、そうです。", columns: 14).allSatisfy { !$0.hasPrefix("。") })
    }

    @Test func `a word longer than a line is broken rather than lost`() {
        let lines = LineBreaking.lines("Donaudampfschifffahrt", columns: 8)
        #expect(lines.joined() == "Donaudampfschifffahrt" && lines.allSatisfy { $0.count <= 8 })
    }

    // MARK: - Blocks

    @Test func `the size of a letter is given up before a sentence, and a sentence is never drawn in part`() {
        let blocks = [
            Block.headline("ようこそ", columns: 70), Block.text("a", columns: 70), Block.text("b", columns: 70),
        ]
        for rows in 0...14 {
            var frame = Frame(size: Size(rows: max(1, rows), columns: 70))
            Stack(blocks: blocks).draw(on: &frame, in: Area(row: 0, column: 0, rows: rows, columns: 70))
            let text = frame.description
            if rows >= 3 { #expect(text.contains("a") && text.contains("b")) }
            let large = blocks[0].forms[0].rows + 4
            if rows >= large { #expect(text.contains("█")) } else if rows >= 3 { #expect(text.contains("ようこそ")) }
        }
    }

    @Test func `what nobody can see is still read aloud`() {
        var frame = Frame(size: Size(rows: 1, columns: 20))
        let stack = Stack(blocks: [Block.text("a", columns: 20), Block.text("b", columns: 20).droppable(.aside)])
        stack.draw(on: &frame, in: Area(row: 0, column: 0, rows: 1, columns: 20))
        #expect(frame.description.contains("a") && !frame.description.contains("b"))
        #expect(frame.reading == ["a", "b"])
    }
}

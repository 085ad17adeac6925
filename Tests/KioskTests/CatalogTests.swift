import Foundation
import Testing

@testable import Kiosk

/// Files of texts, good and bad.
@Suite struct CatalogTests {
    private func refusal(_ text: String) -> String? { refusal(Array(text.utf8)) }

    private func refusal(_ bytes: [UInt8]) -> String? {
        do throws(CatalogFault) {
            _ = try Catalog(bytes, file: "ja.txt")
            return nil
        } catch {
            return error.description
        }
    }

    private func faults(_ text: String) throws -> [String] {
        try Catalog(Array(text.utf8), file: "ja.txt").faults.filter { $0.line != nil }.map(\.description)
    }

    @Test(arguments: [
        ("welcome", "line 1: it is no “key = text”"), ("# a\n\nwelcome = {", "line 3: a { has no } after it"),
        ("welcome = }", "line 1: a } has no { before it"),
        ("ring = {a{b}}", "line 1: what stands between { and } is no name"),
        ("ring = {}", "line 1: what stands between { and } is no name"),
        (" = a", "line 1: what stands before “=” is no key"), ("a b = c", "line 1: what stands before “=” is no key"),
        ("welcome = a\nwelcome = b", "line 2: welcome is there twice"),
        ("welcome = a\u{1b}[2J", "line 1: it has a control character"),
        ("welcome = \u{202e}a", "line 1: it has a control character"),
        ("welcome = a\u{2028}b", "line 1: it has a control character"),
        ("\nwelcome = \u{feff}a", "line 2: it has a control character"),
    ])
    func `a file that is no catalog is refused with the line and the reason`(text: String, reason: String) throws {
        let said = try #require(refusal(text))
        #expect(said == "ja.txt, \(reason); the kiosk's own text is used instead.")
    }

    @Test func `bytes that are no text are refused`() throws {
        #expect(try #require(refusal([0x77, 0x3D, 0xFF])).hasPrefix("ja.txt, line 1: it is not UTF-8"))
        #expect(try #require(refusal([0x23, 0x0A, 0xED, 0xA0, 0x80])).hasPrefix("ja.txt, line 2: it is not UTF-8"))
    }

    @Test func `a line or a file without end is refused`() throws {
        let line = "welcome = " + String(repeating: "あ", count: 700)
        #expect(try #require(refusal(line)).contains("line 1: the line has more than 2000 bytes"))
        let megabyte = [UInt8](repeating: 0x61, count: 1_000_000)
        #expect(try #require(refusal(megabyte)).hasPrefix("ja.txt: the file has more than 262144 bytes"))
        let lines = [UInt8](repeating: 0x0A, count: 1_000_000)
        #expect(try #require(refusal(lines)).contains("more than 262144 bytes"))
    }

    @Test func `a text alone that cannot be used is left out, and the others are taken`() throws {
        let text = "welcome = いらっしゃいませ\nring = お電話ください\ncalled = {who}を呼びました\nhello = a\nback =\nweekdays = 日 月"
        #expect(
            try faults(text) == [
                "ja.txt, line 2: ring lacks {phone}; the kiosk's own text is used instead.",
                "ja.txt, line 3: called has {who}, which nothing is filled in for; the kiosk's own text is used instead.",
                "ja.txt, line 4: no text is called hello; the kiosk's own text is used instead.",
                "ja.txt, line 5: back is empty; the kiosk's own text is used instead.",
                "ja.txt, line 6: weekdays is not 7 words with blanks between them; the kiosk's own text is used instead.",
            ])
        var catalogs = Catalogs.embedded
        let told = catalogs.replace(.japanese, with: Array(text.utf8), file: "ja.txt")
        #expect(told.count >= 5)
        let words = Words(language: .japanese, catalogs: catalogs)
        #expect(words.say(.welcome) == "いらっしゃいませ")
        #expect(words.say(.back) == "戻る")
        #expect(words.ring("12") == "内線 12 へお電話ください")
        #expect(words.weekday(1) == "日" && words.weekday(7) == "土" && words.weekday(8).isEmpty)
        #expect(Words(language: .english, catalogs: catalogs).say(.welcome) == "Welcome")
    }

    @Test func `what a file lacks is told by name`() throws {
        let faults = try Catalog(Array("welcome = a".utf8), file: "ko.txt").faults
        let missing =
            "\(Phrase.allCases.count - 1) texts are missing (reception, holdCode, holdCodeShort, typeCode, typeCodeShort, …)"
        #expect(faults.map(\.description) == ["ko.txt: \(missing); the kiosk's own text is used instead."])
    }

    @Test func `a file that is refused changes nothing`() {
        var catalogs = Catalogs.embedded
        #expect(catalogs.replace(.english, with: Array("welcome = Hi\nback = {".utf8), file: "en.txt").count == 1)
        #expect(Words(language: .english, catalogs: catalogs).say(.welcome) == "Welcome")
    }

    @Test func `blanks, comments, a byte order mark and line ends of other systems do no harm`() throws {
        let text = "\u{feff}# a\r\n\r\n  welcome\t=  a = b  \r\n\t# c\r\nring = {phone}, {phone}"
        let catalog = try Catalog(Array(text.utf8), file: "en.txt")
        #expect(catalog.texts[.welcome]?.filled(with: [:]) == "a = b")
        #expect(catalog.texts[.ring]?.filled(with: ["phone": "7"]) == "7, 7")
    }

    @Test func `no bytes crash it, and what is taken keeps its placeholders`() {
        var generator = SystemRandomNumberGenerator()
        var (refused, taken) = (0, 0)
        for round in 0..<400 {
            var bytes = PackageResources.ko_txt
            if round % 4 == 0 {
                bytes = (0..<Int.random(in: 0...4000, using: &generator)).map { _ in
                    .random(in: 0...255, using: &generator)
                }
            } else {
                for _ in 0..<(round % 4) {
                    let place = Int.random(in: 0..<bytes.count, using: &generator)
                    bytes[place] = [0x7B, 0x7D, 0x3D, 0x0A, 0x00, 0xFF].randomElement(using: &generator) ?? 0
                }
            }
            do throws(CatalogFault) {
                let catalog = try Catalog(bytes, file: "ko.txt")
                #expect(catalog.texts.allSatisfy { $0.value.placeholders == $0.key.placeholders })
                taken += 1
            } catch {
                #expect(error.description.hasPrefix("ko.txt"))
                refused += 1
            }
        }
        #expect(refused > 0 && taken > 0)
    }
}

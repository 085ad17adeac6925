import CloudDomain
import CloudPasses
import Foundation
import Reception
import TestSupport
import Testing

/// The code as a picture, and the visits as a spreadsheet.
struct PictureTests {
    private static let token = "UK1" + String(repeating: "0123456789ABCDEFGHJK", count: 7)

    @Test func `a token makes a symbol of version 6`() throws {
        #expect(Self.token.count == Token.length)
        let picture = try QRPicture(Self.token)
        #expect(picture.version == 6)
        #expect(picture.side == 41)
    }

    @Test func `the finder stands in three corners, in white`() throws {
        let picture = try QRPicture(Self.token)
        for (row, column) in [(0, 0), (0, 40), (40, 0)] { #expect(picture.isDark(row: row, column: column)) }
        #expect(!picture.isDark(row: -1, column: 0))
        #expect(!picture.isDark(row: 1, column: 1))
    }

    @Test func `the terminal shows black on white in half as many lines`() throws {
        let lines = try QRPicture(Self.token).terminal.split(separator: "\n")
        #expect(lines.count == 25)
        for line in lines { #expect(line.hasPrefix("\u{1B}[38;2;0;0;0;48;2;255;255;255m")) }
    }

    @Test func `the SVG draws every dark module once`() throws {
        let picture = try QRPicture(Self.token)
        let drawn = picture.svg.matches(of: /M\d+ \d+h(\d+)v1/).compactMap { Int($0.output.1) }.reduce(0, +)
        let dark = (0..<41).flatMap { row in (0..<41).filter { picture.isDark(row: row, column: $0) } }.count
        #expect(drawn == dark)
    }

    @Test func `a PNG is written, or the failure says where`() throws {
        let folder = try TemporaryDirectory()
        try QRPicture(Self.token).writePNG(to: folder.file("pass.png"))
        let bytes = try Data(contentsOf: URL(fileURLWithPath: folder.file("pass.png")))
        #expect(bytes.prefix(4) == Data([0x89, 0x50, 0x4E, 0x47]))
        let error = #expect(throws: PictureFailure.self) {
            try QRPicture(Self.token).writePNG(to: folder.file("missing/pass.png"))
        }
        #expect(error?.description.contains(Self.token) == false)
    }

    @Test(arguments: [
        ("plain", "plain"), ("a,b", "\"a,b\""), ("say \"hi\"", "\"say \"\"hi\"\"\""), ("a\nb", "\"a\nb\""),
        ("=1+1", "'=1+1"), ("+1", "'+1"), ("-1", "'-1"), ("@x", "'@x"), ("\tx", "'\tx"), ("＝1", "'＝1"),
        ("=\"a\"", "\"'=\"\"a\"\"\""), ("", ""), ("a\"\u{301},=b", "\"a\"\"\u{301},=b\""),
    ])
    func `a spreadsheet takes a field as text`(_ text: String, _ expected: String) {
        let document = CSV.document(header: ["h"], rows: [[text]])
        #expect(document == "\u{FEFF}h\r\n\(expected)\r\n")
    }
}

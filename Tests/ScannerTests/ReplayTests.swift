import Foundation
import Testing

/// `uketsuke-scan --replay`: a folder of frames as a live camera.
@Suite(.timeLimit(.minutes(1))) struct Replaying {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func replay(_ arguments: [String] = []) throws -> (lines: [[String]], log: String, status: Int32) {
        let run = try ScanProgram.Run(["--replay", folder.path] + arguments)
        let text = String(decoding: run.output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        let lines = text.split(separator: "\n").map {
            $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        }
        return (lines, run.complaints(), run.status())
    }

    @Test func `a folder without a manifest is one stream, in the order of its names`() throws {
        for number in 10..<33 {
            try folder.write("frame\(number).pgm", Fixture.cameraFrame(withCode: number >= 13))
        }
        try folder.write("notes.txt", Array("no frame".utf8))
        let result = try replay(["--fps", "20"])
        #expect(result.status == 0)
        let line = try #require(result.lines.first)
        #expect(result.lines.count == 1)
        #expect([line[0], line[2]] == ["0", Fixture.text])
        // The fourth frame comes after 150 ms.
        #expect(try (150..<2_000).contains(#require(Int(line[1]))))
        #expect(result.log.contains("streams: 1; read within 33 ms: 0, 100 ms: 0, "))
        #expect(result.log.contains("never: 0; "))
    }

    @Test func `streams of a manifest are played one by one, each with a fresh memory`() throws {
        try folder.write("code.pgm", Fixture.cameraFrame(withCode: true))
        try folder.write("none.pgm", Fixture.cameraFrame(withCode: false))
        // Not every step is taken on each frame: a code may need several.
        let rows =
            ["file\texpected\tstream\tidx"] + (0..<20).map { "code.pgm\t\(Fixture.text)\t7\t\($0)" }
            + ["none.pgm\t\t8\t0", "none.pgm\t\t8\t1"] + (0..<20).map { "code.pgm\tsomething else\t9\t\($0)" }
            + ["none.pgm\t\t\t0"]
        try folder.write("manifest.tsv", Array((rows.joined(separator: "\n") + "\n").utf8))
        let result = try replay()
        #expect(
            result.lines.map { [$0[0], $0[2]] } == [
                ["7", Fixture.text], ["8", ""], ["9", Fixture.text], ["none.pgm", ""],
            ])
        #expect(result.lines[1][1] == "")
        #expect(result.log.contains("streams: 4; "))
        #expect(result.log.contains("never: 3; "))
    }

    @Test func `a manifest may have the line ends of Windows`() throws {
        try folder.write("none.pgm", Fixture.cameraFrame(withCode: false))
        try folder.write("manifest.tsv", Array("file\tstream\r\nnone.pgm\t1\r\nnone.pgm\t2\r\n".utf8))
        #expect(try replay().lines == [["1", "", ""], ["2", "", ""]])
    }

    @Test func `frames that come while one is being read are dropped, the newest is read`() throws {
        for number in 0..<60 {
            try folder.write(String(format: "%02d.pgm", number), Fixture.cameraFrame(withCode: number >= 30))
        }
        let result = try replay(["--fps", "240"])
        let counts = try #require(result.log.firstMatch(of: /frames read: (\d+), dropped: (\d+), lost: (\d+)/))
        let (read, dropped, lost) = try (#require(Int(counts.1)), #require(Int(counts.2)), #require(Int(counts.3)))
        #expect(read + dropped + lost == 60)
        // A machine that stands still for a second loses frames, perhaps the last one.
        #expect(result.lines.map { $0[2] } == [Fixture.text] || lost > 0)
    }

    @Test func `compressed frames are decoded by the reader, and a damaged one is not the end`() throws {
        try folder.write("0.jpg", Array([0xFF, 0xD8, 0xFF] + [UInt8](repeating: 7, count: 100)))
        for number in 10..<30 { try folder.write("\(number).jpg", Fixture.bytes("one.jpg")) }
        #expect(try replay().lines.map { $0[2] } == [Fixture.text])
    }

    @Test func `a folder without frames and a damaged frame are said so`() throws {
        let empty = try replay()
        #expect(empty.status == 1)
        #expect(empty.log.contains("There are no frames in \(folder.path);"))
        try folder.write("0.pgm", Array("P5 10".utf8))
        let damaged = try replay()
        #expect(damaged.status == 1)
        #expect(damaged.log.contains("0.pgm: The picture is damaged"))
    }

    @Test(arguments: [
        ["--replay", "x", "--fps", "0"], ["--replay", "x", "--fps", "241"], ["--fps", "30", "--images"],
        ["--replay", "x", "--preview", "80x60@5"], ["--replay", "x", "--device", "auto"],
    ])
    func `wrong usage is exit code 64`(arguments: [String]) throws {
        #expect(try ScanProgram.Run(arguments).status() == 64)
    }
}

import Foundation
import Testing

@Suite(.timeLimit(.minutes(1))) struct `uketsuke-scan --images` {
    /// The fields of one answer to `path`, sent alone: each line must be answered before the next is given.
    private func ask(_ run: ScanProgram.Run, _ path: String) -> [String] {
        run.write(Array("\(path)\n".utf8))
        return String(decoding: run.line(), as: UTF8.self)
            .split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    }

    @Test func `each path is answered at once, in order`() throws {
        let run = try ScanProgram.Run(["--images"])
        for name in ["one.png", "one.jpg", "one.pgm"] {
            let path = try Fixture.path(name)
            let answer = ask(run, path)
            #expect(answer.count == 3)
            #expect(answer.prefix(2) == [path, Fixture.text])
            #expect(try #require(Int(answer[2])) > 0)
        }
        try run.input.fileHandleForWriting.close()
        #expect(run.status() == 0)
    }

    @Test func `what cannot be read has an empty text, and the next path is answered`() throws {
        let folder = try TemporaryFolder()
        let garbage = try folder.write("garbage.png", Array("nothing at all".utf8))
        let run = try ScanProgram.Run(["--images"])
        for path in [garbage, folder.path, "/nowhere", ""] {
            #expect(ask(run, path) == [path, "", "0"])
        }
        let one = try Fixture.path("one.png")
        #expect(ask(run, one).prefix(2) == [one, Fixture.text])
    }

    @Test func `a closed standard input is an empty one`() throws {
        let run = try ScanProgram.Run(["--images"], redirection: "<&-")
        #expect(run.status() == 0)
        #expect(run.complaints() == "")
    }

    @Test func `tabs, newlines and backslashes in a code do not break the line`() throws {
        let run = try ScanProgram.Run(["--images"])
        let texts = ask(run, try Fixture.path("two.png"))[1].components(separatedBy: "\\x")
        #expect(Set(texts) == [Fixture.text, "second\\tline\\n\\\\end"])
    }

    @Test func `a path of any bytes comes back as it was, and a last line needs no newline`() throws {
        let run = try ScanProgram.Run(["--images"])
        run.write([0x2F, 0xFF, 0xFE, 0x0A, 0x2F, 0x80])
        try run.input.fileHandleForWriting.close()
        #expect(run.line() == [0x2F, 0xFF, 0xFE] + Array("\t\t0".utf8))
        #expect(run.line() == [0x2F, 0x80] + Array("\t\t0".utf8))
        #expect(run.status() == 0)
    }

    @Test func `it ends without complaint when nobody reads`() throws {
        let run = try ScanProgram.Run(["--images"])
        try run.output.fileHandleForReading.close()
        run.write(Array("/nowhere\n".utf8))
        #expect(run.status() == 0)
    }

    @Test(arguments: [
        [], ["--images", "--list"], ["--device", ""], ["--device", "/dev/video0", "--size", "huge"], ["--nonsense"],
    ])
    func `wrong usage is exit code 64`(arguments: [String]) throws {
        #expect(try ScanProgram.Run(arguments).status() == 64)
    }

    @Test func `help and version are exit code 0`() throws {
        #expect(try ScanProgram.Run(["--help"]).status() == 0)
        #expect(try ScanProgram.Run(["--version"]).status() == 0)
    }
}

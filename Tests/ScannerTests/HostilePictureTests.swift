import CImages
import Foundation
import Scanner
import TestSupport
import Testing

/// Pictures that are made to end or to hold a decoder, given to the real program.
@Suite(.serialized, .timeLimit(.minutes(5))) struct `Hostile pictures` {
    private let folder: TemporaryFolder
    private let run: ScanProgram.Run

    init() throws {
        folder = try TemporaryFolder()
        run = try ScanProgram.Run(["--images"])
    }

    /// What is read in a picture; `nil` when it was not answered.
    private func read(_ bytes: [UInt8], as name: String = "picture") throws -> String? {
        let path = try folder.write(name, bytes)
        run.write(Array("\(path)\n".utf8))
        let fields = String(decoding: run.line(), as: UTF8.self).split(
            separator: "\t", omittingEmptySubsequences: false)
        return fields.count == 3 && fields[0] == path ? String(fields[1]) : nil
    }

    /// A sound picture is read, and nothing was lost on the way.
    private func expectSound(_ location: SourceLocation = #_sourceLocation) throws {
        #expect(try read(Fixture.bytes("one.png")) == Fixture.text, sourceLocation: location)
        try run.input.fileHandleForWriting.close()
        #expect(run.status() == 0, sourceLocation: location)
        #expect(run.complaints() == "", sourceLocation: location)
    }

    @Test(arguments: HostilePictures.names)
    func `a code of any contents is answered`(name: String) throws {
        let modules = try Canvas(hostile: name)
        for scale in [3, 5] {
            #expect(try read(modules.stretched(scale, scale).pgm) != nil)
        }
        try expectSound()
    }

    @Test(arguments: [
        ("kanji", "日本語空"), ("eci-utf8", "受付票"), ("zeros", "UK1\0AB\0\0CDE"), ("eci-many", "many"),
    ])
    func `what it says is not cut or bent`(name: String, text: String) throws {
        #expect(try read(Canvas(hostile: name).stretched(4, 4).pgm) == text)
    }

    /// With libzbar's cache of results on, the second look at a structured-append code ends the process.
    @Test(arguments: ["structured-all", "structured-first", "structured-last", "structured-twice"])
    func `a structured-append code can be shown for as long as one likes`(name: String) throws {
        let picture = try Canvas(hostile: name).stretched(4, 4).pgm
        for _ in 0..<40 { #expect(try read(picture) != nil) }
        try expectSound()
    }

    @Test(arguments: [(1, 10), (2, 18), (3, 27), (4, 30)])
    func `a picture full of finder patterns is answered`(scale: Int, distance: Int) throws {
        var canvas = Canvas(width: 1280, height: 720)
        for y in stride(from: 0, to: canvas.height, by: distance) {
            for x in stride(from: 0, to: canvas.width, by: distance) {
                canvas.drawFinder(x: x, y: y, across: scale, down: scale)
            }
        }
        #expect(try read(canvas.pgm) != nil)
        try expectSound()
    }

    @Test func `sides of nothing, of one pixel and of very many are answered`() throws {
        for (width, height) in [(1, 1), (1, 20_000), (20_000, 1), (2, 3), (3, 2), (7, 7), (4_000, 3_000)] {
            #expect(try read(Canvas(width: width, height: height).pgm) == "")
        }
        for header in [
            "P5 0 0 255\n", "P5 0 5 255\n", "P5 65536 65536 255\n", "P5 4294967295 2 255\n", "P5 8193 8193 255\n",
        ] {
            #expect(try read(Array(header.utf8)) == "")
        }
        try expectSound()
    }

    /// A few kilobytes that become many megabytes.
    @Test(arguments: [(4_000, 4_000), (65_535, 250)])
    func `a small file of a large picture is answered`(width: Int, height: Int) throws {
        let path = "\(folder.path)/large.png"
        let status = uk_png_write_grey(
            path, [UInt8](repeating: 255, count: width * height), Int32(width), Int32(height))
        try #require(status == Int32(UK_IMAGES_OK))
        let bytes = try [UInt8](Data(contentsOf: URL(fileURLWithPath: path)))
        #expect(bytes.count < 400_000)
        #expect(try read(bytes) == "")
        try expectSound()
    }

    @Test(arguments: ["one.png", "one.jpg", "progressive.jpg", "one.pgm", "colour.ppm", "transparent.png"])
    func `a file cut short anywhere is answered`(name: String) throws {
        let bytes = try Fixture.bytes(name)
        for length in stride(from: 0, to: bytes.count, by: max(1, bytes.count / 37)) {
            #expect(try read(Array(bytes[..<length])) != nil)
        }
        try expectSound()
    }

    /// Random and mutated pictures, each of which must be answered: by its text, or empty where it cost a reader.
    ///
    /// The seed is printed; `UKETSUKE_SEED` replays a run, `UKETSUKE_PICTURES` sets how many pictures there are.
    @Test(.timeLimit(.minutes(600))) func `random pictures are all answered`() throws {
        let chance = Chance.fromEnvironment()
        let count = ProcessInfo.processInfo.environment["UKETSUKE_PICTURES"].flatMap { Int($0) } ?? 600
        print("hostile pictures: UKETSUKE_SEED=\(chance.seed) UKETSUKE_PICTURES=\(count)")
        var pictures = try HostilePictures(chance: chance)
        var read = 0
        for index in 0..<count {
            let bytes = pictures.next()
            guard let text = try self.read(bytes, as: "picture") else {
                Issue.record("picture \(index) of seed \(chance.seed) was not answered")
                return
            }
            if !text.isEmpty { read += 1 }
        }
        // Else the pictures are too far from codes to try anything.
        #expect(read * 50 > count, "seed \(chance.seed)")
        #expect(try self.read(Fixture.bytes("one.png")) == Fixture.text)
        try run.input.fileHandleForWriting.close()
        #expect(run.status() == 0)
        // How many cost a reader, if any did.
        print("hostile pictures: \(read) read. \(run.complaints())")
    }
}

import CImages
import Foundation
import Reception
import Scanner
import Testing

struct `Picture files` {
    @Test(arguments: [
        "one.png", "transparent.png", "one.jpg", "progressive.jpg", "one.pgm", "deep.pgm", "colour.ppm",
    ])
    func `every format is read`(name: String) throws {
        let image = try GreyImage(path: Array(Fixture.path(name).utf8))
        #expect((image.width, image.height) == (132, 132))
        #expect(QRDecoder(for: .still, world: .live).read(image).codes.map(\.text) == [Fixture.text])
    }

    @Test(arguments: [
        "", "P", "P5", "P5\n", "P5 0 0 255\n", "P5 2 2 0\n1234", "P5 2 2 99999\n1234", "P5 -2 2 255\n1234",
        "P5 2 2 255", "P5 2 2 255\n123", "P5 # no end", "P6 2 2 255\n1234", "\u{89}PNG\r\n\u{1a}\n", "GIF89a", "<html>",
    ])
    func `what is no picture is an error`(text: String) throws {
        #expect(throws: ImageError.self) { try GreyImage(Array(text.unicodeScalars.map { UInt8($0.value) })) }
    }

    @Test(arguments: ["one.png", "one.jpg", "progressive.jpg", "one.pgm", "deep.pgm", "colour.ppm"])
    func `a file cut short anywhere is an error or a picture of the same size`(name: String) throws {
        let bytes = try Fixture.bytes(name)
        var refused = 0
        for length in stride(from: 0, to: bytes.count, by: max(1, bytes.count / 97)) {
            do throws(ImageError) {
                let image = try GreyImage(Array(bytes[..<length]))
                #expect(image.pixels.count == 132 * 132)
            } catch {
                refused += 1
            }
        }
        #expect(refused > 0)
    }

    @Test(arguments: ["one.png", "one.jpg", "progressive.jpg", "colour.ppm"])
    func `a damaged file never ends the program`(name: String) throws {
        let bytes = try Fixture.bytes(name)
        let decoder = QRDecoder(for: .still, world: .live)
        var seed: UInt64 = 11
        for _ in 0..<300 {
            var damaged = bytes
            for _ in 0..<4 {
                seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                damaged[Int(seed >> 33) % damaged.count] = UInt8(truncatingIfNeeded: seed >> 24)
            }
            guard let image = try? GreyImage(damaged), image.pixels.count < 1_000_000 else { continue }
            _ = decoder.read(image).codes.map(\.text)
        }
        #expect(decoder.read(try GreyImage(bytes)).codes.map(\.text) == [Fixture.text])
    }

    @Test func `a small file that claims to be huge is refused before anything is decoded`() throws {
        #expect(throws: ImageError.tooLarge) { try GreyImage(Array("P5 100000 100000 255\n1".utf8)) }
        #expect(throws: ImageError.tooLarge) { try GreyImage(Array("P5 4294967295 4294967295 255\n1".utf8)) }
        #expect(throws: ImageError.damaged) { try GreyImage(Array("P5 99999999999999999999 1 255\n1".utf8)) }
        #expect(throws: ImageError.tooLarge) { try GreyImage(hugePNG()) }
        #expect(throws: ImageError.tooLarge) { try GreyImage(hugeJPEG()) }
    }

    @Test func `a pipe, a folder and a missing file are answered at once`() throws {
        let folder = try TemporaryFolder()
        #expect(mkfifo("\(folder.path)/pipe", 0o600) == 0)
        for path in ["\(folder.path)/pipe", folder.path, "\(folder.path)/none", "/dev/zero", ""] {
            #expect(throws: ImageError.unreadable) { try GreyImage(path: Array(path.utf8)) }
        }
        let one = try Array(Fixture.path("one.png").utf8)
        #expect(throws: ImageError.unreadable) { try GreyImage(path: one + [0] + Array("x".utf8)) }
    }

    @Test func `a PNG that was written is the same when read`() throws {
        let folder = try TemporaryFolder()
        let pixels = (0..<7 * 5).map { UInt8($0 * 7) }
        #expect(uk_png_write_grey("\(folder.path)/grey.png", pixels, 7, 5) == Int32(UK_IMAGES_OK))
        let image = try GreyImage(path: Array("\(folder.path)/grey.png".utf8))
        #expect((image.width, image.height) == (7, 5))
        #expect(image.pixels == pixels)
    }

    @Test func `a PNG that cannot be written says so`() {
        let pixels: [UInt8] = [0]
        #expect(uk_png_write_grey("/nowhere/at/all.png", pixels, 1, 1) == Int32(UK_IMAGES_UNWRITABLE))
        #expect(uk_png_write_grey("/tmp/never.png", pixels, 0, 1) == Int32(UK_IMAGES_TOO_LARGE))
    }

    /// `one.png` with both sides set to 60,000 and its header's checksum made right.
    private func hugePNG() throws -> [UInt8] {
        var bytes = try Fixture.bytes("one.png")
        for side in [16, 20] { bytes.replaceSubrange(side..<side + 4, with: [0, 0, 0xEA, 0x60]) }
        let sum = bytes[12..<29].reduce(UInt32.max) { sum, byte in
            (0..<8).reduce(sum ^ UInt32(byte)) { sum, _ in sum >> 1 ^ (sum & 1 == 1 ? 0xEDB8_8320 : 0) }
        }
        bytes.replaceSubrange(29..<33, with: (0..<4).map { UInt8(truncatingIfNeeded: ~sum >> (24 - 8 * $0)) })
        return bytes
    }

    /// `one.jpg` with both sides set to 60,000.
    private func hugeJPEG() throws -> [UInt8] {
        var bytes = try Fixture.bytes("one.jpg")
        let frame = try #require(bytes.indices.first { bytes[$0] == 0xFF && bytes[$0 + 1] == 0xC0 })
        bytes.replaceSubrange(frame + 5..<frame + 9, with: [0xEA, 0x60, 0xEA, 0x60])
        return bytes
    }
}

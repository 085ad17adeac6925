import Reception
import Scanner
import Testing

struct Decoding {
    @Test func `two codes in one picture are both read`() throws {
        let texts = QRDecoder(for: .still, world: .live).read(try GreyImage(Fixture.bytes("two.png"))).codes.map(\.text)
        #expect(Set(texts) == [Fixture.text, "second\tline\n\\end"])
    }

    @Test(arguments: [(0, 0), (1, 1), (1, 5_000), (3, 3), (640, 480)])
    func `a picture without a code reads as nothing`(size: (width: Int, height: Int)) {
        #expect(
            QRDecoder(for: .still, world: .live).read(GreyImage(width: size.width, height: size.height)).codes.map(
                \.text
            ).isEmpty)
    }

    @Test func `a decoder reads on after it has renewed itself`() throws {
        let decoder = QRDecoder(for: .still, world: .live)
        let image = try GreyImage(Fixture.bytes("one.png"))
        let hits = (0..<1_100).count { _ in decoder.read(image).codes.map(\.text) == [Fixture.text] }
        #expect(hits == 1_100)
    }

    @Test(arguments: ["640x480", "16x8192"])
    func `a frame size is two numbers`(text: String) {
        #expect(FrameSize(text) != nil)
    }

    @Test(arguments: ["", "x", "640", "640x", "0x480", "640x480x3", "-640x480", "99999x480", "640 x480"])
    func `anything else is no frame size`(text: String) {
        #expect(FrameSize(text) == nil)
    }
}

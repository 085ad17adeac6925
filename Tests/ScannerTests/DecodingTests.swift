import Scanner
import Testing

struct Decoding {
    @Test func `two codes in one picture are both read`() throws {
        let texts = QRDecoder().texts(in: try GreyImage(Fixture.bytes("two.png")))
        #expect(Set(texts) == [Fixture.text, "second\tline\n\\end"])
    }

    @Test(arguments: [(0, 0), (1, 1), (1, 5_000), (3, 3), (640, 480)])
    func `a picture without a code reads as nothing`(size: (width: Int, height: Int)) {
        #expect(QRDecoder().texts(in: GreyImage(width: size.width, height: size.height)).isEmpty)
    }

    @Test func `a decoder reads on after it has renewed itself`() throws {
        let decoder = QRDecoder()
        let image = try GreyImage(Fixture.bytes("one.png"))
        let hits = (0..<1_100).count { _ in decoder.texts(in: image) == [Fixture.text] }
        #expect(hits == 1_100)
    }

    @Test func `a code that stays in view is new once`() {
        var sightings = Sightings(absence: .seconds(3))
        let isNew = [0, 1, 3, 5, 9, 10].map { sightings.note("A", at: .seconds($0)) }
        #expect(isNew == [true, false, false, false, true, false])
    }

    @Test func `another code in between does not make the first one new`() {
        var sightings = Sightings(absence: .seconds(3))
        let isNew = ["A", "B", "A", "B"].enumerated().map { sightings.note($1, at: .seconds($0)) }
        #expect(isNew == [true, true, false, false])
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

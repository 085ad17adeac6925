import Reception
import Scanner
import Testing

/// The small grey pictures of what the camera sees.
struct Previews {
    @Test(arguments: [("80x60@5", 80, 60, 5), ("1x1@1", 1, 1, 1), ("200x200@30", 200, 200, 30)])
    func `a preview is two sides and a rate`(text: String, width: Int, height: Int, rate: Int) throws {
        let preview = try PreviewSize(text)
        #expect([preview.width, preview.height, preview.framesPerSecond] == [width, height, rate])
    }

    @Test(arguments: [
        ("", PreviewSize.Failure.shape), ("80x60", .shape), ("80@5", .shape), ("80x60@", .shape), ("ax60@5", .shape),
        ("80x60x1@5", .shape), ("80x60@5@5", .shape), ("0x60@5", .side), ("80x201@5", .side), ("-8x60@5", .side),
        ("80x60@0", .rate), ("80x60@31", .rate),
    ])
    func `anything else says what is wrong`(text: String, failure: PreviewSize.Failure) {
        #expect(throws: failure) { try PreviewSize(text) }
    }

    @Test(arguments: [
        ((640, 480), (80, 80), (80, 60)), ((1280, 720), (160, 120), (160, 90)), ((480, 640), (80, 80), (60, 80)),
        ((40, 30), (80, 80), (40, 30)), ((8192, 16), (200, 200), (200, 1)), ((641, 479), (80, 60), (80, 60)),
    ])
    func `the frame's proportions are kept`(frame: (Int, Int), most: (Int, Int), size: (Int, Int)) {
        let fitting = PreviewSize.fitting(
            FrameSize(width: frame.0, height: frame.1), in: FrameSize(width: most.0, height: most.1))
        #expect(fitting == FrameSize(width: size.0, height: size.1))
    }

    @Test func `each pixel is the mean of a box, and every pixel counts once`() {
        var image = GreyImage(width: 5, height: 4)
        image.refill(width: 5, height: 4) { pixels in
            for index in pixels.indices { pixels[index] = UInt8(index * 10) }
        }
        var small = [UInt8](repeating: 0, count: 4)
        small.withUnsafeMutableBufferPointer { image.shrink(to: FrameSize(width: 2, height: 2), into: $0) }
        // Columns 0…1 and 2…4, rows 0…1 and 2…3.
        #expect(small == [30, 55, 130, 155])
    }

    // MARK: - Where the code is

    private func picture(corners: [ScanLine.Preview.Corner]) throws -> ScanLine.Preview {
        try #require(ScanLine.Preview(width: 2, height: 1, pixels: [1, 2], corners: corners))
    }

    @Test func `a code's corners go with the picture, and an older kiosk reads past them`() throws {
        let square = [(0, 0), (5, -3), (6, 7), (-1, 7)].map { ScanLine.Preview.Corner(x: $0.0, y: $0.1) }
        let line = ScanLine.preview(try picture(corners: square))
        #expect(line.text.contains(#""corners":[0,0,5,-3,6,7,-1,7]"#))
        #expect(ScanLine(line.text) == line)
        let bare = ScanLine.preview(try picture(corners: []))
        #expect(!bare.text.contains("corners"))
        #expect(ScanLine(bare.text) == bare)
    }

    @Test(arguments: ["[1,2,3]", "[]", "[0,0,1,1,2,2]", "[0,0,1,1,2,2,3,4000]", "[0,0,1,1,2,2,3,3,4]"])
    func `corners of no code are left out`(corners: String) throws {
        let line = ScanLine(#"{"preview":{"width":2,"height":1,"pixels":"AQI=","corners":\#(corners)}}"#)
        #expect(line == .preview(try picture(corners: [])))
    }

    @Test func `the corners are those of the code that was read`() throws {
        let image = try GreyImage(path: Array(Fixture.path("one.png").utf8))
        let code = try #require(QRDecoder(for: .still, world: .live).read(image).codes.first)
        try #require(code.corners.count == 4)
        let pixels = code.corners.map { $0 * SIMD2(Float(image.width), Float(image.height)) }
        let edges = zip(pixels, pixels.dropFirst() + pixels.prefix(1)).map { pair in
            let edge = pair.1 - pair.0
            return Double((edge * edge).sum().squareRoot())
        }
        #expect(edges.allSatisfy { abs($0 - code.side) < 0.05 * code.side })
        #expect(code.corners.allSatisfy { (0...1).contains($0.x) && (0...1).contains($0.y) })
    }
}

import Reception
import Scanner
import Synchronization
import TestSupport
import Testing

/// What the ladder reads, in one picture and in a row of them.
struct `The decoding ladder` {
    private static let text = "UK1LADDER0123456789ABCDEFGHJKLMNPQRSTUVWX"

    private func read(_ image: GreyImage) -> [String] {
        QRDecoder(for: .still, world: .live).read(image).codes.map(\.text)
    }

    // MARK: - One picture

    @Test(arguments: [
        HeldCode(text: text, turn: 33), HeldCode(text: text, tilt: 45), HeldCode(text: text, turn: 200, tilt: 30),
        HeldCode(text: text, isMirrored: true), HeldCode(text: text, dark: 110, light: 128, ground: 60, noise: 4),
        HeldCode(text: text, dark: 3, light: 18, ground: 1), HeldCode(text: text, dark: 215, light: 250, ground: 250),
        HeldCode(text: text, blur: 2, noise: 4), HeldCode(text: text, module: 2.2, blur: 1),
        HeldCode(text: text, module: 6.6, turn: 8), HeldCode(text: text, noise: 45),
        HeldCode(text: text, bulge: 1),
    ])
    func `codes are read however they are held and lit`(code: HeldCode) throws {
        #expect(read(try HeldCode.picture(code)) == [Self.text])
    }

    @Test(arguments: [
        HeldCode(text: text, dark: 230, light: 20, ground: 10), HeldCode(text: text, ground: 20, quietZone: 0),
        HeldCode(text: text, turn: 12, dark: 200, light: 30, ground: 25, noise: 10),
    ])
    func `codes of a dark screen and codes without a margin are read, which libzbar alone does not`(
        code: HeldCode
    ) throws {
        let image = try HeldCode.picture(code)
        #expect(RawScanner().codes(in: image).isEmpty)
        #expect(read(image) == [Self.text])
    }

    @Test func `a code under a lamp's glare is read`() throws {
        var image = try HeldCode.picture(HeldCode(text: Self.text))
        let pixels = image.pixels
        image.refill(width: image.width, height: image.height) { lit in
            for index in lit.indices {
                let (x, y) = (Double(index % 320 - 190), Double(index / 320 - 100))
                lit[index] = UInt8(min(255, Double(pixels[index]) / 2 + 20_000 / (100 + x * x + y * y)))
            }
        }
        #expect(read(image) == [Self.text])
    }

    @Test func `two codes in one picture are both read, the nearer one being the larger`() throws {
        let near = HeldCode(text: "UK1NEAR", module: 5, x: 90)
        let far = HeldCode(text: "UK1FAR", module: 2.5, x: 250)
        let codes = QRDecoder(for: .live, world: .live).read(try HeldCode.picture(near, far)).codes
        let sides = Dictionary(uniqueKeysWithValues: codes.map { ($0.text, $0.side) })
        let nearSide = try #require(sides["UK1NEAR"])
        let farSide = try #require(sides["UK1FAR"])
        #expect(abs(nearSide - 21 * 5) < 6)
        #expect(abs(farSide - 21 * 2.5) < 4)
    }

    @Test(arguments: [12, 24, 40]) func `a code is read however large it is`(scale: Int) throws {
        var scene = CameraScene(width: 1600, height: 1600, shade: 90)
        scene.draw(try QRSquare(Array(Self.text.utf8)), x: 180, y: 200, scale: scale)
        var image = GreyImage(width: scene.width, height: scene.height)
        image.refill(width: scene.width, height: scene.height) { _ = $0.update(fromContentsOf: scene.pixels) }
        #expect(read(image) == [Self.text])
    }

    /// What looks like a code, with chance in place of contents.
    private func nonsense(scale: Int, seed: UInt64 = 1) -> GreyImage {
        var chance = Chance(seed: seed)
        var scene = CameraScene(width: 320, height: 240, shade: 235)
        let (x, y, far) = (100, 60, 26)
        for row in 0..<(far + 7) {
            for column in 0..<(far + 7) {
                let shade: UInt8 = Bool.random(using: &chance) ? 20 : 235
                scene.fill(x: x + column * scale, y: y + row * scale, width: scale, height: scale, shade)
            }
        }
        for place in 8..<far {
            for (column, row) in [(place, 6), (6, place)] {
                let shade: UInt8 = place % 2 == 0 ? 20 : 235
                scene.fill(x: x + column * scale, y: y + row * scale, width: scale, height: scale, shade)
            }
        }
        for (column, row) in [(0, 0), (far, 0), (0, far)] {
            scene.drawFinderPattern(x: x + column * scale, y: y + row * scale, scale: scale)
        }
        var image = GreyImage(width: 320, height: 240)
        image.refill(width: 320, height: 240) { _ = $0.update(fromContentsOf: scene.pixels) }
        return image
    }

    @Test(arguments: 1...3) func `patterns without a code are none`(seed: UInt64) throws {
        #expect(read(nonsense(scale: 4, seed: seed)).isEmpty)
    }

    // MARK: - A row of pictures

    private func live() -> QRDecoder { QRDecoder(for: .live, world: .live) }

    @Test func `a code that moves from picture to picture is read in each`() throws {
        let decoder = live()
        for step in 0..<12 {
            let code = HeldCode(text: Self.text, turn: Double(step), x: 150 + Double(step), y: 120 - Double(step))
            #expect(decoder.read(try HeldCode.picture(code)).codes.map(\.text) == [Self.text])
        }
    }

    @Test func `a second code is seen soon, though the first one stays where it was`() throws {
        let decoder = live()
        let first = HeldCode(text: "UK1FIRST", module: 3, x: 90)
        let both = try HeldCode.picture(first, HeldCode(text: "UK1SECOND", module: 3, x: 230))
        #expect(decoder.read(try HeldCode.picture(first)).codes.map(\.text) == ["UK1FIRST"])
        let readings = (0..<8).map { _ in decoder.read(both).codes.count }
        #expect(readings.contains(2))
    }

    @Test func `another code in the same place is read as that`() throws {
        let decoder = live()
        #expect(decoder.read(try HeldCode.picture(HeldCode(text: "UK1FIRST"))).codes.map(\.text) == ["UK1FIRST"])
        #expect(decoder.read(try HeldCode.picture(HeldCode(text: "UK1OTHER"))).codes.map(\.text) == ["UK1OTHER"])
    }

    @Test func `what needs a rarer step is read within some pictures`() throws {
        let decoder = live()
        let image = try HeldCode.picture(HeldCode(text: Self.text, module: 2.4, dark: 225, light: 25, ground: 20))
        let readings = (0..<7).map { _ in decoder.read(image).codes.map(\.text) }
        #expect(readings.contains([Self.text]))
    }

    @Test func `a code that is left lying does not keep a rarer step from the next one`() throws {
        let decoder = live()
        let left = HeldCode(text: "UK1FIRST", module: 3, x: 80)
        let dark = HeldCode(text: Self.text, module: 2.4, x: 235, dark: 225, light: 25, ground: 20)
        let image = try HeldCode.picture(left, dark)
        let readings = (0..<16).map { _ in Set(decoder.read(image).codes.map(\.text)) }
        #expect(readings.contains(["UK1FIRST", Self.text]))
    }

    @Test func `a picture of one very long side is looked at within its bounds`() {
        var image = GreyImage(width: 200, height: 40_000)
        image.refill(width: 200, height: 40_000) { pixels in
            for row in 39_700..<40_000 {
                for column in 0..<200 { pixels[row * 200 + column] = UInt8((row / 7 + column / 7) % 2 * 200 + 20) }
            }
        }
        #expect(read(image).isEmpty)
    }

    @Test func `after the deadline no step is begun but the first`() throws {
        let hard = try HeldCode.picture(HeldCode(text: Self.text, dark: 230, light: 20, ground: 10))
        let easy = try HeldCode.picture(HeldCode(text: Self.text))
        let decoder = QRDecoder(for: .still, world: .live)
        #expect(decoder.read(hard, until: .zero).codes.isEmpty)
        #expect(decoder.read(easy, until: .zero).codes.map(\.text) == [Self.text])
        #expect(decoder.read(hard).codes.map(\.text) == [Self.text])
    }

    @Test func `a step that usually takes longer than is left is not begun, but has another chance later`() {
        let clock = TickingClock()
        var world = World.live
        world.uptime = { clock.look() }
        let decoder = QRDecoder(for: .still, world: world)
        let empty = GreyImage(width: 320, height: 240)
        let looks = { (deadline: Duration?) in
            let before = clock.looks
            _ = decoder.read(empty, until: deadline)
            return clock.looks - before
        }
        clock.tick = .milliseconds(100)
        let all = looks(nil)
        clock.tick = .milliseconds(1)
        let hurried = looks(clock.now + .milliseconds(45))
        #expect(hurried < all)
        let later = (0..<120).map { _ in looks(clock.now + .milliseconds(45)) }
        #expect((later.max() ?? 0) > hurried)
    }

    // MARK: - What stands in the way

    @Test(arguments: [
        (HeldCode(text: text, module: 9, x: 200, y: 160), ScanLine.Hint.further),
        (HeldCode(text: text, dark: 1, light: 2, ground: 0), .brighter),
        (HeldCode(text: text, dark: 254, light: 255, ground: 255), .darker),
    ])
    func `why a code is not read is told`(code: HeldCode, hint: ScanLine.Hint) throws {
        let reading = QRDecoder(for: .live, world: .live).read(try HeldCode.picture(code))
        #expect(reading.codes.isEmpty)
        #expect(reading.obstacle == hint)
    }

    @Test(arguments: [13, 14, 18, 24]) func `a pass that is larger than the picture is to be held further away`(
        scale: Int
    ) throws {
        var scene = CameraScene(width: 640, height: 480)
        let pass = try QRSquare(Array(("UK1" + String(repeating: "7KX0", count: 35)).utf8))
        scene.draw(pass, x: 40, y: 30, scale: scale)
        var image = GreyImage(width: 640, height: 480)
        image.refill(width: 640, height: 480) { _ = $0.update(fromContentsOf: scene.pixels) }
        let reading = QRDecoder(for: .live, world: .live).read(image)
        #expect(reading == FrameReading(codes: [], obstacle: .further))
    }

    @Test(arguments: [(2, ScanLine.Hint.closer), (4, .still)])
    func `what looks like a code is to come closer if it is small, else to be held still`(
        scale: Int, hint: ScanLine.Hint
    ) {
        let reading = QRDecoder(for: .live, world: .live).read(nonsense(scale: scale))
        #expect(reading == FrameReading(codes: [], obstacle: hint))
    }

    @Test func `an empty room is no obstacle`() throws {
        var image = GreyImage(width: 320, height: 240)
        image.refill(width: 320, height: 240) { pixels in
            for index in pixels.indices { pixels[index] = UInt8(80 + index % 320 / 4) }
        }
        #expect(QRDecoder(for: .live, world: .live).read(image) == FrameReading())
    }
}

/// A clock that goes on by a tick whenever somebody looks.
private final class TickingClock: Sendable {
    private let state = Mutex((now: Duration.zero, tick: Duration.zero, looks: 0))

    var now: Duration { state.withLock { $0.now } }
    var looks: Int { state.withLock { $0.looks } }
    var tick: Duration {
        get { state.withLock { $0.tick } }
        set { state.withLock { $0.tick = newValue } }
    }

    func look() -> Duration {
        state.withLock { state in
            state.looks += 1
            state.now += state.tick
            return state.now
        }
    }
}

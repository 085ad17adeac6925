import CPixels
package import Reception

/// Reads the QR codes of pictures, by a ladder of steps of which the cheap ones come first. Not for two threads at once.
///
/// libzbar alone reads three quarters of what a camera in a lobby sees, because a code's edges are hard to find in a
/// dim, glaring or blurred picture. Here finder patterns are looked for in locally thresholded pictures of several
/// sizes, the code's place is fitted to everything that is known of it, and libzbar gets a clean drawing of the modules
/// (``ModuleReader``). What that does not read, libzbar gets as thresholded pictures (``LadderStep``).
///
/// A picture costs what it costs: only `deadline` bounds the steps that are begun. What a step cannot be stopped from
/// doing is bounded by whoever runs the decoder (``ReaderProcess``).
package final class QRDecoder {
    /// How hard a decoder tries.
    package enum Use: Hashable, Sendable {
        /// Every step until one reads something, however long it takes.
        case still
        /// One picture of many: where the last code was, then every cheap step, then one of the others in turn.
        case live
    }

    /// Where a code was, in pixels of the full size.
    private struct Memory {
        var pose: Pose
        var size: Int
        var isInverted: Bool
        /// `nil` while it could not be read.
        var text: String?
        /// Pictures since all of the picture was looked at.
        var age = 0
    }

    private let use: Use
    private let world: World
    private let scanner: RawScanner
    private let modules: ModuleReader
    private var pyramid = Pyramid()
    private var finders = [uk_finder](repeating: uk_finder(), count: 48)
    private var memory: Memory?
    private var clues = Clues()
    /// That of the picture at hand.
    private var deadline: Duration?
    /// What each step usually takes.
    private var costs: [LadderStep: Duration] = [:]
    private var turn = 0

    /// Triples of finder patterns that are tried in each step.
    private static let mostTriples = 4
    /// What reading at one place takes, if it reads nothing.
    private static let tripleTime = Duration.milliseconds(4)
    /// Less is something else than a code.
    private static let leastAgreement: Float = 0.45
    /// Pictures after which the whole of one is looked at again, while a code stays where it is: every other one, since
    /// it may be a pass left lying, and the next visitor's beside it.
    private static let longestMemory = 1

    package init(for use: Use, world: World) {
        self.use = use
        self.world = world
        scanner = RawScanner()
        modules = ModuleReader(scanner: scanner)
    }

    /// Reads `image`. Begins no step that would usually take longer than until `deadline`, a time of the world's
    /// monotonic clock; the first one is always taken.
    package func read(_ image: GreyImage, until deadline: Duration? = nil) -> FrameReading {
        pyramid.load(image)
        defer { pyramid.drop() }
        clues = Clues()
        self.deadline = deadline
        let codes = use == .still ? still() : live()
        return FrameReading(
            codes: codes, obstacle: codes.isEmpty ? clues.obstacle(in: pyramid[.eighth], of: image) : nil)
    }

    /// Forgets where the last code was.
    package func forget() {
        memory = nil
    }

    // MARK: - The ladder

    private func still() -> [FoundCode] {
        for step in LadderStep.cheap + LadderStep.rare where step == LadderStep.cheap[0] || fits(step) {
            let codes = timed(step)
            if !codes.isEmpty { return codes }
        }
        return []
    }

    private func live() -> [FoundCode] {
        let known = memory?.text
        if let code = remembered() { return [code] }
        var codes: [FoundCode] = []
        // All of them, also when one has read something: a rival may be of another size.
        for step in LadderStep.cheap where step == LadderStep.cheap[0] || fits(step) {
            for code in timed(step) where !codes.contains(where: { $0.text == code.text }) { codes.append(code) }
        }
        guard codes.allSatisfy({ $0.text == known }), let step = rareStep() else { return codes }
        return codes + timed(step).filter { code in !codes.contains { $0.text == code.text } }
    }

    /// The next of the rarer steps for which there is time.
    private func rareStep() -> LadderStep? {
        for _ in LadderStep.rare {
            let step = LadderStep.rare[turn % LadderStep.rare.count]
            turn += 1
            if fits(step) { return step }
        }
        return nil
    }

    private func fits(_ step: LadderStep) -> Bool {
        guard let deadline else { return true }
        let usual = costs[step] ?? step.guess(pixels: pyramid[.full].pixels.count)
        // Pictures differ: a quarter more than usual is usual too.
        if world.uptime() + usual * 5 / 4 <= deadline { return true }
        // What was too long once, perhaps on a busy machine, has another chance after a while; seldom, since it costs a
        // frame.
        costs[step] = usual - usual / 96
        return false
    }

    /// Whether no time is left for anything but what is under way.
    private var isLate: Bool {
        deadline.map { world.uptime() + QRDecoder.tripleTime > $0 } ?? false
    }

    private func timed(_ step: LadderStep) -> [FoundCode] {
        let start = world.uptime()
        let codes = take(step)
        let cost = world.uptime() - start
        // Rises at once and falls slowly, so that a step that is too long is not begun again and again.
        let usual = costs[step] ?? .zero
        costs[step] = cost > usual ? cost : usual - (usual - cost) / 8
        return codes
    }

    private func take(_ step: LadderStep) -> [FoundCode] {
        pyramid.threshold(step)
        return switch step.way {
        case .modules: byFinders(step)
        case .scan: scanner.codes(in: pyramid.binary)
        }
    }

    // MARK: - By finder patterns

    private func byFinders(_ step: LadderStep) -> [FoundCode] {
        var left = find(step)
        var codes: [FoundCode] = []
        while let (code, triple) = first(among: left, step) {
            if !codes.contains(where: { $0.text == code.text }) { codes.append(code) }
            left.removeAll { triple.contains($0) }
        }
        return codes
    }

    private func find(_ step: LadderStep) -> [uk_finder] {
        let picture = pyramid.binary
        let rows = QRDecoder.rows(of: step)
        let count = picture.withPixels {
            uk_pixels_find($0, Int32(picture.width), Int32(picture.height), rows, &finders, Int32(finders.count))
        }
        return Array(finders[..<Int(count)])
    }

    /// A finder pattern of the full size is high enough for every other row.
    private static func rows(of step: LadderStep) -> Int32 { step.level == .full ? 2 : 1 }

    /// The first code that can be read at one of the likeliest places.
    private func first(among finders: [uk_finder], _ step: LadderStep) -> (FoundCode, FinderTriple)? {
        clues.note(finders, scale: step.level.scale, step: QRDecoder.rows(of: step))
        let likely = FinderTriple.likely(among: finders, most: QRDecoder.mostTriples)
        for (rank, triple) in likely.enumerated() where rank == 0 || !isLate {
            let sizes = triple.sizes(in: pyramid.binary)
            let guess = triple.pose.scaled(by: step.level.scale)
            if let code = code(near: guess, sizes: sizes, isInverted: step.isInverted) { return (code, triple) }
        }
        return nil
    }

    /// Reads the code at a place in pixels of the full size.
    private func code(near guess: Pose, sizes: [Int], isInverted: Bool) -> FoundCode? {
        guard let nearest = sizes.first else { return nil }
        let level = QRDecoder.level(forModules: guess.side(size: nearest) / Float(nearest))
        let image = pyramid[level]
        let fit = Fit(image: image, isInverted: isInverted).best(from: guess.scaled(by: 1 / level.scale), sizes: sizes)
        guard let fit, fit.agreement > QRDecoder.leastAgreement else { return nil }
        let text = modules.text(of: fit, in: image, isInverted: isInverted)
        let pose = fit.pose.scaled(by: level.scale)
        memory = Memory(pose: pose, size: fit.known.size, isInverted: isInverted, text: text)
        let side = pose.side(size: fit.known.size)
        guard let text else {
            clues.note(
                fit, side: side, brightness: modules.range(of: fit, in: image))
            return nil
        }
        let frame = SIMD2(Float(pyramid[.full].width), Float(pyramid[.full].height))
        let corners = pose.corners(size: fit.known.size).map { $0 / frame }
        // A plane seen from its edge has none.
        let areNear = corners.allSatisfy { abs($0.x) < 2 && abs($0.y) < 2 }
        return FoundCode(text: text, side: Double(side), corners: areNear ? corners : [])
    }

    /// Where a module has two to five pixels: fewer are hard to tell apart, more are noise.
    private static func level(forModules pixels: Float) -> Pyramid.Level {
        pixels > 20 ? .eighth : pixels > 10 ? .quarter : pixels > 5 ? .half : .full
    }

    /// Looks where the last code was: whoever holds one up hardly moves it between two pictures.
    private func remembered() -> FoundCode? {
        guard let last = memory else { return nil }
        memory = nil
        guard last.age < QRDecoder.longestMemory else { return nil }
        let code = code(near: last.pose, sizes: [last.size], isInverted: last.isInverted)
        memory?.age = last.age + 1
        // Another text than before may have a rival: then the whole picture is looked at.
        return code?.text == last.text ? code : nil
    }
}

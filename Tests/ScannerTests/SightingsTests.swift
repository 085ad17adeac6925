import Scanner
import Testing

/// What leaves the worker of what is in view, frame by frame.
struct `Codes in view` {
    private static let a = "UK1AAAAAAAAAAAAAAAAAAAAAAAAAAA"
    private static let b = "UK1BBBBBBBBBBBBBBBBBBBBBBBBBBB"

    /// A frame: when it came, in milliseconds, and what was read in it.
    private typealias Seen = (at: Int, codes: [FoundCode])

    private func small(_ text: String) -> FoundCode { FoundCode(text: text, side: 100) }
    private func large(_ text: String) -> FoundCode { FoundCode(text: text, side: 150) }

    private func tell(_ frames: [Seen]) -> [[Sightings.Telling]] {
        var sightings = Sightings(absence: .seconds(3))
        return frames.map { sightings.note($0.codes, at: .milliseconds($0.at)) }
    }

    private let code = Sightings.Telling.code

    @Test func `a code is told at its first sight, once while it stays, and again after it was away`() {
        let frames = [0, 1_000, 3_900, 6_800, 9_800, 9_833].map { Seen(at: $0, codes: [small(Self.a)]) }
        #expect(tell(frames) == [[code(Self.a)], [], [], [], [code(Self.a)], []])
    }

    @Test func `two codes in one frame: neither is told until one remains`() {
        let both = [small(Self.a), small(Self.b)]
        let frames: [Seen] = [(0, both), (100, both), (350, [small(Self.a)]), (401, [small(Self.a)])]
        #expect(tell(frames) == [[], [], [], [code(Self.a)]])
    }

    @Test func `two codes that are read in turn are two codes in view`() {
        let frames: [Seen] = [
            (0, [small(Self.a), small(Self.b)]), (33, [small(Self.a)]), (66, [small(Self.b)]), (300, [small(Self.a)]),
            (333, [small(Self.b)]), (600, [small(Self.b)]), (601, [small(Self.b)]), (634, [small(Self.b)]),
        ]
        #expect(tell(frames) == [[], [], [], [], [], [], [code(Self.b)], []])
    }

    @Test func `a code beside one that was just told waits until that one has gone`() {
        let frames: [Seen] = [
            (0, [small(Self.a)]), (33, [small(Self.b)]), (66, [small(Self.a)]), (200, [small(Self.b)]),
            (367, [small(Self.b)]),
        ]
        #expect(tell(frames) == [[code(Self.a)], [], [], [], [code(Self.b)]])
    }

    @Test func `of two codes the one that is clearly nearer is told, and the other one later, alone`() {
        let both = [large(Self.a), small(Self.b)]
        let frames: [Seen] = [(0, both), (33, both), (500, [small(Self.b)])]
        #expect(tell(frames) == [[code(Self.a)], [], [code(Self.b)]])
    }

    @Test func `a little nearer is not clearly nearer, and without sizes nothing is`() {
        #expect(tell([(0, [FoundCode(text: Self.a, side: 149), small(Self.b)])]) == [[]])
        #expect(tell([(0, [FoundCode(text: Self.a, side: 0), FoundCode(text: Self.b, side: 0)])]) == [[]])
    }

    @Test func `a code that is left lying in view does not block the next one for ever`() {
        let left = (0...40).map { Seen(at: $0 * 100, codes: [small(Self.a)]) }
        let next = Seen(at: 4_100, codes: [small(Self.a), small(Self.b)])
        #expect(tell(left + [next]).last == [code(Self.b)])
    }

    @Test func `the same pass in capitals and in small letters is one code`() {
        #expect(tell([(0, [small(Self.a)]), (33, [small(Self.a.lowercased())])]) == [[code(Self.a)], []])
    }

    // MARK: - Codes of others

    @Test func `a code of somebody else is told as foreign, once, when it has stayed`() {
        let frames = [0, 100, 300, 333, 4_000, 4_300].map { Seen(at: $0, codes: [small("https://example.com/")]) }
        #expect(tell(frames) == [[], [], [.foreign], [], [], [.foreign]])
    }

    @Test func `two foreign codes are one foreign`() {
        let both = [small("one"), small("two")]
        #expect(tell([(0, both), (400, both), (433, both)]) == [[], [.foreign], []])
    }

    @Test func `a foreign code beside one of ours is no rival and is not told`() {
        let both = [small("WIFI:S:guest;;"), small(Self.a)]
        let frames: [Seen] = [
            (0, both), (400, both), (500, [small("WIFI:S:guest;;")]), (801, [small("WIFI:S:guest;;")]),
        ]
        #expect(tell(frames) == [[code(Self.a)], [], [], [.foreign]])
    }

    @Test(arguments: ["", "UK2ABC", "UKC-TEST", "https://example.com/UK1", String(repeating: "UK1A", count: 100)])
    func `what cannot be ours never leaves`(text: String) {
        #expect(tell([(0, [small(text)]), (400, [small(text)])]) == [[], [.foreign]])
    }

    @Test func `control codes leave`() {
        #expect(tell([(0, [small("UKCTEST01")])]) == [[code("UKCTEST01")]])
    }

    @Test func `however many foreign codes there are, ours is told`() {
        let frames = (0..<500).map { Seen(at: $0, codes: [small("foreign \($0)")]) }
        #expect(tell(frames + [(501, [small(Self.a)])]).last == [code(Self.a)])
    }
}

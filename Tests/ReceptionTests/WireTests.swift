import Foundation
import Reception
import Testing

@Suite struct WireTests {
    @Test func `equal events are equal bytes`() throws {
        let event = Event(
            id: .v7(.live), stream: .v7(.live), sequence: 1, kind: .checkIn, pass: PassID(.live), verdict: .welcome,
            means: .wedge, occurredAt: World.live.now(),
            clock: ClockReading(bootID: "b", uptimeMilliseconds: 5, isTrusted: true, offsetMilliseconds: -3),
            cache: CacheStamp(cursor: Cursor(epoch: "e", sequence: 9), ageMilliseconds: 1), program: "test")
        let bytes = try Wire.encode(event)
        #expect(try Wire.decode(Event.self, from: bytes) == event)
        #expect(try Wire.encode(Wire.decode(Event.self, from: bytes)) == bytes)
    }

    @Test func `identities sort by the time they were made`() {
        var world = World.live
        world.now = { Instant(milliseconds: 1_795_395_723_456) }
        let first = UUID.v7(world)
        world.now = { Instant(milliseconds: 1_795_395_723_457) }
        let second = UUID.v7(world)
        #expect(first.uuidString < second.uuidString)
        #expect(Array(first.uuidString)[14] == "7")
    }

    @Test(arguments: [
        (#"{"code":"UK1"}"#, ScanLine.code("UK1")), (#"{"camera":"lost"}"#, .camera(.lost)),
        (#"{"camera":"none"}"#, .camera(.none)),
        (#"{"heartbeat":3}"#, .heartbeat), ("UK1PLAIN", .code("UK1PLAIN")), ("{not json", .code("{not json")),
    ])
    func `a worker's line is understood`(line: String, expected: ScanLine) {
        #expect(ScanLine(line) == expected)
    }

    @Test(arguments: ["", #"{"preview":{}}"#, #"{"code":5}"#, #"{"x"#])
    func `a line that says nothing known is passed over`(line: String) {
        #expect(ScanLine(line) == nil)
    }

    @Test func `lines read back as they were written`() {
        for line in [ScanLine.code("a\"b\n\u{1b}"), .camera(.ready), .heartbeat] {
            #expect(ScanLine(line.text) == line)
            #expect(!line.text.contains("\n"))
        }
    }
}

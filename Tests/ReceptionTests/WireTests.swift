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

    @Test func `every kind of change reads back, and one that is not known yet stops nobody`() throws {
        let now = World.live.now()
        let pass = PassRecord(
            id: PassID(1), kind: .period, state: .active, site: 1, window: now..<now, appointment: now..<now,
            passcode: "1", visitor: "a", company: "", title: "", room: "", hosts: [], language: "ja")
        let changes: [Change] = [
            .pass(pass), .passRemoved(PassID(2)), .visit(pass: PassID(3), state: VisitState(checkedInAt: now)),
            .visit(pass: PassID(4), state: nil), .site(SiteCard(number: 1, name: "s", timeZone: "UTC", phone: "")),
            .key(SigningKey(id: 1, publicKey: Data([1]), from: now)),
        ]
        for change in changes { #expect(try Wire.decode(Change.self, from: Wire.encode(change)) == change) }
        let newer = Data(#"{"sequence":7,"change":{"department":{"name":"x"}}}"#.utf8)
        #expect(try Wire.decode(ChangeRow.self, from: newer) == ChangeRow(sequence: 7, change: .unknown))
        let broken = Data(#"{"pass":{"id":"x"}}"#.utf8)
        #expect(throws: DecodingError.self) { try Wire.decode(Change.self, from: broken) }
    }

    @Test func `an end of a visit that only a newer cloud knows is an end all the same`() throws {
        let moment = Instant(milliseconds: 1_000)
        let ended = VisitState(checkedInAt: moment, checkedOutAt: moment, exit: .assumed)
        let row = ChangeRow(sequence: 7, change: .visit(pass: PassID(1), state: ended))
        let newer = String(decoding: try Wire.encode(row), as: UTF8.self).replacing("assumed", with: "teleported")
        let plain = VisitState(checkedInAt: moment, checkedOutAt: moment)
        #expect(
            try Wire.decode(ChangeRow.self, from: Data(newer.utf8))
                == ChangeRow(sequence: 7, change: .visit(pass: PassID(1), state: plain)))
    }

    @Test func `a newer cloud's word about a notice says nothing here`() throws {
        let answer = #"{"id":"01A2087E-F7B5-799D-A305-2833540FD8D4","status":"accepted","notice":"paged"}"#
        let result = try Wire.decode(EventResult.self, from: Data(answer.utf8))
        #expect(result.status == .accepted && result.notice == nil)
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

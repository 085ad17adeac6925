import Kiosk
import Reception
import Testing

@Suite struct ClockStateTests {
    private let noon = Instant(milliseconds: ClockState.initial.floor.milliseconds + 86_400_000)

    private func world(at now: Instant) -> World {
        World(now: { now }, uptime: { .seconds(1) }, bootID: { "b" }, randomBytes: World.live.randomBytes)
    }

    @Test func `an answer's time belongs to the midpoint of its request`() {
        var clock = ClockState.initial
        clock.learn(serverTime: noon, received: noon.advanced(by: .seconds(-598)), took: .seconds(2))
        #expect(clock.offsetMilliseconds == 599_000)
        #expect(clock.moment(in: world(at: noon)).corrected.now == noon.advanced(by: .seconds(599)))
    }

    /// Both halves of a way are never alike: the answer itself proves no more than bounds.
    @Test(arguments: [(0, 8), (8, 0), (3, 5), (0, 3600), (3600, 0)])
    func `a slow or lopsided way leaves an offset that was right`(there: Int, back: Int) {
        var clock = ClockState(offsetMilliseconds: 600_000, floor: noon)
        let sent = noon.advanced(by: .seconds(-600))
        clock.learn(
            serverTime: noon.advanced(by: .seconds(there)), received: sent.advanced(by: .seconds(there + back)),
            took: .seconds(there + back))
        #expect(clock.offsetMilliseconds == 600_000)
        #expect(clock.floor == noon.advanced(by: .seconds(there)))
    }

    @Test func `a quick answer mends what a slow one left open`() {
        var clock = ClockState.initial
        clock.learn(serverTime: noon, received: noon.advanced(by: .seconds(-592)), took: .seconds(8))
        #expect(clock.offsetMilliseconds == 596_000)
        clock.learn(serverTime: noon, received: noon.advanced(by: .milliseconds(-599_980)), took: .milliseconds(20))
        #expect(clock.offsetMilliseconds == 599_990)
    }

    @Test func `an answer after a minute moves a wrong offset only as far as it proves`() {
        var clock = ClockState.initial
        clock.learn(serverTime: noon, received: noon.advanced(by: .seconds(-600)), took: .seconds(60))
        #expect(clock.offsetMilliseconds == 600_000)
        #expect(clock.floor == noon)
        clock = ClockState(offsetMilliseconds: 900_000, floor: noon)
        clock.learn(serverTime: noon, received: noon.advanced(by: .seconds(-600)), took: .seconds(60))
        #expect(clock.offsetMilliseconds == 660_000)
    }

    @Test func `a clock below what has been is not believed`() {
        var clock = ClockState.initial
        #expect(!clock.moment(in: world(at: Instant(milliseconds: 0))).corrected.isTrusted)
        #expect(clock.moment(in: world(at: noon)).corrected.isTrusted)
        clock.raiseFloor(to: noon)
        #expect(clock.moment(in: world(at: noon.advanced(by: .seconds(-59)))).corrected.isTrusted)
        #expect(!clock.moment(in: world(at: noon.advanced(by: .seconds(-61)))).corrected.isTrusted)
    }

    @Test func `one wrong date in the far future does not last beyond the cloud's next word`() {
        var clock = ClockState.initial
        clock.raiseFloor(to: noon.advanced(by: .seconds(86_400 * 3650)))
        #expect(!clock.moment(in: world(at: noon)).corrected.isTrusted)
        clock.learn(serverTime: noon, received: noon, took: .zero)
        #expect(clock.moment(in: world(at: noon)).corrected.isTrusted)
    }
}

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
        clock.learn(serverTime: noon, sent: noon.advanced(by: .seconds(-600)), took: .seconds(2))
        #expect(clock.offsetMilliseconds == 599_000)
        #expect(clock.moment(in: world(at: noon)).corrected.now == noon.advanced(by: .seconds(599)))
    }

    @Test func `a slow answer moves the floor and not the offset`() {
        var clock = ClockState.initial
        clock.learn(serverTime: noon, sent: noon.advanced(by: .seconds(-600)), took: .seconds(10))
        #expect(clock.offsetMilliseconds == 0)
        #expect(clock.floor == noon)
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
        clock.learn(serverTime: noon, sent: noon, took: .zero)
        #expect(clock.moment(in: world(at: noon)).corrected.isTrusted)
    }
}

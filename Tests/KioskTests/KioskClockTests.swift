import Reception
import Synchronization
import Testing

@testable import Kiosk

/// A machine whose clocks a test sets, and a memory that outlives the program.
private final class Machine: ClockMemory {
    private let state = Mutex(
        (wall: Machine.noon, uptime: Duration.seconds(100), heldUp: Duration.zero, kept: ClockState?.none))

    static let noon = Instant(milliseconds: ClockState.initial.floor.milliseconds + 86_400_000)

    var world: World {
        World(
            now: { [self] in state.withLock { $0.wall } },
            uptime: { [self] in
                state.withLock { state in
                    defer { state.uptime += state.heldUp }
                    return state.uptime
                }
            }, bootID: { "boot" }, randomBytes: World.live.randomBytes)
    }

    /// Both clocks go on; the wall clock may run a little faster or slower.
    func pass(_ duration: Duration, drift: Duration = .zero) {
        state.withLock { state in
            state.wall = state.wall.advanced(by: duration + drift)
            state.uptime += duration
        }
    }

    func set(_ change: Duration) { state.withLock { $0.wall = $0.wall.advanced(by: change) } }

    /// Each reading of the monotonic clock is followed by such a wait.
    func holdUp(_ wait: Duration) { state.withLock { $0.heldUp = wait } }

    func clock() -> ClockState? { state.withLock { $0.kept } }
    func keep(_ clock: ClockState) { state.withLock { $0.kept = clock } }
}

/// The machine's clock is set while the program runs (DESIGN §5, Clock; scenario 26).
@Suite struct KioskClockTests {
    private let machine = Machine()
    private let clock: KioskClock

    init() throws { clock = try KioskClock(world: machine.world, memory: machine) }

    private var now: Instant { clock.moment.corrected.now }

    private func hear(_ time: Instant) {
        clock.learn(serverTime: time, askedAt: machine.world.uptime() - .milliseconds(20))
    }

    @Test(arguments: [-3 * 3600, 3 * 3600, -86_400 * 20_000, 90])
    func `after the cloud was heard the time goes on as it was, whatever the clock is set to`(seconds: Int) {
        hear(Machine.noon)
        machine.pass(.seconds(60))
        let before = now
        machine.set(.seconds(seconds))
        machine.pass(.seconds(1))
        let moment = clock.moment
        #expect(moment.corrected == CorrectedTime(now: before.advanced(by: .seconds(1)), isTrusted: true))
        #expect(moment.device == Machine.noon.advanced(by: .seconds(61 + seconds)))
        #expect(moment.device.milliseconds + moment.clock.offsetMilliseconds == moment.corrected.now.milliseconds)
        machine.set(.seconds(-seconds))
        #expect(now == before.advanced(by: .seconds(1)))
    }

    @Test func `time that the program loses after an answer is not taken for a wrong clock`() {
        hear(Machine.noon)
        let offset = clock.moment.clock.offsetMilliseconds
        let start = machine.world.uptime()
        // The answer is there at once, and the program sleeps for half a minute before it looks at it.
        machine.pass(.seconds(30))
        clock.learn(serverTime: Machine.noon, askedAt: start)
        #expect(clock.moment.clock.offsetMilliseconds == offset)
    }

    @Test func `a clock that is steered is not taken for one that is set`() {
        hear(Machine.noon)
        let offset = clock.moment.clock.offsetMilliseconds
        for _ in 0..<3 * 24 * 60 {
            machine.pass(.seconds(60), drift: .milliseconds(140))
            #expect(clock.moment.clock.offsetMilliseconds == offset)
        }
        // Scenario 26: three days and ten minutes on, the cloud's first word puts it right.
        let days = Duration.seconds(3 * 86_400)
        let ahead = now.since(Machine.noon.advanced(by: days))
        #expect(ahead > .seconds(590) && ahead < .seconds(610))
        hear(Machine.noon.advanced(by: days))
        #expect(abs(now.since(Machine.noon.advanced(by: days)).wholeMilliseconds) <= 20)
    }

    @Test func `a sleeping machine and a leap second are no steps`() {
        hear(Machine.noon)
        machine.pass(.seconds(8 * 3600))
        #expect(abs(now.since(Machine.noon.advanced(by: .seconds(8 * 3600))).wholeMilliseconds) <= 20)
        machine.set(.seconds(-1))
        let offset = clock.moment.clock.offsetMilliseconds
        #expect(abs(offset) <= 20)
    }

    @Test func `a program held up between its two clocks sees no step`() {
        hear(Machine.noon)
        let offset = clock.moment.clock.offsetMilliseconds
        machine.holdUp(.seconds(5))
        _ = clock.moment
        machine.holdUp(.zero)
        // What the hold-ups took has passed on the wall, too.
        machine.set(.seconds(10))
        #expect(clock.moment.clock.offsetMilliseconds == offset)
    }

    @Test func `a board that starts in 1970 is not trusted, is believed once it is set, and learns from the cloud`() {
        machine.set(.seconds(-86_400 * 20_000))
        #expect(!clock.moment.corrected.isTrusted)
        machine.set(.seconds(86_400 * 20_000))
        #expect(clock.moment.corrected == CorrectedTime(now: Machine.noon, isTrusted: true))
        machine.set(.seconds(-86_400 * 20_000))
        #expect(!clock.moment.corrected.isTrusted)
        hear(Machine.noon)
        #expect(clock.moment.corrected.isTrusted)
        #expect(abs(now.since(Machine.noon).wholeMilliseconds) <= 20)
    }

    @Test func `certificates are judged by the machine's clock near the cloud's, else by its time while it answers`() {
        hear(Machine.noon)
        #expect((0..<64).allSatisfy { _ in clock.certificateTime == nil })
        machine.set(.seconds(-86_400 * 20_000))
        #expect((0..<64).allSatisfy { _ in clock.certificateTime != nil })
        // Without an answer it may have been that time which was wrong.
        _ = try? clock.timing(\StatusAnswer.serverTime) { () throws(CloudFailure) in throw .timedOut }
        let times = Set((0..<64).map { _ in clock.certificateTime })
        #expect(times.count == 2 && times.contains(nil))
        #expect(times.compactMap(\.self).allSatisfy { abs($0.since(Machine.noon).wholeMilliseconds) <= 20 })
    }

    @Test func `a board that starts in 1970 judges certificates by the latest moment that is known`() throws {
        machine.set(.seconds(-86_400 * 20_000))
        machine.keep(ClockState(offsetMilliseconds: 0, floor: Machine.noon))
        let clock = try KioskClock(world: machine.world, memory: machine)
        #expect(Set((0..<64).map { _ in clock.certificateTime }) == [nil, Machine.noon])
    }

    @Test func `set back before the cloud was heard, the time is doubted until one of them is right again`() {
        _ = clock.moment
        machine.set(.seconds(-3 * 3600))
        #expect(!clock.moment.corrected.isTrusted)
        machine.pass(.seconds(3 * 3600))
        #expect(clock.moment.corrected.isTrusted)
        machine.set(.seconds(-3 * 3600))
        #expect(!clock.moment.corrected.isTrusted)
        hear(Machine.noon)
        #expect(clock.moment.corrected.isTrusted)
    }

    @Test func `a clock that is put right by the offset that was known needs no cloud`() throws {
        machine.set(.seconds(-600))
        machine.keep(ClockState(offsetMilliseconds: 600_000, floor: Machine.noon))
        let clock = try KioskClock(world: machine.world, memory: machine)
        #expect(clock.moment.corrected == CorrectedTime(now: Machine.noon, isTrusted: true))
        machine.set(.seconds(600))
        #expect(clock.moment.corrected == CorrectedTime(now: Machine.noon, isTrusted: true))
        #expect(clock.moment.clock.offsetMilliseconds == 0)
    }

    @Test func `a clock set while a request was under way teaches the offset that holds now`() {
        hear(Machine.noon)
        machine.set(.seconds(-3 * 3600))
        machine.pass(.milliseconds(20))
        hear(Machine.noon.advanced(by: .milliseconds(20)))
        #expect(abs(now.since(Machine.noon.advanced(by: .milliseconds(20))).wholeMilliseconds) <= 20)
    }

    @Test func `what a step changed is kept with the next call, and a new start goes on from it`() throws {
        hear(Machine.noon)
        machine.set(.seconds(-3 * 3600))
        #expect(now.since(Machine.noon) < .seconds(1))
        hear(Machine.noon)
        let again = try KioskClock(world: machine.world, memory: machine)
        #expect(abs(again.moment.corrected.now.since(Machine.noon).wholeMilliseconds) <= 20)
        #expect(again.moment.corrected.isTrusted)
    }

    @Test func `below the floor that was kept, a new start does not believe its clock`() throws {
        hear(Machine.noon)
        machine.set(.seconds(-3 * 3600))
        let again = try KioskClock(world: machine.world, memory: machine)
        #expect(!again.moment.corrected.isTrusted)
    }
}

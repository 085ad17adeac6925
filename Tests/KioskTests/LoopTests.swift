import Kiosk
import Reception
import Synchronization
import Testing

/// The loop before a terminal that follows a script, on a clock that the script turns.
@Suite struct LoopTests {
    /// What the loop hands to the desk.
    private func work(_ steps: [ScriptedTerminal.Step]) throws -> [Effect] {
        let uptime = Uptime()
        let world = World(
            now: { Story.morning }, uptime: { uptime.value }, bootID: { "" },
            randomBytes: { [UInt8](repeating: 0, count: $0) })
        let clock = try KioskClock(world: world, memory: Forgetful())
        let model = Model(
            settings: KioskSettings(), link: .online, scanner: .none, uptime: uptime.value, now: clock.moment.corrected)
        var work: [Effect] = []
        var loop = Loop(
            model: model, terminal: ScriptedTerminal(steps, uptime: uptime), mailbox: try Mailbox(), clock: clock
        ) { work.append($0) }
        loop.run()
        return work
    }

    private let code = Typing.code.map(Key.character)

    @Test func `a scan is handed to the desk as it was typed, a passcode at its last digit`() throws {
        #expect(
            try work([.init(after: .seconds(1), code + [.enter])])
                == [.admit(Presentation(text: Typing.code, means: .wedge))])
        let digits = "12345678".map { ScriptedTerminal.Step(after: .milliseconds(60), [.character($0)]) }
        #expect(try work(digits) == [.admit(Presentation(text: "12345678", means: .passcode))])
    }

    @Test func `half a code that is really all there is, is told as such`() throws {
        let half = String(Typing.code.prefix(70))
        #expect(
            try work([.init(after: .seconds(1), Array(code.prefix(70))), .init(after: .seconds(4), [])])
                == [.admit(Presentation(text: half, means: .wedge))])
    }

    @Test func `a machine that is too busy to look for four seconds loses no code`() throws {
        let steps: [ScriptedTerminal.Step] = [
            .init(after: .seconds(1), Array(code.prefix(70))),
            .init(after: .seconds(4), Array(code.dropFirst(70)) + [.enter], isBusy: true),
        ]
        #expect(try work(steps) == [.admit(Presentation(text: Typing.code, means: .wedge))])
    }

    @Test func `a click is the key that stands there, and of two at once the second is nobody's`() throws {
        let size = Size(rows: 24, columns: 80)
        let model = Model(
            settings: KioskSettings(), link: .online, scanner: .none, uptime: .seconds(100),
            now: CorrectedTime(now: Story.morning, isTrusted: true))
        let frame = model.view(size)
        let places = (0..<size.rows).flatMap { row in (0..<size.columns).map { (row: row, column: $0) } }
        func key(_ place: (row: Int, column: Int)) -> Key? { frame.key(row: place.row, column: place.column) }
        let call = try #require(
            places.first { key($0).map { $0 == .character("C") || $0 == .character("c") } ?? false })
        let nothing = try #require(places.first { key($0) == nil })
        func calls(_ clicks: [(row: Int, column: Int)]) throws -> Int {
            try work([.init(after: .seconds(1), clicks: clicks)]).count {
                if case .record(.call) = $0 { true } else { false }
            }
        }
        #expect(try calls([call]) == 1)
        #expect(try calls([call, call]) == 1)
        #expect(try calls([nothing]) == 0)
        #expect(try calls([nothing, call]) == 0)
    }
}

private final class Uptime: Sendable {
    private let time = Mutex(Duration.seconds(100))

    var value: Duration { time.withLock { $0 } }
    func advance(by step: Duration) { time.withLock { $0 += step } }
}

private struct Forgetful: ClockMemory {
    func clock() -> ClockState? { nil }
    func keep(_ clock: ClockState) {}
}

private final class ScriptedTerminal: Terminal {
    struct Step {
        var after: Duration
        let inputs: [TerminalInput]
        /// The machine has no time for the program meanwhile, so that it wakes late and finds all of them.
        let isBusy: Bool

        init(after: Duration, _ keys: [Key], isBusy: Bool = false) {
            self.after = after
            inputs = keys.map(TerminalInput.key)
            self.isBusy = isBusy
        }

        /// Clicks that the program finds together.
        init(after: Duration, clicks: [(row: Int, column: Int)]) {
            self.after = after
            inputs = clicks.map { .click(row: $0.row, column: $0.column) }
            isBusy = false
        }
    }

    let size = Size(rows: 24, columns: 80)
    private let uptime: Uptime
    private var steps: [Step]

    init(_ steps: [Step], uptime: Uptime) {
        self.uptime = uptime
        // What is held back at the end has time to come out.
        self.steps = steps + [Step(after: .seconds(2), [])]
    }

    func draw(_ frame: Frame) {}
    func bell() {}

    func wait(upTo timeout: Duration, waking descriptor: Int32) -> [TerminalInput] {
        guard let step = steps.first else { return [.lost] }
        guard step.isBusy || step.after <= timeout else {
            uptime.advance(by: timeout)
            steps[0].after -= timeout
            return []
        }
        uptime.advance(by: step.after)
        return steps.removeFirst().inputs
    }
}

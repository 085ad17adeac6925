import Reception

/// The kiosk's main loop: terminal and mailbox in, model, frame and effects out. Runs on the thread that owns the
/// terminal until the model is finished or the terminal is gone.
package struct Loop {
    private var model: Model
    private var wedge = WedgeReader()
    private let terminal: any Terminal
    private let mailbox: Mailbox<Message>
    private let clock: KioskClock
    private let perform: (Effect) -> Void
    /// What is on the screen: a click means what stands there.
    private var shown: Frame

    /// - Parameter perform: does what the model wants done; it must not wait. The terminal's own bell has been rung.
    package init(
        model: Model, terminal: any Terminal, mailbox: Mailbox<Message>, clock: KioskClock,
        perform: @escaping (Effect) -> Void
    ) {
        self.model = model
        self.terminal = terminal
        self.mailbox = mailbox
        self.clock = clock
        self.perform = perform
        shown = model.view(terminal.size)
    }

    /// Whether the end was a new beginning: the program is to start anew with what it was told.
    package var startsAnew: Bool { model.startsAnew }

    /// Serves until the end.
    package mutating func run() {
        terminal.draw(shown)
        var served = clock.world.uptime()
        while !model.isFinished {
            wedge.excuse(clock.world.uptime() - served)
            let inputs = terminal.wait(upTo: timeToNextTick, waking: mailbox.descriptor)
            served = clock.world.uptime()
            if inputs.contains(.lost) { return }
            take(.tick(uptime: clock.world.uptime(), now: clock.moment.corrected))
            take(inputs)
            mailbox.drain().forEach { take($0) }
            shown = model.view(terminal.size)
            terminal.draw(shown)
        }
    }

    private var timeToNextTick: Duration {
        let next = min(model.nextTick, wedge.deadline.map { $0 + .milliseconds(1) } ?? model.nextTick)
        return max(.zero, next - clock.world.uptime())
    }

    private mutating func take(_ inputs: [TerminalInput]) {
        let time = clock.world.uptime()
        let keys = inputs.compactMap { if case .key(let key) = $0 { key } else { nil } }
        wedge.isForText = model.takesText
        for output in keys.isEmpty ? wedge.pause(at: time) : wedge.take(found: keys, at: time) {
            switch output {
            case .key(let key): take(.key(key))
            case .code(let code): take(.code(code, .wedge))
            }
        }
        // A second one was meant for a screen that the first may have changed.
        if let key = inputs.lazy.compactMap(clickedKey).first { take(.key(key)) }
    }

    /// The key that a click means; one that hits nothing shows that somebody is there, as any key does.
    private func clickedKey(_ input: TerminalInput) -> Key? {
        guard case .click(let row, let column) = input else { return nil }
        return shown.key(row: row, column: column) ?? .other
    }

    private mutating func take(_ message: Message) {
        for effect in model.update(message) {
            if case .sound = effect { terminal.bell() }
            perform(effect)
        }
    }
}

import Reception

/// The kiosk's main loop: terminal and mailbox in, model, frame and effects out. Runs on the thread that owns the
/// terminal until the model is finished or the terminal is gone.
package struct Loop {
    private var model: Model
    private var wedge = WedgeReader()
    private let terminal: any Terminal
    private let mailbox: Mailbox<Message>
    private let clock: KioskClock
    private let perform: (Desk.Work) -> Void

    /// - Parameter perform: hands work to the desk's lane.
    package init(
        model: Model, terminal: any Terminal, mailbox: Mailbox<Message>, clock: KioskClock,
        perform: @escaping (Desk.Work) -> Void
    ) {
        self.model = model
        self.terminal = terminal
        self.mailbox = mailbox
        self.clock = clock
        self.perform = perform
    }

    /// Serves until the end.
    package mutating func run() {
        terminal.draw(model.view(terminal.size))
        var served = clock.world.uptime()
        while !model.isFinished {
            wedge.excuse(clock.world.uptime() - served)
            let inputs = terminal.wait(upTo: timeToNextTick, waking: mailbox.descriptor)
            served = clock.world.uptime()
            if inputs.contains(.lost) { return }
            take(.tick(uptime: clock.world.uptime(), now: clock.moment.corrected))
            take(inputs)
            mailbox.drain().forEach { take($0) }
            terminal.draw(model.view(terminal.size))
        }
    }

    private var timeToNextTick: Duration {
        let next = min(model.nextTick, wedge.deadline.map { $0 + .milliseconds(1) } ?? model.nextTick)
        return max(.zero, next - clock.world.uptime())
    }

    private mutating func take(_ inputs: [TerminalInput]) {
        let time = clock.world.uptime()
        let keys = inputs.compactMap { if case .key(let key) = $0 { key } else { nil } }
        for output in keys.isEmpty ? wedge.pause(at: time) : wedge.take(found: keys, at: time) {
            switch output {
            case .key(let key): take(.key(key))
            case .code(let code): take(.code(code, .wedge))
            }
        }
    }

    private mutating func take(_ message: Message) {
        for effect in model.update(message) {
            switch effect {
            case .admit(let presentation): perform(.admit(presentation))
            case .record(let action): perform(.record(action))
            case .sound: terminal.bell()
            }
        }
    }
}

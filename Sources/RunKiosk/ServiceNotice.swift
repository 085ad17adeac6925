import CProcess
import Foundation
import Kiosk
import Reception

/// What the program tells systemd (sd_notify(3)): that it serves, that it still does, that it ends.
///
/// Its sign of life is given by the loop that draws the screen, and only while every lane comes round in its time: a
/// kiosk whose screen or whose lane hangs is started anew. Without systemd nothing is said.
final class ServiceNotice {
    private let address: String?
    /// `nil` when nobody watches.
    private let interval: Duration?
    private let world: World
    private let lanes: [Watched]
    private var lastSign: Duration?

    /// A lane, and how long one of its steps may take before it counts as stuck.
    struct Watched {
        var lane: Lane
        var longest: Duration
    }

    init(environment: [String: String] = ProcessInfo.processInfo.environment, lanes: [Watched], _ world: World) {
        address = environment["NOTIFY_SOCKET"]
        let isForUs = environment["WATCHDOG_PID"].map { $0 == String(getpid()) } ?? true
        let limit = environment["WATCHDOG_USEC"].flatMap(Int64.init).flatMap { $0 > 0 ? $0 : nil }
        // Three chances: one sign may be lost, and one frame may be long.
        interval = isForUs && address != nil ? limit.map { .microseconds($0) / 3 } : nil
        self.lanes = lanes
        self.world = world
    }

    /// The screen stands and visitors are served.
    func ready() {
        send("READY=1\nSTATUS=Serving visitors.")
        signOfLife()
    }

    /// From now on the end may take its time.
    func stopping() { send("STOPPING=1") }

    /// Called by the loop at each of its turns; gives the sign when it is due and no lane is stuck.
    func signOfLife() {
        guard let interval else { return }
        let now = world.uptime()
        if let lastSign, now - lastSign < interval { return }
        guard lanes.allSatisfy({ $0.lane.busy(at: now) < $0.longest }) else { return }
        lastSign = now
        send("WATCHDOG=1")
    }

    /// The longest that the loop may rest.
    var longestRest: Duration { interval ?? .seconds(3600) }

    private func send(_ text: String) {
        guard let address else { return }
        _ = uk_process_notify(address, text)
    }
}

/// A terminal whose loop gives signs of life.
struct WatchedTerminal: Terminal {
    let terminal: any Terminal
    let notice: ServiceNotice

    var size: Size { terminal.size }

    func draw(_ frame: Frame) { terminal.draw(frame) }

    func wait(upTo timeout: Duration, waking descriptor: Int32) -> [TerminalInput] {
        notice.signOfLife()
        return terminal.wait(upTo: min(timeout, notice.longestRest), waking: descriptor)
    }

    func bell() { terminal.bell() }
}

import Foundation
import Reception
import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#endif

/// A day at one reception, by a script of chance: the real kiosk in a real terminal, the real cloud, a network that
/// fails between them, and SIGKILL for either at any moment.
///
/// What happens is in `Day+Deeds.swift`; here is what it is done with. A visitor is answered when the terminal shows
/// the answer; after a kill the terminal still shows what the kiosk had drawn last, and that counts too.
final class Day {
    let place: Installation
    /// Names this day's visitors apart from those of others.
    let number: Int
    var book = DayBook()
    var guests: [DayGuest] = []
    /// The room of each appointment, as the cloud was told last.
    var rooms: [String: String] = [:]
    private(set) var kills = 0
    private(set) var terminal: TerminalScreen
    private(set) var network = FaultProxy.Mode.pass
    private var isCloudDown = false
    /// The code that was shown last, and when: at once again it would be the same presentation.
    private(set) var shown: (code: String, at: Instant)?

    /// Opens the reception. With four expected visitors to an appointment, every third of them with period passes.
    init(number: Int, visitors: Int) async throws {
        self.number = number
        place = try await Installation()
        let settings = """
            data_dir = "\(place.kioskData)"
            screen.result_seconds = 120
            scanner.device = "none"
            cloud.connect_seconds = 2
            cloud.answer_seconds = 3
            """
        try Data(settings.utf8).write(to: URL(fileURLWithPath: place.configuration))
        terminal = try Self.terminal(of: place)
        for index in stride(from: 0, to: visitors, by: 4) { try invite(4, isPeriod: index % 3 == 0, isLate: false) }
        try await terminal.wait(for: "オンライン")
        try await eventually("the kiosk knows its visitors", within: .seconds(60)) {
            try self.place.status().passes >= self.guests.count
        }
    }

    var now: Instant { World.live.now() }

    /// Whether the kiosk can hear of something.
    var isConnected: Bool {
        switch network {
        case .pass, .delay: !isCloudDown
        default: false
        }
    }

    // MARK: - The kiosk

    /// Brings the idle screen back.
    func clear() async throws {
        if DayAnswer(try terminal.screen()) == .nothing { return }
        try await press("Escape")
        _ = try await answer { $0 == .nothing }
    }

    /// Shows a code; waits first while it would be taken for the same presentation as the last.
    func show(_ code: String) async throws {
        let silence = Duration.milliseconds(5200)
        if let shown, shown.code == code {
            try await Task.sleep(for: max(.zero, silence - now.since(shown.at)))
        }
        try type(code)
    }

    /// Types a code in one burst, whatever was shown before.
    func type(_ code: String) throws {
        try terminal.type(code)
        shown = (code, now)
    }

    /// Presses a key as a person does who has read the screen: not so soon behind a code that it would be the scanner's.
    func press(_ key: String) async throws {
        try await Task.sleep(for: .milliseconds(400))
        try terminal.press(key)
    }

    /// Waits for an answer of that kind.
    func answer(_ isAwaited: (DayAnswer) -> Bool) async throws -> DayAnswer {
        let end = World.live.uptime() + .seconds(60)
        while true {
            let screen = try terminal.screen()
            if let answer = DayAnswer(screen), isAwaited(answer) { return answer }
            guard World.live.uptime() < end else { throw DayFailure(description: "No answer, but:\n\(screen)") }
            // Each look at the terminal costs as much as an admission.
            try await Task.sleep(for: .milliseconds(50))
        }
    }

    /// Waits for an answer of that kind, under a kill if there is to be one.
    ///
    /// - Returns: `nil` when the kiosk was killed before it had drawn one.
    func answer(under kill: DayStep.Kill?, _ isAwaited: (DayAnswer) -> Bool = { $0 != .nothing }) async throws
        -> DayAnswer?
    {
        guard let kill else { return try await answer(isAwaited) }
        let early = kill.waitsForAnswer ? try await answer(isAwaited) : nil
        try await Task.sleep(for: .milliseconds(kill.delay))
        let last = try await strike(kill)
        if let early { return early }
        if kill.victim == .cloud { return try await answer(isAwaited) }
        return last.flatMap { isAwaited($0) ? $0 : nil }
    }

    /// Kills, and starts the kiosk again.
    ///
    /// - Returns: what the killed kiosk had drawn last.
    @discardableResult
    func strike(_ kill: DayStep.Kill) async throws -> DayAnswer? {
        if kill.victim != .kiosk, !isCloudDown {
            place.stopCloud(SIGKILL)
            isCloudDown = true
            kills += kill.victim == .cloud ? 1 : 0
        }
        guard kill.victim != .cloud else { return nil }
        let last = try await killKiosk()
        if let again = kill.again {
            try await Task.sleep(for: .milliseconds(again))
            _ = try await killKiosk()
        }
        _ = try await answer { $0 == .nothing }
        return last
    }

    private func killKiosk() async throws -> DayAnswer? {
        Glibc.kill(try terminal.pid(), SIGKILL)
        while try !terminal.isDead() { try await Task.sleep(for: .milliseconds(5)) }
        let last = DayAnswer(try terminal.screen())
        terminal.close()
        terminal = try Self.terminal(of: place)
        kills += 1
        shown = nil
        return last
    }

    private static func terminal(of place: Installation) throws -> TerminalScreen {
        try TerminalScreen(
            [Command.built("uketsuke-kiosk"), "run", "--config", place.configuration],
            environment: ["TZ": Installation.timeZone])
    }

    // MARK: - Cloud and network

    func startCloud() async throws {
        guard isCloudDown else { return }
        try await place.startCloud()
        isCloudDown = false
    }

    func setNetwork(_ mode: FaultProxy.Mode) {
        network = mode
        place.network.setMode(mode)
        switch mode {
        case .pass, .delay, .stall: break
        default: place.network.closeConnections()
        }
    }

    /// Makes an appointment of which the kiosk must hear.
    func invite(_ count: Int, isPeriod: Bool, isLate: Bool) throws {
        let names = (guests.count..<guests.count + count).map { "客\(number)-\($0)" }
        let made = try place.appointment(visitors: names.map { "青空商事;\($0);" }, room: "初めの室", period: isPeriod)
        rooms[made.appointment] = "初めの室"
        guests += zip(names, made.visitors).map { name, visitor in
            DayGuest(
                name: name, pass: visitor.pass, token: visitor.token, isPeriod: isPeriod,
                appointment: made.appointment, isLate: isLate)
        }
    }
}

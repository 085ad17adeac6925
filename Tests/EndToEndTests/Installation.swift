import Foundation
import Reception
import Synchronization
import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#endif

/// A cloud with a site and a host, a network that can be cut, and an enrolled kiosk: the real programs in a folder of
/// their own. Everything ends with the last reference.
final class Installation: Sendable {
    let folder: TemporaryDirectory
    /// The network between kiosk and cloud.
    let network: FaultProxy
    /// Its process.
    private let cloud = Mutex<pid_t?>(nil)
    /// Where the cloud itself listens, behind the network.
    let port: UInt16
    /// Whom the kiosk trusts beside the cloud's own authority.
    private let authority: ServerCertificate?

    /// - Parameters:
    ///   - webhook: where notices for the host and calls for the staff go.
    ///   - authority: whose servers the kiosk takes for the cloud too.
    ///   - settings: further lines of the kiosk's configuration.
    init(
        webhook: String? = nil, trusting authority: ServerCertificate? = nil, settings: String = ""
    ) async throws {
        self.authority = authority
        folder = try TemporaryDirectory()
        port = try LoopbackSocket.freePort()
        network = try FaultProxy(to: port)
        try await startCloud()
        let secret = try folder.write(Data("a secret of this test".utf8), to: "webhook-secret")
        let channel = webhook.map { ["--webhook", $0, "--webhook-secret-file", secret] } ?? []
        try cloud(["site", "add", "--name", "本社", "--time-zone", Self.timeZone, "--phone", "100"] + channel)
        try cloud(["host", "add", "--name", "佐藤 花子", "--phone", "1234"] + channel)
        try folder.write(Data("data_dir = \"\(folder.file("kiosk"))\"\n\(settings)".utf8), to: "kiosk.conf")
        try enrol()
    }

    deinit { stopCloud(SIGKILL) }

    /// A time zone in which it is about noon, so that no test meets the end of its day.
    static let timeZone: String = {
        let ahead = 12 - SiteTime.utc.reading(of: World.live.now()).hour
        // These names count westwards.
        return ahead == 0 ? "Etc/GMT" : "Etc/GMT\(ahead > 0 ? "-" : "+")\(abs(ahead))"
    }()

    static var siteTime: SiteTime? { SiteTime(identifier: timeZone) }

    // MARK: - The cloud

    var cloudData: String { folder.file("cloud") }
    private var ready: String { folder.file("ready") }

    /// Starts the server, at the same address as before, and waits until it accepts connections.
    ///
    /// - Parameter behind: how far its clock goes behind; negative for one that goes ahead.
    func startCloud(behind: Duration = .zero) async throws {
        try? FileManager.default.removeItem(atPath: ready)
        let log = folder.file("cloud.log")
        if !FileManager.default.fileExists(atPath: log) { try Data().write(to: URL(fileURLWithPath: log)) }
        let arguments = ["serve", "--data", cloudData, "--listen", "127.0.0.1:\(port)", "--ready-file", ready]
        let pid = try Command.start(
            try clock(behind) + [Command.built("uketsuke-cloud")] + arguments, log: log)
        cloud.withLock { $0 = pid }
        try await eventually("the cloud accepts connections") { FileManager.default.fileExists(atPath: self.ready) }
    }

    /// What a program is started with for a clock that goes so far behind.
    private func clock(_ behind: Duration) throws -> [String] {
        guard behind != .zero else { return [] }
        let file = try folder.write(Data("\(-behind.wholeMilliseconds) 0\n".utf8), to: "clock")
        return ["env", "LD_PRELOAD=\(Command.built("libfault-shim.so"))", "CLOCK_FAULT=\(file)"]
    }

    /// Ends the server by a signal and waits for its end.
    func stopCloud(_ signal: Int32) {
        cloud.withLock { pid in
            if let running = pid { Command.end(running, by: signal) }
            pid = nil
        }
    }

    /// Runs a command of `uketsuke-cloud` on this installation's data.
    @discardableResult
    func cloud(_ arguments: String...) throws -> String { try cloud(arguments) }

    @discardableResult
    func cloud(_ arguments: [String]) throws -> String {
        let result = try Command.run([Command.built("uketsuke-cloud")] + arguments + ["--data", cloudData])
        try #require(result.status == 0, "uketsuke-cloud \(arguments.prefix(2)): \(result.err)")
        return result.out
    }

    /// The date of today (`day` days from now) in the site's zone, as commands and layouts take it.
    static func date(day: Int = 0) throws -> String {
        let date = try #require(siteTime).reading(of: World.live.now().advanced(by: .seconds(86_400 * day)))
        return String(format: "%04d-%02d-%02d", date.year, date.month, date.day)
    }

    /// Makes an appointment of today (`day` days from now) in the site's zone and returns its visitors.
    ///
    /// - Parameter lastDay: when it ends; on its first day unless told.
    func appointment(
        day: Int = 0, lastDay: Int? = nil, visitors: [String] = ["青空商事;山田 太郎;"], room: String = "会議室 A",
        period: Bool = false, language: String? = nil
    ) throws -> Appointment {
        var arguments = [
            "appointment", "add", "--title", "打合せ", "--start", "\(try Self.date(day: day))T10:00", "--end",
            "\(try Self.date(day: lastDay ?? day))T11:00", "--host", "佐藤 花子", "--room", room, "--json",
        ]
        arguments += language.map { ["--language", $0] } ?? []
        arguments += visitors.flatMap { ["--visitor", $0] }
        if period { arguments.append("--period") }
        return try JSONDecoder().decode(Appointment.self, from: Data(cloud(arguments).utf8))
    }

    func visits() throws -> [Visit] {
        try JSONDecoder().decode([Visit].self, from: Data(cloud("visits", "--json").utf8))
    }

    func events() throws -> [RecordedEvent] {
        struct Record: Decodable { let event: RecordedEvent }
        return try JSONDecoder().decode([Record].self, from: Data(cloud("events", "--json").utf8)).map(\.event)
    }

    // MARK: - The kiosk

    var kioskData: String { folder.file("kiosk") }
    var configuration: String { folder.file("kiosk.conf") }

    /// Enrols the kiosk through the network.
    ///
    /// - Parameters:
    ///   - configuration: of the kiosk, where it is not the only one.
    ///   - name: what the administrator calls it.
    func enrol(_ configuration: String? = nil, name: String = "正面玄関") throws {
        struct Code: Decodable { let code: String }
        let code = try JSONDecoder().decode(
            Code.self, from: Data(cloud("enrol-code", "--site", "本社", "--json").utf8)
        ).code
        let url = "https://127.0.0.1:\(network.port)"
        let words = ["enrol", "--url", url, "--ca", try authorities(), "--code", code, "--name", name]
        let result = try kiosk(words, configuration: configuration)
        try #require(result.status == 0, "enrol: \(result.err)")
    }

    /// The file of the cloud's own authority.
    func cloudAuthority() throws -> String {
        let lines = try String(contentsOfFile: ready, encoding: .utf8).split(separator: "\n")
        return String(try #require(lines.last))
    }

    /// The file of everybody whom the kiosk trusts.
    private func authorities() throws -> String {
        guard let authority else { return try cloudAuthority() }
        let files = [try cloudAuthority(), authority.caFile]
        let all = try files.reduce(Data()) { try $0 + Data(contentsOf: URL(fileURLWithPath: $1)) + Data("\n".utf8) }
        return try folder.write(all, to: "authorities.pem")
    }

    /// Runs a command of `uketsuke-kiosk` on this installation's configuration.
    @discardableResult
    func kiosk(_ arguments: String..., configuration: String? = nil) throws -> Command.Result {
        try kiosk(arguments, configuration: configuration)
    }

    @discardableResult
    func kiosk(_ arguments: [String], configuration: String? = nil) throws -> Command.Result {
        try Command.run(
            [Command.built("uketsuke-kiosk")] + arguments + ["--config", configuration ?? self.configuration])
    }

    /// Opens the kiosk in a terminal and waits for its first screen.
    ///
    /// - Parameters:
    ///   - environment: added to what every kiosk here gets.
    ///   - codes: a file of codes, one in a line, for standard input.
    ///   - configuration: of the kiosk, where it is not the only one.
    func openKiosk(
        columns: Int = 80, rows: Int = 24, environment: [String: String] = [:], codes: String? = nil,
        configuration: String? = nil
    ) async throws -> TerminalScreen {
        let file = configuration ?? self.configuration
        let program = [Command.built("uketsuke-kiosk"), "run", "--config", file]
        let fed = codes.map { ["sh", "-c", #"codes=$1; shift; exec "$@" <"$codes""#, "sh", $0] } ?? []
        let terminal = try TerminalScreen(
            fed + program, columns: columns, rows: rows,
            environment: environment.merging(["TZ": Self.timeZone]) { $1 })
        try await terminal.wait(for: "QR コード")
        return terminal
    }

    /// Opens the kiosk and waits until it is online and knows `passes` passes.
    func openSyncedKiosk(passes: Int = 1) async throws -> TerminalScreen {
        let terminal = try await openKiosk()
        try await terminal.wait(for: "オンライン")
        try await eventually("the kiosk knows \(passes) passes") { try self.status().passes >= passes }
        return terminal
    }

    func status() throws -> Status {
        try JSONDecoder().decode(Status.self, from: Data(kiosk("status", "--json").out.utf8))
    }

    /// Waits until the cloud has acknowledged everything.
    func waitForEmptyQueue(within limit: Duration = .seconds(30)) async throws {
        try await eventually("the queue is empty", within: limit) { try self.status().waiting == 0 }
    }
}

// MARK: - What the programs print

struct Appointment: Decodable {
    struct Visitor: Decodable { let pass, token, passcode: String }
    let appointment: String
    let visitors: [Visitor]

    var token: String { visitors.first?.token ?? "" }
    var passcode: String { visitors.first?.passcode ?? "" }
}

struct Visit: Decodable {
    let pass: String
    let visitor: String
    let checkedInAt: Instant
    let checkedOutAt: Instant?
    let deviceTime: Instant?
    let exit: String?
    let means: String?
    let isConflict: Bool
    /// What is odd about its times.
    var flags: [String] = []
    /// Of a party without an appointment.
    var headcount: Int?
}

struct RecordedEvent: Decodable {
    let id: UUID
    let kind: String
    let verdict: String
    let sequence: Int64
    let stream: UUID
    let pass: String?
    let means: String
    /// Who of the staff did it.
    let staff: UUID?
    let act: Act?

    struct Act: Decodable { let kind: String }
}

struct Status: Decodable {
    let passes: Int
    let loadedPasses: Int?
    let waiting: Int
    let setAside: Int
    let enrolled: Bool
    let link: String?
    let linkSentence: String?
    let damagedOutboxes: [String]
    let layout: Layout

    /// What the screen offers as soon as nobody is at it.
    struct Layout: Decodable {
        /// Their IDs, in their order.
        let buttons: [String]
    }
}

/// Waits until `condition` holds, asked every 50 ms.
func eventually(
    _ expectation: String, within limit: Duration = .seconds(20), sourceLocation: SourceLocation = #_sourceLocation,
    _ condition: () throws -> Bool
) async throws {
    let end = World.live.uptime() + limit
    while try !condition() {
        guard World.live.uptime() < end else {
            Issue.record("not within \(limit): \(expectation)", sourceLocation: sourceLocation)
            throw NeverHappened()
        }
        try await Task.sleep(for: .milliseconds(50))
    }
}

struct NeverHappened: Error {}

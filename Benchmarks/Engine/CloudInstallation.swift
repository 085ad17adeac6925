import Foundation
import Reception
import TestSupport

/// The real cloud on loopback with data of its own; ends with the last reference.
final class CloudInstallation {
    private let program: String
    private let folder: ScratchFolder
    private let server = Process()
    /// Where its database lies.
    var database: String { folder.file("cloud/cloud.sqlite") }

    private static let host = "佐藤 花子"
    private static let site = "本社"
    /// A time zone in which it is about noon, so that no run meets the end of its day; these names count westwards.
    private static let timeZone: String = {
        let ahead = 12 - SiteTime.utc.reading(of: World.live.now()).hour
        return ahead == 0 ? "Etc/GMT" : "Etc/GMT\(ahead > 0 ? "-" : "+")\(abs(ahead))"
    }()

    /// Makes the data, one site and one host without a channel.
    ///
    /// - Throws: ``BenchmarkFailure`` when the program does not do its part.
    init(program: String, in folder: ScratchFolder) throws {
        self.program = program
        self.folder = folder
        try command(
            "site", "add", "--name", CloudInstallation.site, "--time-zone", CloudInstallation.timeZone, "--phone",
            "100")
        try command("host", "add", "--name", CloudInstallation.host, "--phone", "1234")
    }

    deinit {
        guard server.isRunning else { return }
        server.terminate()
        server.waitUntilExit()
    }

    /// Runs one of its commands and returns what it prints.
    @discardableResult
    func command(_ words: String...) throws -> String { try command(words) }

    private func command(_ words: [String]) throws -> String {
        let result = try Command.run([program] + words + ["--data", folder.file("cloud")])
        guard result.status == 0 else {
            throw BenchmarkFailure("uketsuke-cloud \(words.prefix(2).joined(separator: " ")) failed: \(result.err)")
        }
        return result.out
    }

    // MARK: - Serving

    /// Starts the server and waits until it accepts connections.
    ///
    /// - Returns: its base URL and the path of its CA file.
    func start() throws -> (url: String, authority: String) {
        let ready = folder.file("ready")
        server.executableURL = URL(fileURLWithPath: program)
        server.arguments = [
            "serve", "--data", folder.file("cloud"), "--listen", "127.0.0.1:0", "--ready-file", ready,
        ]
        let log = folder.file("cloud.log")
        _ = FileManager.default.createFile(atPath: log, contents: nil)
        server.standardOutput = FileHandle.nullDevice
        server.standardError = FileHandle(forWritingAtPath: log)
        try server.run()
        for _ in 0..<1000 where !FileManager.default.fileExists(atPath: ready) && server.isRunning {
            Thread.sleep(forTimeInterval: 0.02)
        }
        let lines = ((try? String(contentsOfFile: ready, encoding: .utf8)) ?? "").split(separator: "\n")
        guard lines.count == 2 else { throw BenchmarkFailure("The cloud does not start; see what it says by hand.") }
        return (String(lines[0]), String(lines[1]))
    }

    func enrolmentCode() throws -> String {
        struct Code: Decodable { let code: String }
        return try read(Code.self, command("enrol-code", "--site", CloudInstallation.site, "--json")).code
    }

    // MARK: - Passes

    /// An appointment as the cloud prints it.
    struct Appointment: Decodable {
        struct Visitor: Decodable { let token: String }
        let appointment: String
        let visitors: [Visitor]
    }

    /// One appointment from now on with so many visitors, whose passes admit today.
    func appointment(visitors count: Int) throws -> Appointment {
        let visitors = (0..<count).flatMap { ["--visitor", "青空商事株式会社;山田 太郎\($0);"] }
        let day = (SiteTime(identifier: CloudInstallation.timeZone) ?? .utc).reading(of: World.live.now())
        let today = String(format: "%04d-%02d-%02d", day.year, day.month, day.day)
        let times = ["--start", "\(today)T10:00", "--end", "\(today)T17:00"]
        return try read(
            Appointment.self,
            command(
                ["appointment", "add", "--title", "打合せ", "--host", CloudInstallation.host, "--room", "会議室 A"] + times
                    + visitors + ["--json"]))
    }

    /// The tokens of so many passes, by appointments of a size that an argument list can hold.
    func tokens(_ count: Int) throws -> [String] {
        var tokens: [String] = []
        while tokens.count < count {
            tokens += try appointment(visitors: min(500, count - tokens.count)).visitors.map(\.token)
        }
        return tokens
    }

    func cancel(_ appointment: Appointment) throws { try command("appointment", "cancel", appointment.appointment) }

    private func read<Value: Decodable>(_ type: Value.Type, _ text: String) throws -> Value {
        try JSONDecoder().decode(type, from: Data(text.utf8))
    }
}

import Foundation
import Reception
import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#endif

/// The administrator's commands, run as programs.
struct CommandLineTests {
    private let folder: TemporaryDirectory
    private let program = Command.built("uketsuke-cloud")

    init() throws {
        folder = try TemporaryDirectory()
    }

    private func run(_ words: String...) throws -> Command.Result {
        try Command.run([program] + words)
    }

    /// Runs a command on the data directory and reads its JSON.
    private func json(_ words: String...) throws -> Any {
        let result = try Command.run([program] + words + ["--data", data, "--json"])
        #expect(result.status == 0, "\(result.err)")
        return try JSONSerialization.jsonObject(with: Data(result.out.utf8))
    }

    private var data: String { folder.file("data") }

    private func prepare() throws {
        _ = try json("site", "add", "--name", "Tokyo")
        _ = try json("host", "add", "--name", "Sato", "--phone", "4711")
    }

    @Test func `an appointment's passes are printed with token, passcode and picture`() throws {
        try prepare()
        let output = try json(
            "appointment", "add", "--title", "T", "--start", "2026-11-23T10:00", "--end", "2026-11-23T11:00+09:00",
            "--host", "Sato", "--visitor", "ACME;Ann;a@x", "--visitor", "Bob", "--room", "3A", "--qr",
            folder.file("qr"))
        let visitors = try #require((output as? [String: Any])?["visitors"] as? [[String: String]])
        #expect(visitors.map { $0["name"] } == ["Ann", "Bob"])
        #expect(visitors.map { $0["company"] } == ["ACME", ""])
        for visitor in visitors {
            let token = try #require(visitor["token"])
            guard case .token(let read) = Token.reading(token) else {
                Issue.record("the token must be readable")
                return
            }
            #expect(read.pass.description == visitor["pass"])
            #expect(read.window.lowerBound == .at("2026-11-22T15:00:00Z"))
            #expect(visitor["passcode"].flatMap { Passcode($0) } != nil)
            #expect(FileManager.default.fileExists(atPath: try #require(visitor["qr"])))
        }
        let listed = try #require(try json("appointment", "list", "--day", "2026-11-23") as? [[String: Any]])
        #expect(listed.map { $0["title"] as? String } == ["T"])
        #expect((try json("appointment", "list", "--day", "2026-11-24") as? [Any])?.isEmpty == true)
    }

    @Test func `an enrolment code is printed with its end`() throws {
        try prepare()
        let output = try #require(try json("enrol-code", "--site", "Tokyo") as? [String: String])
        #expect(Set(output.keys) == ["code", "expires"])
        #expect(output["expires"].flatMap { Instant(rfc3339: $0) } != nil)
    }

    @Test func `lists of nothing are empty arrays, and the CSV has its header`() throws {
        _ = try run("tenant", "set", "--name", "T", "--data", data)
        for words in [["visits"], ["events"], ["kiosk", "list"], ["site", "list"], ["host", "list"]] {
            let result = try Command.run([program] + words + ["--data", data, "--json"])
            #expect(result.out == "[]\n")
        }
        #expect(try run("visits", "--data", data, "--csv").out.hasPrefix("\u{FEFF}pass,visitor,"))
    }

    private static let mistakes: [([String], Int32)] = [
        (
            [
                "appointment", "add", "--title", "T", "--start", "2026-11-23T10:00", "--end", "2026-11-23T11:00",
                "--host", "Sato", "--visitor", "Ann",
            ], 1
        ),
        (["appointment", "cancel", "01a2087e-f7b5-799d-a305-2833540fd8d4"], 1),
        (["appointment", "cancel", "nonsense"], 64),
        (["pass", "show", "0123456789abcdef"], 1),
        (["enrol-code"], 1),
        (["site", "add", "--name", "X", "--time-zone", "Mars/Olympus"], 64),
        (["host", "add", "--name", "X", "--webhook", "ftp://x"], 64),
        (["host", "edit", "Nobody"], 1),
        (["host", "edit", "X", "--webhook", "https://x", "--no-webhook"], 64),
        (["department", "remove", "None"], 1), (["staff", "remove", "7"], 1), (["staff", "edit", "7"], 64),
        (["department", "add", "--name", "X", "--name-in", "Sales"], 64),
        (["layout", "show"], 1),
        (["serve", "--public-url", "reception.example"], 64),
        (["nonsense"], 64),
        (["serve", "--certificate", "missing.pem", "--key", "missing.pem"], 78),
        (["serve", "--certificate", "missing.pem"], 64),
    ]

    @Test(arguments: mistakes)
    func `a mistake is one sentence and its exit code`(_ words: [String], _ status: Int32) throws {
        _ = try run("tenant", "set", "--name", "T", "--data", data)
        let result = try Command.run([program] + words + ["--data", data])
        #expect(result.status == status, "\(result.err)")
        #expect(!result.err.isEmpty)
        #expect(result.out.isEmpty)
        if status != 64 { #expect(result.err.split(separator: "\n").count == 1) }
    }

    @Test func `a data directory that cannot be made is a storage error`() throws {
        try folder.write(Data(), to: "file")
        #expect(try run("tenant", "set", "--name", "T", "--data", folder.file("file/data")).status == 74)
    }

    @Test func `a mistyped directory is no empty cloud`() throws {
        let result = try run("visits", "--data", folder.file("typo"), "--json")
        #expect(result.status == 1 && result.err.contains("There is no cloud in"))
        #expect(!FileManager.default.fileExists(atPath: folder.file("typo")))
    }

    @Test func `every command has help`() throws {
        for words in [
            [], ["serve"], ["appointment", "add"], ["pass", "show"], ["visits"], ["events"], ["kiosk", "revoke"],
            ["host", "edit"], ["department", "edit"], ["layout", "preview"], ["staff", "add"], ["staff", "card"],
            ["audit", "verify"], ["site", "edit"], ["enrol-code"],
        ] {
            let result = try Command.run([program] + words + ["--help"])
            #expect(result.status == 0)
            #expect(result.out.contains("USAGE"))
        }
    }

    @Test func `departments and hosts are added with readings, changed, listed and removed`() throws {
        _ = try json("site", "add", "--name", "Tokyo")
        _ = try json(
            "department", "add", "--name", "営業部", "--reading", "えいぎょうぶ", "--phone", "200", "--name-in",
            "zh-Hans=销售部", "--name-in", "ko=영업부")
        _ = try json("host", "add", "--name", "佐藤 花子", "--reading", "さとう はなこ", "--department", "営業部")
        #expect(try run("department", "edit", "営業部", "--name-in", "ko=", "--data", data).status == 0)
        let departments = try #require(try json("department", "list") as? [[String: Any]])
        #expect(departments.map { $0["names"] as? [String: String] } == [["zh-Hans": "销售部"]])
        #expect(departments.map { $0["phone"] as? String } == ["200"])
        #expect(try run("host", "edit", "佐藤 花子", "--phone", "4711", "--data", data).status == 0)
        let hosts = try #require(try json("host", "list") as? [[String: Any]])
        #expect(hosts.map { $0["reading"] as? String } == ["さとう はなこ"])
        #expect(hosts.map { $0["phone"] as? String } == ["4711"])
        #expect(hosts.map { $0["department"] as? String } == [departments[0]["department"] as? String])
        #expect(try run("host", "remove", "佐藤 花子", "--data", data).status == 0)
        #expect(try run("department", "remove", "営業部", "--data", data).status == 0)
        #expect((try json("host", "list") as? [Any])?.isEmpty == true)
        #expect((try json("department", "list") as? [Any])?.isEmpty == true)
    }

    @Test func `a layout is shown, checked, looked at, set and reset`() throws {
        try prepare()
        let shown = try run("layout", "show", "--data", data)
        #expect(try Wire.decode(KioskLayout.self, from: Data(shown.out.utf8)) == .standard)
        try folder.write(Data(shown.out.replacing(#""dark""#, with: #""light""#).utf8), to: "good.json")
        try folder.write(Data(#"{"theme": "pink", "answerSeconds": 5}"#.utf8), to: "bad.json")
        let bad = try run("layout", "set", folder.file("bad.json"), "--data", data)
        #expect(bad.status == 1)
        #expect(bad.err.contains("theme: this must be one of dark, light.") && bad.err.contains("answerSeconds: "))
        #expect(try run("layout", "show", "--data", data).out == shown.out)
        #expect(try run("layout", "check", folder.file("good.json"), "--data", data).status == 0)
        let preview = try run("layout", "preview", folder.file("good.json"), "--site", "Tokyo", "--data", data)
        #expect(preview.out.contains("theme light") && preview.out.contains("The next 14 days:"))
        #expect(try run("layout", "set", folder.file("good.json"), "--data", data).status == 0)
        #expect(try run("layout", "show", "--data", data).out.contains(#""light""#))
        #expect(try run("layout", "reset", "--data", data).status == 0)
        #expect(try run("layout", "show", "--data", data).out == shown.out)
        #expect(try run("layout", "check", folder.file("missing.json"), "--data", data).status == 1)
    }

    @Test func `serve says where it is and ends on SIGTERM`() async throws {
        let ready = folder.file("ready")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = ["serve", "--data", data, "--listen", "127.0.0.1:0", "--ready-file", ready]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        defer { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }
        for _ in 0..<500 where !FileManager.default.fileExists(atPath: ready) {
            try await Task.sleep(for: .milliseconds(20))
        }
        let lines = try String(contentsOfFile: ready, encoding: .utf8).split(separator: "\n")
        #expect(lines.count == 2)
        #expect(lines[0].wholeMatch(of: /https:\/\/127\.0\.0\.1:\d+/) != nil)
        #expect(lines[1].hasSuffix("/tls/ca.pem"))
        let health = try Command.run(["curl", "-sS", "--cacert", String(lines[1]), "\(lines[0])/v1/health"])
        #expect(health.out.contains("\"ok\""))
        let start = World.live.uptime()
        kill(process.processIdentifier, SIGTERM)
        process.waitUntilExit()
        #expect(World.live.uptime() - start < .seconds(10))
        #expect(process.terminationStatus == 0)
    }
}

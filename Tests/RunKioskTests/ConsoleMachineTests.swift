import Foundation
import Kiosk
import Reception
import TestSupport
import Testing

@testable import RunKiosk

/// What the staff console does with this machine.
@Suite struct ConsoleMachineTests {
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    private func machine(_ folder: TemporaryDirectory, printer: [String] = []) throws -> ConsoleMachine {
        var configuration = Configuration(dataDirectory: folder.file("data"))
        configuration.printer = printer
        let premises = try Premises.open(configuration, as: .helper)
        return ConsoleMachine(premises, log: try LogFile(path: premises.logPath))
    }

    private static let job = PrintJob(
        kind: .evacuation, at: Instant(milliseconds: 0), localTime: "2026-11-23 10:02", tenant: nil, site: nil,
        language: "ja", text: "避難者リスト\n[ ] 山田 太郎\n")

    private func script(_ line: String, in folder: TemporaryDirectory) throws -> String {
        let path = try folder.write(Data("#!/bin/sh\n\(line)\n".utf8), to: "printer")
        chmod(path, 0o755)
        return path
    }

    @Test func `without a printer the page is kept for this user alone, and forgotten when it is over`() throws {
        let folder = try TemporaryDirectory()
        let machine = try machine(folder)
        #expect(try machine.print(Self.job) == .kept("evacuation.txt", hasFailed: false))
        let path = folder.file("data/evacuation.txt")
        #expect(try String(contentsOfFile: path, encoding: .utf8) == Self.job.text)
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        machine.forgetPage()
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test func `the printer gets the job on standard input, and nothing is kept`() throws {
        let folder = try TemporaryDirectory()
        let printer = try script("cat >'\(folder.file("job"))'", in: folder)
        #expect(try machine(folder, printer: [printer]).print(Self.job) == .printed)
        let job = try String(contentsOfFile: folder.file("job"), encoding: .utf8)
        #expect(job.contains(#""kind":"evacuation""#) && job.contains("山田 太郎"))
        #expect(!FileManager.default.fileExists(atPath: folder.file("data/evacuation.txt")))
    }

    @Test func `a printer that fails leaves the page in a file, and no name in the log`() throws {
        let folder = try TemporaryDirectory()
        for command in [[try script("exit 3", in: folder)], ["no-such-program"]] {
            #expect(
                try machine(folder, printer: command).print(Self.job) == .kept("evacuation.txt", hasFailed: true))
        }
        let log = try String(contentsOfFile: folder.file("data/kiosk.log"), encoding: .utf8)
        #expect(log.contains("hooks.on_print") && !log.contains("山田"))
    }

    @Test func `what staff choose outlives a restart, and a damaged file is as if there were none`() throws {
        let folder = try TemporaryDirectory()
        var choices = ConsoleChoices()
        choices.language = "ko"
        choices.isInMaintenance = true
        try machine(folder).keep(choices)
        #expect(try machine(folder).choices == choices)
        try Data("{".utf8).write(to: URL(fileURLWithPath: folder.file("data/console.json")))
        #expect(try machine(folder).choices == ConsoleChoices())
    }

    @Test func `the log's newest line comes first, with its time and its facts`() throws {
        let folder = try TemporaryDirectory()
        let machine = try machine(folder)
        let lines = """
            v4l2: select timeout
            {"event":"link","state":"online","time":"2026-11-23T01:02:00.000Z"}

            """
        try Data(lines.utf8).write(to: URL(fileURLWithPath: folder.file("data/kiosk.log")))
        let entries = try machine.recentLog()
        #expect(entries.map(\.text) == ["link  state=online", "v4l2: select timeout"])
        #expect(entries.map(\.at) == [Instant(rfc3339: "2026-11-23T01:02:00.000Z"), nil])
    }

    @Test func `the state of the machine has its disk and its program`() throws {
        let folder = try TemporaryDirectory()
        let health = try machine(folder).health()
        guard case .free(let megabytes) = health.disk else {
            Issue.record("\(health.disk)")
            return
        }
        #expect(megabytes > 0 && !health.program.isEmpty)
    }

    @Test func `the example of a printing hook hands the page to lp`() throws {
        let folder = try TemporaryDirectory()
        let lp = "#!/bin/sh\necho \"$*\" >'\(folder.file("how"))'\ncat >'\(folder.file("page"))'\n"
        chmod(try folder.write(Data(lp.utf8), to: "lp"), 0o755)
        try FileManager.default.createSymbolicLink(
            atPath: folder.file("uketsuke-kiosk"), withDestinationPath: Command.built("uketsuke-kiosk"))
        let hook = Self.root.appending(path: "Assets/hooks/print").path
        let environment = ["PATH": folder.path + ":/usr/bin:/bin"]
        let result = try Command.run([hook, "Lobby"], input: Self.job.json, environment: environment)
        #expect(result.status == 0)
        #expect(try String(contentsOfFile: folder.file("page"), encoding: .utf8) == Self.job.text)
        #expect(try String(contentsOfFile: folder.file("how"), encoding: .utf8) == "-t evacuation -d Lobby\n")
        #expect(try Command.run([hook], input: Data("{}".utf8), environment: environment).status != 0)
    }
}

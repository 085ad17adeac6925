import Foundation
import Kiosk
import TestSupport
import Testing

@testable import Reception
@testable import RunKiosk

/// `doctor --scanner`, the real program, piped, on a terminal and before a camera.
@Suite(.serialized, .timeLimit(.minutes(3))) struct SelfTestTests {
    private let folder: TemporaryDirectory
    private let program = Command.built("uketsuke-kiosk")

    init() throws {
        folder = try TemporaryDirectory()
    }

    /// A configuration with these lines under `[scanner]`.
    private func configuration(_ scanner: String) throws -> String {
        let text = "data_dir = \"\(folder.file("data"))\"\n[scanner]\n\(scanner)\n"
        return try folder.write(Data(text.utf8), to: "kiosk.conf")
    }

    /// The test's end, with this on standard input.
    private func selfTest(_ input: String, scanner: String = "device = \"none\"", camera: LiveCamera? = nil) throws
        -> Command.Result
    {
        try Command.run(
            [program, "doctor", "--scanner", "--config", configuration(scanner)], input: Data(input.utf8),
            environment: camera?.environment ?? [:])
    }

    @Test func `a piped test code passes, another does not`() throws {
        let good = try selfTest("]Q1\(OwnCode.test)\r\n")
        #expect(good.status == 0)
        #expect(good.out.contains("The test code arrived whole."))
        #expect(good.out.contains("AIM identifier ]Q1"))
        let bad = try selfTest("4901234567894\n")
        #expect(bad.status == 1)
        #expect(bad.out.contains("Another code came"))
        #expect(!bad.out.contains("4901234567894"))
        #expect(try selfTest("").status == 1)
    }

    @Test func `the program in the camera's place is tested as well`() throws {
        let good = try selfTest("", scanner: "command = [\"sh\", \"-c\", \"echo \(OwnCode.test); exec sleep 60\"]")
        #expect(good.status == 0)
        #expect(good.out.contains("It has read the test code."))
        let missing = try selfTest("", scanner: "command = [\"/nonexistent/scanner\"]")
        #expect(missing.status == 1)
        #expect(missing.out.contains("There is no program scanner; see [scanner]"))
        let unplugged = try selfTest("", scanner: "command = [\"cat\", \"\(folder.file("ttyACM0"))\"]")
        #expect(unplugged.out.contains("cat says: \(folder.file("ttyACM0")): No such file or directory"))
    }

    @Test func `on a terminal the test shows its code, what it found, and gives the terminal back`() async throws {
        let file = try configuration("device = \"none\"")
        let terminal = try TerminalScreen(
            [
                "sh", "-c", "\"$0\" doctor --scanner --config \"$1\"; echo \"status $?\"; stty -a; sleep 60", program,
                file,
            ])
        defer { terminal.close() }
        try await terminal.wait(for: "q ends the test.")
        let picture = TestPicture().plainRows.map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
        let screen = try terminal.screen()
        #expect(picture.allSatisfy { screen.contains($0) })
        try terminal.type("UKCTEST" + "à&é\"'(-è_çQBCDEFGHJKL?NPARSTUVZX")
        try await terminal.wait(for: "French (AZERTY)")
        try terminal.type(OwnCode.test)
        try terminal.press("Tab")
        try await terminal.wait(for: "The suffix is Tab.")
        try terminal.press("q")
        try await terminal.wait(for: "status 0")
        try await terminal.wait(for: " icanon")
        #expect(try terminal.screen().contains(" echo "))
    }

    @Test(arguments: [SIGTERM, SIGINT, SIGHUP]) func `a signal ends the test and gives the terminal back`(
        _ signal: Int32
    )
        async throws
    {
        let file = try configuration("device = \"none\"")
        let terminal = try TerminalScreen(
            [
                "sh", "-c",
                #"sh -c 'echo $$ >"$2"; exec "$0" doctor --scanner --config "$1"' "$@"; stty -a; sleep 60"#,
                "sh", program, file, folder.file("pid"),
            ])
        defer { terminal.close() }
        try await terminal.wait(for: "q ends the test.")
        let pid = try #require(
            Int32(String(contentsOfFile: folder.file("pid"), encoding: .utf8).trimmingCharacters(in: .newlines)))
        kill(pid, signal)
        try await terminal.wait(for: "Nothing was scanned")
        try await terminal.wait(for: " icanon")
    }

    @Test(arguments: ["qqq", "q\r", "\u{3}\u{3}\u{3}\u{3}\u{3}", "\u{1B}"])
    func `whoever wants to leave the test leaves it`(keys: String) async throws {
        let file = try configuration("device = \"none\"")
        let terminal = try TerminalScreen(
            ["sh", "-c", "\"$0\" doctor --scanner --config \"$1\"; echo \"status $?\"; sleep 60", program, file])
        defer { terminal.close() }
        try await terminal.wait(for: "q ends the test.")
        try terminal.send(Array(keys.utf8))
        try await terminal.wait(for: "status 1")
    }

    @Test func `the test is drawn anew on a resized terminal`() async throws {
        let file = try configuration("device = \"none\"")
        let terminal = try TerminalScreen([program, "doctor", "--scanner", "--config", file])
        defer { terminal.close() }
        try await terminal.wait(for: "q ends the test.")
        try terminal.resize(columns: 40, rows: 12)
        try await terminal.wait(for: "Too small")
        try terminal.resize(columns: 80, rows: 24)
        try await terminal.wait(for: "1. Scan this code")
    }

    @Test func `output that nobody takes does not crash the test`() throws {
        let file = try configuration("device = \"none\"")
        let result = try Command.run(
            ["sh", "-c", "\"$0\" doctor --scanner --config \"$1\" >/dev/full", program, file],
            input: Data("\(OwnCode.test)\n".utf8))
        #expect(result.status == 0)
    }

    // MARK: - The real worker

    @Test func `the test code before the camera is read by the real worker, another is not taken for it`()
        async throws
    {
        let device = "device = \"\(LiveCamera.device)\""
        let camera = try LiveCamera()
        let terminal = try TerminalScreen(
            [program, "doctor", "--scanner", "--config", configuration(device)], environment: camera.environment)
        defer { terminal.close() }
        try await terminal.wait(for: "Ready; hold the test code up.")
        try camera.show(CameraScene(showing: "https://example.com/geheim"))
        #expect(try await !terminal.wait(for: "It reads codes").contains("geheim"))
        try camera.show(CameraScene(showing: OwnCode.test))
        try await terminal.wait(for: "It has read the test code.")
        #expect(try selfTest("", scanner: device, camera: camera).status == 0)
    }

    @Test func `a camera that another program holds is told as such`() throws {
        let camera = try LiveCamera(faults: ["V4L2SHIM_FAULT": "open_ebusy"])
        let result = try selfTest("", scanner: "device = \"\(LiveCamera.device)\"", camera: camera)
        #expect(result.status == 1)
        #expect(result.out.contains("uketsuke-scan says: /dev/video0 is used by another program"))
    }
}

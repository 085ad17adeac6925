import Foundation
import Kiosk
import ScanLink
import Synchronization
import TestSupport
import Testing

@testable import Reception
@testable import RunKiosk

/// The real program and real devices' stand-ins: a serial scanner, odd keyboards, a flood of codes.
@Suite(.serialized, .timeLimit(.minutes(3))) struct ReaderTests {
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

    // MARK: - A serial scanner

    @Test(arguments: [
        #"["cat", "DEVICE"]"#, #"["sh", "-c", "stty -F \"$0\" raw -echo && exec cat \"$0\"", "DEVICE"]"#,
    ])
    func `a serial scanner is read through cat, unplugged, missing, and back`(_ setting: String) async throws {
        let device = folder.file("ttyACM0")
        let line = "[scanner]\ncommand = \(setting.replacing("DEVICE", with: device))"
        let command = try #require(Configuration.parse(line, file: "kiosk.conf").scanCommand)
        let reports = Reports()
        var timing = ScanTiming()
        timing.firstDelay = .milliseconds(50)
        timing.settling = .milliseconds(100)
        let log = open(folder.file("log"), O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        defer { close(log) }
        let worker = ScanWorker(command: command, logDescriptor: log, world: .live, timing: timing) {
            reports.add($0)
        }
        let scanner = try PseudoTerminal(linkedAs: device)
        worker.start()
        defer { worker.stop() }
        try await reports.wait(for: .state(.ready))
        scanner.send("\(OwnCode.test)\r\n")
        try await reports.wait(for: .code(OwnCode.test))
        scanner.unplug()
        try await reports.wait(for: .state(.lost))
        let back = try PseudoTerminal(linkedAs: device)
        reports.clear()
        try await reports.wait(for: .state(.ready))
        back.send("UK1CUT")
        back.send("AGAIN\r")
        try await reports.wait(for: .code("UK1CUTAGAIN"))
        back.unplug()
    }

    // MARK: - A flood

    /// A well-formed token that nobody has signed.
    private static func code(_ number: Int) -> String {
        let body = Token.prefix + Base32.encode([1] + [UInt8](repeating: UInt8(number), count: 85))
        return body + String(decoding: CheckSymbols.of(body.utf8), as: UTF8.self)
    }

    /// The verdicts of the events that wait for the cloud.
    private func verdicts(in file: String) throws -> [String] {
        let lines = try Command.run([program, "queue", "export", "--config", file]).out.split(separator: "\n")
        return lines.compactMap { $0.firstMatch(of: #/"verdict":"(\w+)"/#).map { String($0.1) } }
    }

    private func wait(for count: Int, in file: String) async throws {
        for _ in 0..<150 {
            if try verdicts(in: file).count >= count { break }
            try await Task.sleep(for: .milliseconds(100))
        }
        #expect(try verdicts(in: file).count == count)
    }

    /// The kiosk in a terminal, with nothing but its keyboard.
    private func openKiosk() async throws -> (terminal: TerminalScreen, file: String) {
        let file = try configuration("device = \"none\"")
        let terminal = try TerminalScreen([program, "run", "--config", file])
        try await terminal.wait(for: "QR コード")
        return (terminal, file)
    }

    @Test func `Escape just before a scan, an input method and a paste cost no code`() async throws {
        let (terminal, file) = try await openKiosk()
        defer { terminal.close() }
        let fullWidth = Self.code(2).unicodeScalars.compactMap { Unicode.Scalar($0.value + 0xFEE0) }.map { String($0) }
        let typed = [
            "\u{1B}\(Self.code(1))\r", fullWidth.joined() + "\r", "\u{1B}[200~\(Self.code(3))\r\n\u{1B}[201~",
            "]Q1\(Self.code(4).lowercased())\t", "\u{2}\(Self.code(5))\u{3}", "4901234567894\(Self.code(6))",
            "\u{1B}]Q1\(Self.code(7))\r",
        ]
        for (count, text) in typed.enumerated() {
            try terminal.send(Array(text.utf8))
            try await wait(for: count + 1, in: file)
        }
        #expect(try verdicts(in: file) == typed.map { _ in "unknownKey" })
    }

    @Test func `scenario 12: a hostile code neither acts as keys nor alters the screen`() async throws {
        let (terminal, file) = try await openKiosk()
        defer { terminal.close() }
        try terminal.send(Array("\u{11}\u{1B}]0;owned\u{7}\u{1B}[2J\u{1B}c\u{3}\u{1A}\u{1C}12345678\u{11}\r".utf8))
        try await terminal.wait(for: "この受付のコードではありません")
        try await wait(for: 1, in: file)
        #expect(try verdicts(in: file) == ["notOurs"])
        #expect(try !terminal.isDead())
        try terminal.press("Escape")
        try await terminal.wait(for: "QR コード")
    }

    @Test func `a hundred codes in a second are a hundred events`() async throws {
        let (terminal, file) = try await openKiosk()
        defer { terminal.close() }
        let codes = (0..<100).map(Self.code)
        for batch in 0..<10 {
            // Half of them without a suffix.
            let keys = codes[(batch * 10)..<(batch * 10 + 10)].joined(separator: batch % 2 == 0 ? "\r" : "")
            try terminal.send(Array(keys.utf8))
            try await Task.sleep(for: .milliseconds(80))
        }
        try await wait(for: 100, in: file)
        #expect(try !terminal.isDead())
    }
}

/// What a worker has told, to be waited for.
private final class Reports: Sendable {
    private let all = Mutex<[ScanReport]>([])

    func add(_ report: ScanReport) { all.withLock { $0.append(report) } }
    func clear() { all.withLock { $0.removeAll() } }

    func wait(for report: ScanReport) async throws {
        for _ in 0..<1000 {
            if all.withLock({ $0.contains(report) }) { return }
            try await Task.sleep(for: .milliseconds(10))
        }
        Issue.record("waited in vain for \(report); told was \(all.withLock { $0 })")
    }
}

/// A device that a scanner writes to: the other end of a pseudo-terminal, under a name of its own.
private final class PseudoTerminal {
    private let end: Int32
    private let name: String

    init(linkedAs name: String) throws {
        end = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
        var unlocked: Int32 = 0
        var number: Int32 = 0
        // TIOCSPTLCK and TIOCGPTN, which are macros that Swift does not see.
        try #require(end >= 0 && ioctl(end, 0x4004_5431, &unlocked) == 0 && ioctl(end, 0x8004_5430, &number) == 0)
        self.name = name
        try FileManager.default.createSymbolicLink(atPath: name, withDestinationPath: "/dev/pts/\(number)")
    }

    func send(_ text: String) {
        _ = Array(text.utf8).withUnsafeBytes { write(end, $0.baseAddress, $0.count) }
    }

    func unplug() {
        try? FileManager.default.removeItem(atPath: name)
        close(end)
    }
}

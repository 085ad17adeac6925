import Curses
import Foundation
import Kiosk
import Reception
import ScanLink

/// `doctor --scanner`: shows the test code and names what the readers make of it.
///
/// On a terminal it reads keys; else it reads standard input line by line, as from a piped scanner, and ends with it.
final class ScannerTest {
    /// What comes from other threads.
    private enum Message: Sendable {
        case report(ScanReport)
        case end
    }

    private let terminal: RawTerminal?
    private let mailbox: Mailbox<Message>
    private let worker: ScanWorker?
    private let world = World.live
    private var camera: CameraDiagnosis
    private var keyboard: ScannerDiagnosis?
    private var reader = KeyReader()
    private var capture = KeystrokeCapture()
    private var line: [UInt8] = []
    private var hasEnded = false
    /// When standard input had come to its end.
    private var inputEnd: Duration?

    /// A camera is waited for so long after the end of piped input, when nothing came that way.
    private static let cameraPatience = Duration.seconds(15)

    /// - Throws: ``StorageFailure`` when the system has no more descriptors.
    init(_ configuration: Configuration) throws {
        let mailbox = try Mailbox<Message>()
        self.mailbox = mailbox
        // First, so that none of them can leave the terminal raw.
        SignalWatch.start { mailbox.post(.end) }
        terminal = RawTerminal()
        camera = CameraDiagnosis(command: configuration.scanCommand)
        let log = open("/dev/null", O_WRONLY | O_CLOEXEC)
        worker = configuration.scanCommand.map { command in
            ScanWorker(command: command, logDescriptor: log, world: .live) { mailbox.post(.report($0)) }
        }
    }

    /// Runs until `q`, a signal or the end of the input.
    ///
    /// - Returns: whether at least one reader works.
    func run() -> Bool {
        worker?.start()
        draw()
        while !hasEnded { turn() }
        terminal?.restore()
        worker?.stop()
        summarize()
        return camera.works || keyboard?.works == true
    }

    private func turn() {
        var polled = [
            pollfd(fd: inputEnd == nil ? STDIN_FILENO : -1, events: Int16(POLLIN), revents: 0),
            pollfd(fd: mailbox.descriptor, events: Int16(POLLIN), revents: 0),
        ]
        poll(&polled, nfds_t(polled.count), patience)
        if polled[0].revents != 0 { takeInput() } else if reader.isPending { settle() }
        for message in mailbox.drain() { take(message) }
        if let strokes = capture.take(at: world.uptime()) { judge(strokes) }
        if let inputEnd, keyboard != nil || camera.isOver || world.uptime() - inputEnd > Self.cameraPatience {
            hasEnded = true
        }
    }

    /// Milliseconds until something is due.
    private var patience: Int32 {
        if reader.isPending { return 25 }
        if let deadline = capture.deadline {
            return Int32(clamping: max(0, (deadline - world.uptime()).wholeMilliseconds + 1))
        }
        return inputEnd == nil ? -1 : 100
    }

    // MARK: - Input

    private func takeInput() {
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = read(STDIN_FILENO, &bytes, bytes.count)
        guard count > 0 else {
            if count < 0, errno == EINTR || errno == EAGAIN { return }
            return endInput()
        }
        let time = world.uptime()
        for byte in bytes.prefix(count) {
            if terminal != nil { reader.take(byte) } else { take(piped: byte) }
        }
        for key in reader.takeKeys() { capture.add(key, at: time) }
    }

    private func settle() {
        reader.settle()
        for key in reader.takeKeys() { capture.add(key, at: world.uptime()) }
    }

    private func endInput() {
        take(piped: 10)
        inputEnd = world.uptime()
        // A terminal that has gone takes its readers with it.
        hasEnded = terminal != nil
    }

    private func take(piped byte: UInt8) {
        guard byte == 10 || byte == 13 else {
            if line.count < Token.longestText { line.append(byte) }
            return
        }
        guard !line.isEmpty else { return }
        let keys = String(decoding: line, as: UTF8.self).map(Key.character) + [.enter]
        line.removeAll()
        tell(ScannerDiagnosis(keys.map { Keystroke(key: $0, time: .zero) }, isTimed: false))
    }

    private func judge(_ strokes: [Keystroke]) {
        switch strokes.map(\.key) {
        case [.character("q")], [.character("Q")], [.escape], [.control("c")], [.control("d")]: hasEnded = true
        case let keys where keys.count < TypedScan.shortest: break
        default: tell(ScannerDiagnosis(strokes))
        }
    }

    private func tell(_ diagnosis: ScannerDiagnosis) {
        keyboard = diagnosis
        draw()
    }

    private func take(_ message: Message) {
        switch message {
        case .end: hasEnded = true
        case .report(let report):
            let before = camera.finding
            camera.take(report)
            if camera.finding != before { draw() }
        }
    }

    // MARK: - Output

    private func draw() {
        guard isatty(STDOUT_FILENO) == 1, !hasEnded else { return }
        let size = RawTerminal.size
        let screen = ScannerTestScreen(
            keyboard: keyboard, camera: camera.finding, columns: size.columns, lines: size.lines)
        write("\u{1B}[H\u{1B}[2J" + screen.text)
    }

    private func summarize() {
        let nothing = Finding(grade: .worth, subject: "keyboard", sentence: "Nothing was scanned with it.")
        let findings = (keyboard?.findings ?? [nothing]) + [camera.finding]
        write((isatty(STDOUT_FILENO) == 1 ? "\n" : "") + findings.map { $0.text + "\n" }.joined())
    }

    private func write(_ text: String) {
        FileHandle.standardOutput.write(Data(text.utf8))
    }
}

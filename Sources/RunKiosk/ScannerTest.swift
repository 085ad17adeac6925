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
        case signal(SignalWatch.Heard)
    }

    private let terminal: RawTerminal?
    private let mailbox: Mailbox<Message>
    private let worker: ScanWorker?
    private let words = WorkerWords()
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
        SignalWatch.start { mailbox.post(.signal($0)) }
        terminal = RawTerminal()
        let program = configuration.scanCommand?.first
        camera = CameraDiagnosis(
            command: configuration.scanCommand, isInstalled: program.map { ProgramPath.find($0) != nil } ?? false)
        worker = configuration.scanCommand.map { [words] command in
            ScanWorker(command: command, logDescriptor: words.descriptor, world: .live) { mailbox.post(.report($0)) }
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
        let before = camera.finding
        for message in mailbox.drain() { take(message) }
        // Afterwards, as a worker says why before it says that.
        words.read()
        camera.complaint = words.last
        if camera.finding != before { draw() }
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
        // The worker's words wake nobody.
        return inputEnd == nil ? 500 : 100
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
        take(reader.takeInputs(), at: time)
    }

    private func settle() {
        reader.settle()
        take(reader.takeInputs(), at: world.uptime())
    }

    /// Clicks type nothing.
    private func take(_ inputs: [TerminalInput], at time: Duration) {
        for case .key(let key) in inputs { capture.add(key, at: time) }
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
        let keys = strokes.map(\.key)
        // However often it is pressed, and with Enter or not.
        if keys.contains(where: \.endsTest), keys.allSatisfy({ $0.endsTest || $0 == .enter }) {
            hasEnded = true
        } else if keys.count >= TypedScan.shortest {
            tell(ScannerDiagnosis(strokes))
        }
    }

    private func tell(_ diagnosis: ScannerDiagnosis) {
        keyboard = diagnosis
        draw()
    }

    private func take(_ message: Message) {
        switch message {
        case .signal(.end): hasEnded = true
        case .signal(.resize): draw()
        case .report(let report): camera.take(report)
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

    /// A terminal that has gone is no reason to crash.
    private func write(_ text: String) {
        try? FileHandle.standardOutput.write(contentsOf: Data(text.utf8))
    }
}

extension Key {
    fileprivate var endsTest: Bool {
        switch self {
        case .character("q"), .character("Q"), .escape, .control("c"), .control("d"): true
        default: false
        }
    }
}

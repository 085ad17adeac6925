import Foundation
import Kiosk
import KioskStorage
import Reception

/// What the staff console reads of this machine and does with it.
///
/// What staff have chosen is kept in `console.json`; a list that nothing prints in `evacuation.txt`, mode 0600, until the
/// evacuation is over, about a day at the most (`KioskStore.purge`): beside exports of set-aside events the only names
/// that lie on this disk unsealed.
struct ConsoleMachine: StaffMachine {
    private let directory: DataDirectory
    private let logPath: String
    private let clock: KioskClock
    private let program: String
    private let printer: [String]
    private let timeout: Duration
    private let log: LogFile

    static let choicesName = "console.json"
    static let pageName = "evacuation.txt"

    init(_ premises: Premises, log: LogFile) {
        directory = premises.directory
        logPath = premises.logPath
        clock = premises.clock
        program = premises.configuration.store.program
        printer = premises.configuration.printer
        timeout = premises.configuration.hookTimeout
        self.log = log
    }

    /// What staff have chosen before; nothing where that cannot be read.
    var choices: ConsoleChoices {
        guard let bytes = FileManager.default.contents(atPath: directory.file(Self.choicesName)) else {
            return ConsoleChoices()
        }
        do {
            return try Wire.decode(ConsoleChoices.self, from: bytes)
        } catch {
            log.write("console", ["failure": "\(Self.choicesName) cannot be read; the configuration holds"])
            return ConsoleChoices()
        }
    }

    func keep(_ choices: ConsoleChoices) throws(StorageFailure) {
        try directory.keep(Array((try? Wire.encode(choices)) ?? Data("{}".utf8)), as: Self.choicesName)
    }

    func health() -> MachineHealth {
        let disk: MachineHealth.Disk =
            switch DiskState(at: directory.path) {
            case .free(let megabytes): .free(megabytes)
            case .full: .full
            case .readOnly: .readOnly
            case nil: .unknown
            }
        return MachineHealth(
            disk: disk, clockOffset: .milliseconds(clock.moment.clock.offsetMilliseconds),
            damagedOutboxes: directory.damagedOutboxes.count, program: program)
    }

    // MARK: - Log

    /// Bytes of the log's end that are read.
    private static let tail: UInt64 = 65_536

    func recentLog() throws(StorageFailure) -> [LogEntry] {
        guard let file = FileHandle(forReadingAtPath: logPath) else { return [] }
        defer { try? file.close() }
        do {
            let end = try file.seekToEnd()
            let start = end > Self.tail ? end - Self.tail : 0
            try file.seek(toOffset: start)
            let bytes = try file.readToEnd() ?? Data()
            // The first line of a part is most likely cut.
            let lines = bytes.split(separator: 10).dropFirst(start == 0 ? 0 : 1)
            return lines.suffix(LogEntry.most).reversed().map { LogEntry(line: Data($0)) }
        } catch {
            throw StorageFailure(
                reason: .other, description: "The log \(logPath) cannot be read; check the folder and the disk.")
        }
    }

    // MARK: - Pages

    func print(_ job: PrintJob) throws(StorageFailure) -> PrintOutcome {
        if !printer.isEmpty, hasPrinted(job) { return .printed }
        try directory.keep(Array(job.text.utf8), as: Self.pageName)
        return .kept(Self.pageName, hasFailed: !printer.isEmpty)
    }

    func forgetPage() { directory.forget(Self.pageName) }

    /// The log has the exit code, and nothing of the page.
    private func hasPrinted(_ job: PrintJob) -> Bool {
        do throws(ProgramRun.StartError) {
            let run = try ProgramRun(printer, input: job.json + [10])
            let status = run.wait(upTo: timeout, unless: { false }, world: clock.world)
            guard status != 0 else { return true }
            log.write("program", ["name": "hooks.on_print", "status": status.map(String.init) ?? "killed"])
        } catch {
            log.write("program", ["name": "hooks.on_print", "failure": error.description])
        }
        return false
    }
}

extension LogEntry {
    /// A line of the log: its event first, then its facts by name; its level where it is more than plain news.
    init(line: Data) {
        guard let facts = try? Wire.decode([String: String].self, from: line) else {
            self.init(at: nil, text: String(decoding: line.prefix(1000), as: UTF8.self))
            return
        }
        let plain = ["event", "time"] + (facts["level"] == "info" ? ["level"] : [])
        let rest = facts.filter { !plain.contains($0.key) }.sorted { $0.key < $1.key }
        let text = ([facts["event"] ?? ""] + rest.map { "\($0.key)=\($0.value)" }).joined(separator: "  ")
        self.init(at: facts["time"].flatMap(Instant.init(rfc3339:)), text: text)
    }
}

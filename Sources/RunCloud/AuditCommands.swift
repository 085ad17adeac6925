import ArgumentParser
import CloudDomain
import CloudStorage
import Foundation
import Reception

/// `audit …`.
struct AuditCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit", abstract: "What staff did at the kiosks, and proof that nobody changed it.",
        discussion: """
            Each such event carries the SHA-256 of the one before it, made at the kiosk; one that was altered, \
            exchanged or taken out shows.
            """,
        subcommands: [AuditVerify.self, AuditList.self, AuditExport.self])
}

/// `audit verify`.
struct AuditVerify: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Check every kiosk's chain, here or in an export.",
        discussion: """
            Ends with 1 when anything is wrong.

            Examples: uketsuke-cloud audit verify --data DIR
                      uketsuke-cloud audit verify --file audit.jsonl
            """)

    @Option(help: ArgumentHelp("The data directory.", valueName: "dir"))
    var data: String?

    @Option(help: ArgumentHelp("An export instead of a data directory.", valueName: "file"))
    var file: String?

    @Flag(help: "Print JSON.")
    var json = false

    func validate() throws {
        guard (data == nil) != (file == nil) else { throw ValidationError("Give one of --data and --file.") }
    }

    func run() throws {
        let reports = try data.map(recorded) ?? file.map(exported) ?? []
        try json ? printJSON(reports) : printTable(rows(of: reports))
        let wrong = reports.map(\.findings.count).reduce(0, +)
        guard wrong == 0 else {
            throw CommandFailure("The audit log does not verify: \(wrong) finding(s), listed above.")
        }
    }

    private func recorded(_ data: String) throws -> [AuditReport] {
        var options = DataOptions()
        options.data = data
        return try options.openExisting().read { try $0.auditReports() }
    }

    /// Nobody can tell there whether numbers between two events are other, unchained events.
    private func exported(_ file: String) throws -> [AuditReport] {
        guard let text = try? String(contentsOfFile: file, encoding: .utf8) else {
            throw CommandFailure("The export \(file) cannot be read; check its path and owner.")
        }
        let lines = try text.split(separator: "\n").enumerated().map { number, line in
            do {
                return try Wire.decode(AuditLine.self, from: Data(line.utf8))
            } catch {
                throw CommandFailure("Line \(number + 1) of \(file) is no audit line; it was altered or cut.")
            }
        }
        let streams = Dictionary(grouping: lines) { $0.event.stream }
        return streams.sorted { $0.key.uuidString < $1.key.uuidString }.map { stream, lines in
            AuditChain.check(lines, stream: stream) { _ in .broken }
        }
    }

    private func rows(of reports: [AuditReport]) -> [[String]] {
        guard !reports.isEmpty else { return [["No staff action is on record."]] }
        return reports.flatMap { report in
            let head = [
                report.findings.isEmpty ? "whole" : "NOT WHOLE", report.kiosk, report.stream.uuidString.lowercased(),
                "\(report.events) events", report.from?.rfc3339 ?? "", report.until?.rfc3339 ?? "",
            ]
            return [head] + report.findings.map { ["", $0.sentence] }
        }
    }
}

/// `audit list`.
struct AuditList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List who of the staff did what, in order of time.")

    @OptionGroup var options: DataOptions

    @Option(help: "Only of the kiosk of that name.")
    var kiosk: String?

    @Flag(help: "Print JSON.")
    var json = false

    @Flag(help: "Print CSV for spreadsheets.")
    var csv = false

    func validate() throws {
        guard !(json && csv) else { throw ValidationError("--json and --csv exclude each other.") }
    }

    func run() throws {
        let (lines, names) = try options.openExisting().read { (try $0.auditLines(), try $0.staffNames()) }
        let records = lines.filter { kiosk == nil || $0.kioskName == kiosk }
            .sorted { ($0.correctedAt, $0.event.sequence) < ($1.correctedAt, $1.event.sequence) }
            .map { AuditRecord($0, staff: $0.event.staff.map { names[$0] ?? "unknown" }) }
        if json { return try printJSON(records) }
        if csv { return try printText(AuditRecord.csv(records)) }
        try printTable(records.map(\.cells))
    }
}

/// `audit export`.
struct AuditExport: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Print every link of every chain as a line of JSON, to be kept elsewhere.",
        discussion: """
            What staff typed for a visitor without an appointment is part of its event and so of the export.

            Example: uketsuke-cloud audit export --data DIR > audit.jsonl
            """)

    @OptionGroup var options: DataOptions

    func run() throws {
        for line in try options.openExisting().read({ try $0.auditLines() }) { try printJSON(line) }
    }
}

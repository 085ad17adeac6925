import ArgumentParser
import CloudDomain
import CloudStorage
import Reception

/// `events`.
struct Events: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Print every recorded event, refusals too, in the order in which they came.",
        discussion: "Example: uketsuke-cloud events --data DIR --json")

    @OptionGroup var options: DataOptions

    @Flag(help: "Print a JSON array.")
    var json = false

    func run() throws {
        let events = try options.openExisting().read { try $0.eventRecords() }
        if json { return try printJSON(events) }
        try printTable(
            events.map { record in
                let event = record.event
                return [
                    "\(event.sequence)", record.correctedAt.rfc3339, record.kioskName,
                    event.act?.kind.rawValue ?? event.kind.rawValue,
                    event.verdict.rawValue, event.pass?.description ?? "", record.answer?.summary ?? "",
                    record.remarks.joined(separator: " "),
                ]
            })
    }
}

import ArgumentParser
import CloudDomain
import CloudStorage
import Reception

/// `visits`.
struct Visits: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Print the visits, one record each, in order of check-in.",
        discussion: "Example: uketsuke-cloud visits --data DIR --csv > visits.csv")

    @OptionGroup var options: DataOptions

    @Flag(help: "Print a JSON array.")
    var json = false

    @Flag(help: "Print CSV for spreadsheets.")
    var csv = false

    func validate() throws {
        guard !(json && csv) else { throw ValidationError("--json and --csv exclude each other.") }
    }

    func run() throws {
        let records = try options.openExisting().read { transaction in
            let answers = try transaction.answers()
            return try transaction.visits().map { VisitRecord($0, answer: answers[$0.checkIn.event]) }
        }
        if json { return try printJSON(records) }
        if csv { return try printText(VisitRecord.csv(records)) }
        try printTable(
            records.map {
                [
                    $0.checkedInAt.rfc3339, $0.checkedOutAt?.rfc3339 ?? "inside", $0.exit?.rawValue ?? "", $0.site,
                    $0.company, $0.visitor,
                    $0.headcount.map { "party of \($0)" } ?? "", $0.answer?.summary ?? "",
                    $0.isConflict ? "conflict" : "",
                ]
            })
    }
}

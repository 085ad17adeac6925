import ArgumentParser
import CloudDomain
import CloudStorage
import Reception

/// `enrol-code`.
struct EnrolCode: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "enrol-code", abstract: "Make a one-time code with which a kiosk enrols within 15 minutes.",
        discussion: "Example: uketsuke-cloud enrol-code --data DIR --site Tokyo --json")

    @OptionGroup var options: DataOptions

    @Option(help: "The kiosk's site; not needed while there is one.")
    var site: String?

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
        let (code, expires) = try options.openExisting().write { transaction in
            try transaction.addEnrolmentCode(for: try transaction.site(named: site))
        }
        if json { return try printJSON(Output(code: code, expires: expires)) }
        try printTable([[code, "until \(expires)"]])
    }

    private struct Output: Encodable {
        var code: String
        var expires: Instant
    }
}

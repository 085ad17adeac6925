import ArgumentParser
import CloudStorage
import Reception

/// `appointment purge`.
struct AppointmentPurge: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "purge", abstract: "Delete appointments and passes whose days are over, here and at the kiosks.",
        discussion: """
            Visits and events keep their own copies of names.

            Example: uketsuke-cloud appointment purge --data DIR --older-than-days 30
            """)

    @OptionGroup var options: DataOptions

    @Option(help: ArgumentHelp("How many days ago the last day ended.", valueName: "days"))
    var olderThanDays: Int

    func validate() throws {
        guard (0...36_500).contains(olderThanDays) else { throw ValidationError("--older-than-days takes 0 to 36500.") }
    }

    func run() throws {
        let count = try options.openExisting().write {
            try $0.purgePasses(endedBefore: $0.now.advanced(by: .seconds(-86_400 * olderThanDays)))
        }
        try printTable([["deleted", "\(count) passes"]])
    }
}

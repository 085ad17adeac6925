import ArgumentParser
import CloudDomain
import CloudStorage
import Reception

/// `site edit`.
struct SiteEditCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "edit", abstract: "Change a site; what is not given stays.",
        discussion: "Example: uketsuke-cloud site edit --data DIR Tokyo --close-at 22:00")

    @OptionGroup var options: DataOptions

    @Argument(help: "Its name; not needed while there is one.")
    var site: String?

    @Option(help: "Whom kiosks ring when no host is known.")
    var phone: String?

    @Option(
        help: ArgumentHelp(
            "When visits that nobody has ended are closed every day, marked as assumed.", valueName: "hh:mm"))
    var closeAt: ClockTime?

    @Flag(help: "Leave such visits open.")
    var noCloseAt = false

    @Flag(help: "Print JSON.")
    var json = false

    func validate() throws {
        guard phone != nil || (closeAt != nil) != noCloseAt else {
            throw ValidationError("Say what to change: --phone, and one of --close-at and --no-close-at.")
        }
        guard closeAt == nil || !noCloseAt else {
            throw ValidationError("--close-at and --no-close-at exclude each other.")
        }
    }

    func run() throws {
        let closing: SiteEdit.Closing = noCloseAt ? .set(nil) : closeAt.map { .set($0) } ?? .keep
        let edited = try options.openExisting().write {
            try $0.editSite(named: site, SiteEdit(phone: phone, closeAt: closing))
        }
        try printResult(SiteOutput(edited), json: json, row: ["changed", "site \(edited.number)", edited.name])
    }
}

extension ClockTime: ExpressibleByArgument {
    package init?(argument: String) { self.init(argument) }
}
